"""Who decides: quorum and majority of the Party's meetings, without the ORM.

``due`` are those entitled to vote whom the meeting counts, ``present`` those of them who came (or
handed in a written opinion where the rule allows it), ``yes`` the votes for. The denominator of a
resolution is those due, not those present: 《中国共产党支部工作条例（试行）》 art. 11;
admission and conversion: 《中国共产党发展党员工作细则》;
elections: 《中国共产党基层组织选举工作条例》 (2020);
leading groups: rules of the democratic life meeting; meetings of residents and of their
representatives: 《城市居民委员会组织法》 as until 2025, art. 9 (the law of 2025-10-28 has a
chapter of its own; a parameter holds the share). 半数以上 is read as one half or more, 超过半数 as
more than half.
"""

from fractions import Fraction
from typing import NamedTuple


class Rule(NamedTuple):
    """A vote: the share of those due who must be there, and of whom a majority is asked."""

    quorum: tuple  # (numerator, denominator)
    is_more: bool  # more than the quorum, or the quorum itself
    majority_of: str | None  # "due", "present"; None when nothing is put to a vote


RULES = {
    "ordinary": Rule((1, 2), False, "due"),
    "admission": Rule((1, 2), True, "due"),
    "election": Rule((4, 5), False, "present"),
    "democratic_life": Rule((2, 3), False, None),
    "residents": Rule((1, 2), True, "present"),
}


def _counts(**counts):
    for name, count in counts.items():
        if isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise ValueError(f"{name} must be a whole number of 0 or more, not {count!r}")


def share_of(percent):
    """Return the share that a percentage rounded to two places stands for: 66.67 is two thirds.

    >>> share_of(50), share_of(66.67), share_of(80.0), share_of(75)
    (Fraction(1, 2), Fraction(2, 3), Fraction(4, 5), Fraction(3, 4))
    """
    return (Fraction(str(percent)) / 100).limit_denominator(20)


def quorum(kind, due, share=None):
    """Return the least number of people who must be there.

    :param str kind: ``ordinary``, ``admission``, ``election``, ``democratic_life``, ``residents``
    :param int due: how many are entitled
    :param Fraction share: of those due who must be there; by default that of the kind
    :raises ValueError: for a negative number
    :raises KeyError: for an unknown kind

    >>> [quorum(kind, 16) for kind in ("ordinary", "admission", "election", "democratic_life")]
    [8, 9, 13, 11]
    >>> quorum("ordinary", 15), quorum("election", 31), quorum("ordinary", 31)
    (8, 25, 16)
    >>> quorum("ordinary", 0)
    1
    >>> quorum("democratic_life", 9, share_of(66.67)), quorum("democratic_life", 9, share_of(80))
    (6, 8)
    """
    _counts(due=due)
    parts, is_more, _majority = RULES[kind]
    share = Fraction(*parts) if share is None else share
    least, rest = divmod(due * share.numerator, share.denominator)
    # Without anybody entitled there is no meeting.
    return max(least + (1 if rest or is_more else 0), 1)


def is_valid(kind, due, present, share=None):
    """Tell whether enough of those due are there; ``share`` as in :func:`quorum`.

    >>> is_valid("ordinary", 16, 8), is_valid("admission", 16, 8), is_valid("admission", 16, 9)
    (True, False, True)
    >>> is_valid("ordinary", 31, 16), is_valid("admission", 31, 16), is_valid("ordinary", 31, 15)
    (True, True, False)
    >>> is_valid("election", 31, 24), is_valid("election", 31, 25), is_valid("election", 5, 4)
    (False, True, True)
    >>> is_valid("democratic_life", 9, 5), is_valid("democratic_life", 9, 6)
    (False, True)
    >>> is_valid("ordinary", 0, 0)
    False
    >>> is_valid("ordinary", 3, 4)
    Traceback (most recent call last):
    ValueError: 4 present of 3 due
    """
    _counts(due=due, present=present)
    if present > due:
        raise ValueError(f"{present} present of {due} due")
    return present >= quorum(kind, due, share)


def votes_needed(kind, due, present):
    """Return the least number of votes for that carries; None for a meeting that does not vote.

    >>> votes_needed("ordinary", 16, 8), votes_needed("ordinary", 31, 16)
    (9, 16)
    >>> votes_needed("election", 31, 25), votes_needed("democratic_life", 9, 9)
    (13, None)
    """
    _counts(due=due, present=present)
    of = {"due": due, "present": present, None: None}[RULES[kind].majority_of]
    return None if of is None else of // 2 + 1


def is_passed(kind, due, present, yes, share=None):
    """Tell whether a vote is carried: the meeting is valid and the majority is reached.

    :param Fraction share: as in :func:`quorum`
    :raises ValueError: when more vote than are there, or the kind of meeting does not vote

    >>> is_passed("ordinary", 16, 16, 8), is_passed("ordinary", 16, 16, 9)
    (False, True)
    >>> is_passed("ordinary", 15, 10, 8), is_passed("ordinary", 15, 10, 7)
    (True, False)
    >>> is_passed("admission", 31, 20, 16), is_passed("admission", 31, 20, 15)
    (True, False)
    >>> is_passed("admission", 16, 8, 8), is_passed("election", 31, 25, 13)
    (False, True)
    >>> is_passed("election", 31, 25, 12), is_passed("residents", 100, 51, 26)
    (False, True)
    >>> is_passed("ordinary", 16, 9, 10)
    Traceback (most recent call last):
    ValueError: 10 votes of 9 present
    """
    _counts(yes=yes)
    if yes > present:
        raise ValueError(f"{yes} votes of {present} present")
    needed = votes_needed(kind, due, present)
    if needed is None:
        raise ValueError(f"a meeting of the kind {kind!r} is not put to a vote")
    return is_valid(kind, due, present, share) and yes >= needed


def candidates_needed(seats, margin):
    """Return how many candidates stand for ``seats`` with ``margin`` percent more.

    The margin is 20 percent at least (election rules of 2020, art. 13; of delegates art. 9): a
    number of the rules holds it.

    >>> candidates_needed(5, 20), candidates_needed(3, 20), candidates_needed(1, 0)
    (6, 4, 1)
    """
    return seats + -(-seats * margin // 100)
