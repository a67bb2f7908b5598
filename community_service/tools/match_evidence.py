"""Whom a row of a list means: what agrees, what contradicts, and which fact goes first.

In the order of their strength: the whole ID number; a phone or the home; the birth date or the last
characters of the number; the name. A weaker fact never beats a stronger one, and whatever
contradicts is asked.
"""

from typing import NamedTuple

SHOWN = 6
# What alone, with the name, makes a row certain; and which two facts do so together.
ALONE = frozenset({"phone", "home"})
TOGETHER = frozenset({"tail", "birth"})
STRENGTH = {"number": 32, "phone": 8, "home": 8, "birth": 4, "tail": 4, "name": 2, "sound": 1}
GONE = ("died", "moved", "archived")


class Pair(NamedTuple):
    """Somebody of the register beside a row: ``same`` and ``against`` are frozensets of facts
    (``number``, ``name``, ``sound``, ``tail``, ``birth``, ``phone``, ``home``); ``end`` is empty,
    or ``died``, ``moved`` or ``archived``."""

    resident: int
    same: frozenset
    against: frozenset
    end: str = ""


class Verdict(NamedTuple):
    """``result`` is ``certain``, ``possible`` or ``absent``; ``resident`` whom a certain row means,
    or who is no longer here; ``end`` why not; ``candidates`` the pairs to choose among."""

    result: str
    resident: int | None = None
    end: str = ""
    candidates: tuple = ()


def is_sure(pair):
    """Tell whether a pair is the same person unless another fact speaks against it.

    >>> def sure(same, against=""):
    ...     return is_sure(Pair(1, frozenset(same.split()), frozenset(against.split())))
    >>> sure("name number"), sure("name phone"), sure("name home"), sure("name birth tail")
    (True, True, True, True)
    >>> sure("name birth"), sure("name tail"), sure("sound phone"), sure("number"), sure("name")
    (False, False, False, False, False)
    >>> sure("name phone home", "birth"), sure("name number", "birth"), sure("phone home")
    (False, True, False)
    """
    if "name" not in pair.same:
        return False
    if "number" in pair.same:
        return True
    return not pair.against & {"number", "birth"} and (
        bool(pair.same & ALONE) or pair.same >= TOGETHER
    )


def is_worth_asking(pair):
    """Tell whether somebody may be meant at all.

    >>> def worth(same, against=""):
    ...     return is_worth_asking(Pair(1, frozenset(same.split()), frozenset(against.split())))
    >>> worth("number", "name"), worth("name birth"), worth("sound home"), worth("name")
    (True, True, True, True)
    >>> worth("phone", "name"), worth("phone", "name number"), worth("name", "birth")
    (True, False, False)
    >>> worth("name phone", "number"), worth("name tail", "birth"), worth("sound", "")
    (True, True, False)
    """
    if "number" in pair.same:
        return True
    against = pair.against & {"number", "birth"}
    if "name" in pair.same:
        return not against or bool(pair.same - {"name"})
    if "sound" in pair.same:
        return bool(pair.same - {"sound"})
    return "phone" in pair.same and not against


def judge(pairs, is_named=True, chosen=(), refused=()):
    """Return the :class:`Verdict` of a row.

    :param pairs: list of :class:`Pair`
    :param bool is_named: whether the row gives a name; one without is known by its number alone
    :param chosen: whom somebody has chosen for such a row before, as ids
    :param refused: of whom somebody has said before that they are not meant, as ids

    >>> def pair(who, same, against="", end=""):
    ...     return Pair(who, frozenset(same.split()), frozenset(against.split()), end)
    >>> judge([pair(1, "name number"), pair(2, "name phone home", "number")])[:2]
    ('certain', 1)

    A number of another name is asked, beside whoever the weaker facts name:

    >>> found = judge([pair(1, "number", "name"), pair(2, "name phone", "number")])
    >>> found.result, [one.resident for one in found.candidates]
    ('possible', [1, 2])
    >>> judge([pair(1, "name phone"), pair(2, "name home")]).result
    'possible'
    >>> judge([pair(1, "name phone"), pair(2, "name birth")])[:2]
    ('certain', 1)
    >>> judge([pair(1, "name number", end="died")])[:3], judge([])[:3]
    (('absent', 1, 'died'), ('absent', None, ''))

    Of two files with one number the living person is meant:

    >>> judge([pair(1, "name number", end="died"), pair(2, "name number")])[:2]
    ('certain', 2)
    >>> judge([pair(1, "name birth"), pair(2, "name birth")], refused=[1]).candidates[0].resident
    2
    >>> judge([pair(1, "name birth")], chosen=[1])[:2], judge([pair(1, "name")], refused=[1])[0]
    (('certain', 1), 'absent')
    >>> judge([pair(1, "number")], is_named=False)[:2]
    ('certain', 1)
    """
    pairs = [one for one in pairs if one.resident not in refused and is_worth_asking(one)]
    by_number = [one for one in pairs if "number" in one.same]
    sure = [one for one in by_number if is_sure(one) or not is_named]
    if not sure and not by_number:
        sure = [one for one in pairs if is_sure(one)]
        if len(sure) != 1:
            # What a person has said of this very row goes before what is only likely.
            said = [one for one in pairs if one.resident in chosen]
            sure = said if said and not said[0].against & {"number", "birth"} else sure
    if len(sure) > 1 and by_number:
        here = [one for one in sure if not one.end]
        sure = here if len(here) == 1 else sure
    if len(sure) == 1:
        one = sure[0]
        result = "absent" if one.end else "certain"
        return Verdict(result, one.resident, one.end, (one,))
    if not pairs:
        return Verdict("absent")
    ranked = sorted(pairs, key=lambda one: (-strength(one), bool(one.end), one.resident))
    return Verdict("possible", candidates=tuple(ranked[:SHOWN]))


def strength(pair):
    """Return the order of a pair among the candidates of a row.

    >>> strength(Pair(1, frozenset({"number"}), frozenset({"name"}))) > strength(
    ...     Pair(2, frozenset({"name", "phone", "home", "birth", "tail"}), frozenset()))
    True
    """
    return sum(STRENGTH[fact] for fact in pair.same)
