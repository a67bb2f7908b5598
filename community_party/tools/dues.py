"""Monthly Party dues. Pure functions: Decimal in, Decimal out, no database.

Rules: 《关于中国共产党党费收缴、使用和管理的规定》 (中组发〔2008〕3号) art. 1-6. The numbers here
are defaults; the addon passes those of its dated, editable rates.
"""

from decimal import ROUND_HALF_UP, Decimal

# (highest base, share of the whole base); None: no upper limit.
SALARY = (
    (Decimal(3000), Decimal("0.005")),
    (Decimal(5000), Decimal("0.01")),
    (Decimal(10000), Decimal("0.015")),
    (None, Decimal("0.02")),
)
PENSION = ((Decimal(5000), Decimal("0.005")), (None, Decimal("0.01")))
BRACKETS = {"salary": SALARY, "pension": PENSION}
FARMER = (Decimal("0.2"), Decimal("1"))
CENT = Decimal("0.01")
KINDS = ("salary", "pension", "farmer", "fixed")


def monthly_dues(kind, base, brackets=None, bounds=FARMER, rounding=CENT):
    """Return the dues of one month in yuan, rounded half up.

    :param str kind: ``salary`` and ``pension``: the share of the bracket applies to the whole base
        (art. 2 and 5); ``farmer``: ``base`` is the agreed amount within ``bounds`` (art. 6);
        ``fixed``: ``base`` is the amount
    :param Decimal base: yuan a month
    :param brackets: ((highest base or None, share), ...) by rising base; the law's when None
    :param bounds: lowest and highest amount of a farmer
    :param Decimal rounding: the smallest unit, 0.01 (fen) or 0.1 (jiao)
    :raises ValueError: unknown kind, base below zero, a farmer's amount out of bounds

    Pay after tax, whole base in one bracket:

    >>> D = Decimal
    >>> [str(monthly_dues("salary", D(b))) for b in ("2999", "3000", "3000.01", "5000", "5000.01")]
    ['15.00', '15.00', '30.00', '50.00', '75.00']
    >>> [str(monthly_dues("salary", D(b))) for b in ("5001", "10000", "10000.01", "10001")]
    ['75.02', '150.00', '200.00', '200.02']
    >>> str(monthly_dues("salary", D("12345.67")))
    '246.91'

    Pensions:

    >>> [str(monthly_dues("pension", D(b))) for b in ("3200", "5000", "5000.01", "5001")]
    ['16.00', '25.00', '50.00', '50.01']

    Amounts that are set, and rounding to jiao:

    >>> str(monthly_dues("farmer", D("0.5"))), str(monthly_dues("fixed", D("0.2")))
    ('0.50', '0.20')
    >>> str(monthly_dues("salary", D("5001"), rounding=D("0.1")))
    '75.0'
    >>> str(monthly_dues("salary", D("5030"), rounding=D("0.1")))
    '75.5'

    >>> monthly_dues("farmer", D("1.2"))
    Traceback (most recent call last):
    ValueError: a farmer's amount lies between 0.2 and 1
    >>> monthly_dues("salary", D("-1"))
    Traceback (most recent call last):
    ValueError: the base is below zero
    >>> monthly_dues("wage", D("1"))
    Traceback (most recent call last):
    ValueError: unknown kind wage
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind {kind}")
    if base < 0:
        raise ValueError("the base is below zero")
    if kind == "farmer" and not bounds[0] <= base <= bounds[1]:
        raise ValueError(f"a farmer's amount lies between {bounds[0]} and {bounds[1]}")
    if kind in BRACKETS:
        table = brackets or BRACKETS[kind]
        share = next(share for highest, share in table if highest is None or base <= highest)
        base = base * share
    return (base / rounding).quantize(Decimal(1), ROUND_HALF_UP) * rounding


def months_between(first, last):
    """Return the number of months from the month of ``first`` to that of ``last``.

    >>> from datetime import date
    >>> months_between(date(2025, 11, 1), date(2026, 2, 1))
    3
    """
    return (last.year - first.year) * 12 + last.month - first.month


def relation_in(month, moves):
    """Return whether the relation was here in a month, and whether no move came after that.

    :param date month: the first day of the month
    :param moves: ((last month owed where the letter came from, whether it came in, ...), ...)

    >>> from datetime import date
    >>> moves = [(date(2026, 2, 1), True, "T1"), (date(2026, 6, 1), False, "T2")]
    >>> [relation_in(date(2026, n, 1), moves) for n in (2, 3, 6, 7)]
    [(False, False), (True, False), (True, False), (False, True)]
    >>> relation_in(date(2026, 1, 1), [])
    (True, True)
    """
    is_here, is_last = not (moves and moves[0][1]), True
    for until, comes_in, *_rest in moves:
        if month > until:
            is_here = comes_in
        else:
            is_last = False
    return is_here, is_last


def stopped_in(month, decisions):
    """Return whether a decision had stopped the membership for all of a month; whether the last.

    :param date month: the first day of the month
    :param decisions: ((day, whether it stops or restores), ...) by their days

    >>> from datetime import date
    >>> decisions = [(date(2026, 2, 10), True), (date(2026, 4, 20), False)]
    >>> [stopped_in(date(2026, n, 1), decisions)[0] for n in (1, 2, 3, 4, 5)]
    [False, False, True, False, False]
    >>> stopped_in(date(2026, 3, 1), decisions[:1])
    (True, True)
    """
    before = [stops for day, stops in decisions if day < month]
    restored = any(
        not stops for day, stops in decisions if (day.year, day.month) == (month.year, month.month)
    )
    is_stopped = bool(before) and before[-1] and not restored
    return is_stopped, len(before) == len(decisions)
