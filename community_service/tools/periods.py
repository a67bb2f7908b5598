"""Periods of reports, from the first to the last day, and whole years of age."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta


def previous_period(first, last):
    """Return (first, last) day of the period that a report is compared with.

    Whole calendar months (a month, a quarter, a half year, a year...) are compared with as many
    whole months just before them, any other stretch with the same number of days just before it;
    so the two never overlap and never leave a gap.

    :param date first, last: first and last day

    >>> from datetime import date
    >>> def show(*days):
    ...     print(*previous_period(*(date.fromisoformat(day) for day in days)))
    >>> show("2026-01-01", "2026-01-31")
    2025-12-01 2025-12-31
    >>> show("2024-03-01", "2024-03-31")
    2024-02-01 2024-02-29
    >>> show("2026-01-01", "2026-03-31")
    2025-10-01 2025-12-31
    >>> show("2026-07-01", "2026-12-31")
    2026-01-01 2026-06-30
    >>> show("2024-01-01", "2024-12-31")
    2023-01-01 2023-12-31
    >>> show("2026-01-01", "2026-11-22")
    2025-02-09 2025-12-31
    >>> show("2026-03-10", "2026-03-19")
    2026-02-28 2026-03-09
    >>> show("2026-03-01", "2026-03-01")
    2026-02-28 2026-02-28
    """
    before = first - timedelta(days=1)
    following = last + timedelta(days=1)
    if first.day == 1 and following.day == 1:
        months = (following.year - first.year) * 12 + following.month - first.month
        return first - relativedelta(months=months), before
    return before - (last - first), before


def same_time_last_year(first, last):
    """Return the same days a year earlier; of a period longer than a year the time just before it.

    The last day of a month stays one: a February has its own.

    :param date first, last: first and last day

    >>> from datetime import date
    >>> def show(*days):
    ...     print(*same_time_last_year(*(date.fromisoformat(day) for day in days)))
    >>> show("2026-01-01", "2026-11-22")
    2025-01-01 2025-11-22
    >>> show("2025-02-01", "2025-02-28")
    2024-02-01 2024-02-29
    >>> show("2024-02-29", "2024-02-29")
    2023-02-28 2023-02-28
    >>> show("2025-01-01", "2025-12-31")
    2024-01-01 2024-12-31
    >>> show("2024-01-01", "2025-12-31")
    2022-01-01 2023-12-31
    """
    year = relativedelta(years=1)
    if last >= first + year:
        return previous_period(first, last)
    following = last + timedelta(days=1)
    end = following - year - timedelta(days=1) if following.day == 1 else last - year
    return first - year, end


def whole_years(birth, day):
    """Return the age in whole years; who was born on 29 February turns a year older on 1 March.

    :param date birth, day: day of birth, and the day on which the age is asked for

    >>> from datetime import date
    >>> born = date(2000, 2, 29)
    >>> [whole_years(born, date(*day)) for day in ((2024, 2, 29), (2025, 2, 28), (2025, 3, 1))]
    [24, 24, 25]
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
