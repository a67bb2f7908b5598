"""Periods for which forms are demanded: months, quarters, half-years, years."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def period_of(day, kind):
    """Return (first, last) day of the period in which a day lies.

    :param date day: the day
    :param str kind: a key of ``MONTHS``

    >>> from datetime import date
    >>> for kind in MONTHS:
    ...     print(*period_of(date(2026, 11, 29), kind))
    2026-11-01 2026-11-30
    2026-10-01 2026-12-31
    2026-07-01 2026-12-31
    2026-01-01 2026-12-31
    """
    months = MONTHS[kind]
    first = day.replace(month=(day.month - 1) // months * months + 1, day=1)
    return first, first + relativedelta(months=months, days=-1)


def next_period(last, kind):
    """Return (first, last) day of the period after the one that ends on ``last``.

    >>> from datetime import date
    >>> print(*next_period(date(2026, 12, 31), "quarter"))
    2027-01-01 2027-03-31
    """
    return period_of(last + timedelta(days=1), kind)


def ended_period(day, kind):
    """Return (first, last) day of the last period that is over on a day.

    >>> from datetime import date
    >>> print(*ended_period(date(2026, 11, 29), "month"))
    2026-10-01 2026-10-31
    >>> print(*ended_period(date(2026, 10, 1), "quarter"))
    2026-07-01 2026-09-30
    """
    first, _last = period_of(day, kind)
    return period_of(first - timedelta(days=1), kind)
