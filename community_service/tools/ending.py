from typing import NamedTuple

# How somebody stops to be a person with whom there is something to do.
DIED, MOVED, ARCHIVED = "died", "moved", "archived"

# Of a contact the register says nothing but that the person is dead.
ANY_END = frozenset({DIED, MOVED, ARCHIVED})
NO_LONGER_THERE = frozenset({DIED, ARCHIVED})


class Ending(NamedTuple):
    """The end of a person: how, and the last day on which there was something to do.

    :param str kind: one of ``DIED``, ``MOVED``, ``ARCHIVED``
    :param date: the day
    :param str kept: name of the file that is used instead, where two files became one
    """

    kind: str
    date: object
    kept: str = ""


def earliest(endings):
    """Return the first of several ends, a death before anything else; None of none.

    >>> earliest([None, Ending("moved", 3), Ending("died", 5)]).kind
    'died'
    >>> earliest([Ending("archived", 4), Ending("moved", 3)]).date
    3
    >>> earliest([None]) is None
    True
    """
    found = [ending for ending in endings if ending]
    return min(found, key=lambda ending: (ending.kind != DIED, ending.date), default=None)


def is_after(day, ending):
    """Tell whether something of this day cannot be any more; the last day is still one.

    >>> import datetime
    >>> day = datetime.date(2026, 11, 20)
    >>> ending = Ending("died", day)
    >>> is_after(day, ending), is_after(day + datetime.timedelta(1), ending)
    (False, True)
    """
    return day > ending.date
