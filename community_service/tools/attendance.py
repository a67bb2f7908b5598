"""Pure rules of attendances: hours, class hours, and who found work after a course."""

import re

from dateutil.relativedelta import relativedelta

# A number beside a name: a whole one, or its last four.
NUMBER = re.compile(r"[0-9][0-9Xx-]{2,}")


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


def name_and_number(line):
    """Return name and number of a line of a list, as it is copied from a sheet or a chat.

    >>> name_and_number("3. 张小明 13800000001")
    ('张小明', '13800000001')
    >>> name_and_number("李丽，021x")
    ('李丽', '021X')
    >>> name_and_number("王强\t8号楼")
    ('王强', '')
    """
    line = re.sub(r"^\s*\d{1,3}\s*[.、)）]\s*", "", line)
    numbers = NUMBER.findall(line)
    name = re.split(r"[,，;；\t]|\s{2,}", NUMBER.sub(" ", line).strip(" ,，;；\t"))[0]
    return name.strip(), max(numbers, key=len, default="").upper()
