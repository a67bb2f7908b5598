"""Working days of the mainland calendar: weekends, days off and make-up days."""

import datetime


def is_workday(day, exceptions):
    """Tell whether ``day`` is worked.

    :param datetime.date day: the day
    :param exceptions: maps a date to ``off`` or ``worked``; other days follow the weekday
    """
    kind = exceptions.get(day)
    return kind == "worked" or (kind is None and day.weekday() < 5)


def add_workdays(start, days, exceptions):
    """Return the ``days``-th working day after ``start``.

    The day after ``start`` is the first candidate, as the Civil Code counts periods (art. 201:
    the day on which a period begins is not counted).

    :param datetime.date start: the day of the event
    :param int days: number of working days, at least 0; 0 returns ``start`` itself
    :param exceptions: maps a date to ``off`` or ``worked``
    :raises ValueError: if ``days`` is negative

    >>> off = {datetime.date(2024, 4, day): "off" for day in (4, 5, 6)}
    >>> add_workdays(datetime.date(2024, 3, 4), 30, off | {datetime.date(2024, 4, 7): "worked"})
    datetime.date(2024, 4, 16)
    >>> add_workdays(datetime.date(2024, 3, 4), 30, {})
    datetime.date(2024, 4, 15)
    >>> add_workdays(datetime.date(2024, 3, 4), 0, {})
    datetime.date(2024, 3, 4)
    """
    if days < 0:
        raise ValueError("days must not be negative")
    day = start
    while days:
        day += datetime.timedelta(days=1)
        days -= is_workday(day, exceptions)
    return day
