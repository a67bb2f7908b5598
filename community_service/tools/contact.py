"""When signals that nobody hears of somebody add up to an alert."""

import datetime


def reached_on(signals, days, threshold):
    """Return the first day on which signals add up to an alert, or None.

    :param signals: pairs (day, points), in any order
    :param int days: how many days one signal counts, its own day included
    :param threshold: function of a day: how many points make an alert on it

    >>> from datetime import date
    >>> three = [(date(2026, 11, day), 1) for day in (20, 3, 11)]
    >>> reached_on(three, 90, lambda day: 3)
    datetime.date(2026, 11, 20)
    >>> reached_on(three, 10, lambda day: 3) is None
    True
    >>> reached_on([(date(2026, 11, 3), 2), (date(2026, 11, 3), 1)], 90, lambda day: 3)
    datetime.date(2026, 11, 3)
    >>> reached_on([], 90, lambda day: 3) is None
    True
    """
    for day in sorted({day for day, _points in signals}):
        first = day - datetime.timedelta(days=days - 1)
        if sum(points for when, points in signals if first <= when <= day) >= threshold(day):
            return day
    return None
