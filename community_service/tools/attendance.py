"""Pure rules of attendances: hours, class hours, and who found work after a course."""

from dateutil.relativedelta import relativedelta


def hours_between(start, stop):
    """Return the hours from ``start`` to ``stop`` in quarters, 0 when one of them is open.

    >>> from datetime import datetime
    >>> hours_between(datetime(2026, 3, 2, 9), datetime(2026, 3, 2, 11, 30))
    2.5
    >>> hours_between(datetime(2026, 3, 2, 9), None)
    0.0
    """
    if not start or not stop:
        return 0.0
    return round((stop - start).total_seconds() / 900) / 4


def class_hours(hours, minutes):
    """Return how many class hours of ``minutes`` each ``hours`` of the clock are.

    >>> class_hours(3, 45)
    4.0
    >>> class_hours(2.5, 45)
    3.3
    >>> class_hours(2, 0)
    0.0
    """
    return round(hours * 60 / minutes, 1) if minutes else 0.0


def found_work(day_end, days, months):
    """Tell whether one of ``days`` lies after ``day_end``, within ``months`` of it.

    >>> from datetime import date
    >>> found_work(date(2025, 3, 31), [date(2025, 9, 30)], 6)
    True
    >>> found_work(date(2025, 3, 31), [date(2025, 3, 31), date(2025, 10, 1)], 6)
    False
    >>> found_work(None, [date(2025, 9, 30)], 6)
    False
    """
    if not day_end:
        return False
    last = day_end + relativedelta(months=months)
    return any(day_end < day <= last for day in days)
