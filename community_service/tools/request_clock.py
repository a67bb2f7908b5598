"""The clock of a request: when it is due, when to warn, when it has gone too far."""

import datetime
import math

from .workdays import add_workdays, is_workday

WARN_SHARE = 0.8


def add_days(start, days, kind, exceptions):
    """Return the day on which a period of ``days`` ends.

    :param datetime.date start: the day of the event; the day after it is the first one counted
        (Civil Code art. 201)
    :param int days: length of the period, 0 or more
    :param str kind: ``working`` or ``calendar``
    :param exceptions: maps a date to ``off`` or ``worked``

    >>> import datetime
    >>> add_days(datetime.date(2024, 3, 4), 30, "working", {})
    datetime.date(2024, 4, 15)
    >>> add_days(datetime.date(2024, 3, 4), 30, "calendar", {})
    datetime.date(2024, 4, 3)
    """
    if kind == "working":
        return add_workdays(start, days, exceptions)
    return start + datetime.timedelta(days=days)


def count_days(start, stop, kind, exceptions):
    """Return how many days of ``kind`` lie after ``start`` up to and including ``stop``.

    >>> import datetime
    >>> friday, monday = datetime.date(2026, 11, 20), datetime.date(2026, 11, 23)
    >>> count_days(friday, monday, "working", {}), count_days(friday, monday, "calendar", {})
    (1, 3)
    """
    days = (start + datetime.timedelta(days=n) for n in range(1, (stop - start).days + 1))
    if kind == "calendar":
        return len(list(days))
    return sum(is_workday(day, exceptions) for day in days)


def deadlines(start, days, kind, waits, exceptions):
    """Return when a request is to be warned of and when it is due.

    The days of a wait do not count: as many days of the same kind are added.

    :param datetime.date start: acceptance
    :param int days: the limit
    :param str kind: ``working`` or ``calendar``
    :param waits: pairs (first day, last day) of finished waits
    :param exceptions: maps a date to ``off`` or ``worked``
    :return: tuple (day of the warning, due day); the warning comes at 80 % of the time

    >>> import datetime
    >>> start = datetime.date(2026, 11, 2)
    >>> deadlines(start, 5, "working", [], {})
    (datetime.date(2026, 11, 6), datetime.date(2026, 11, 9))
    >>> wait = (datetime.date(2026, 11, 4), datetime.date(2026, 11, 6))
    >>> deadlines(start, 5, "working", [wait], {})
    (datetime.date(2026, 11, 10), datetime.date(2026, 11, 11))
    """
    waited = sum(count_days(first, last, kind, exceptions) for first, last in waits)
    warn = add_days(start, math.ceil(days * WARN_SHARE) + waited, kind, exceptions)
    return warn, add_days(start, days + waited, kind, exceptions)
