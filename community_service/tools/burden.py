"""How much work the program itself asks for, told of roles and never of people."""

# Fewer people than this are no role: what is told of it would be told of somebody.
LEAST_PEOPLE = 3
# So many entries at least are told together; a community may ask for more.
LEAST_ENTRIES = 5
# Longer than this nobody works at one entry; a longer time is a mistake or a forgery.
LONGEST = 4 * 3600
TOGETHER = "together"


def told_as(people, least=LEAST_PEOPLE):
    """Return under which name the times of each role are kept, so that none is one person's.

    A role with too few people is told together with the next smaller ones, until they are enough.
    Where all of them are too few, nothing is kept.

    :param dict people: how many of each role let themselves be measured; 0 is left out
    :return: dict role -> the role, ``together``, or None

    >>> told_as({"grid_worker": 6, "officer": 4, "manager": 3})
    {'manager': 'manager', 'officer': 'officer', 'grid_worker': 'grid_worker'}
    >>> told_as({"grid_worker": 6, "officer": 4, "manager": 1})
    {'manager': 'together', 'officer': 'together', 'grid_worker': 'grid_worker'}
    >>> told_as({"grid_worker": 6, "officer": 1, "manager": 1})
    {'manager': 'together', 'officer': 'together', 'grid_worker': 'together'}
    >>> told_as({"grid_worker": 2, "officer": 1, "manager": 0})
    {'officer': 'together', 'grid_worker': 'together'}
    >>> told_as({"grid_worker": 1, "officer": 1})
    {'grid_worker': None, 'officer': None}
    >>> told_as({})
    {}
    """
    few, count, found = [], 0, {}
    for number, role in sorted((number, role) for role, number in people.items() if number):
        if number < least or 0 < count < least:
            few.append(role)
            count += number
        else:
            found[role] = role
    name = TOGETHER if count >= least else None
    return {role: name for role in few} | found


def is_time(seconds):
    """Tell whether ``seconds`` can be the time that one entry took.

    >>> [is_time(seconds) for seconds in (1, 600, 14400)]
    [True, True, True]
    >>> [is_time(seconds) for seconds in (0, -5, 14401, 2.5, True, "60", None)]
    [False, False, False, False, False, False, False]
    """
    return type(seconds) is int and 0 < seconds <= LONGEST


def share(filled, count):
    """Return the share of records in per cent with one digit.

    >>> share(3, 80)
    3.8
    >>> share(0, 80), share(0, 0)
    (0.0, 0.0)
    """
    return round(100 * filled / count, 1) if count else 0.0
