"""Rules of volunteer service: stars, hours in steps, days of entry; no database here.

Legal basis: 《志愿服务条例》 (State Council order 685, 2017) art. 7 and 26, and
《志愿服务记录与证明出具办法（试行）》 (Ministry of Civil Affairs, 2021-02-01) art. 7, 10 and 11.
"""

import datetime

from .workdays import add_workdays

HOURS_OF_A_DAY = 24


def star(hours, table):
    """Return the star that confirmed hours have earned (recording measures art. 10).

    :param hours: confirmed hours of service
    :param table: pairs (level, hours from which it is held), in any order
    :return: int; 0 below the first level

    >>> table = [(1, 100), (2, 300), (3, 600), (4, 1000), (5, 1500)]
    >>> [star(hours, table) for hours in (99.5, 100, 300, 300.5, 1499.5, 1500)]
    [0, 1, 2, 2, 4, 5]
    >>> star(5000, [])
    0
    """
    return max((level for level, floor in table if hours >= floor), default=0)


def hours_between(start, stop, step_minutes):
    """Return the time really spent, in whole steps, never more than it was (art. 7).

    :param datetime.datetime start: begin
    :param datetime.datetime stop: end, not before ``start``
    :param int step_minutes: the step in which hours are recorded
    :return: float, hours

    >>> at = datetime.datetime(2026, 3, 5, 9, 0)
    >>> hours_between(at, at + datetime.timedelta(minutes=119), 30)
    1.5
    >>> hours_between(at, at + datetime.timedelta(minutes=29), 30)
    0.0
    >>> hours_between(at, at + datetime.timedelta(hours=2), 60)
    2.0
    """
    minutes = int((stop - start).total_seconds() // 60)
    return minutes // step_minutes * step_minutes / 60


def is_in_steps(hours, step_minutes):
    """Tell whether hours are a whole number of steps.

    >>> is_in_steps(1.5, 30), is_in_steps(1.25, 30), is_in_steps(1.25, 15)
    (True, False, True)
    """
    return abs(hours * 60 / step_minutes - round(hours * 60 / step_minutes)) < 1e-6


def last_entry_day(day, working_days, exceptions):
    """Return the last day on which a service is entered without giving a reason (art. 11).

    :param datetime.date day: the day on which the service ended
    :param int working_days: 10 by the recording measures
    :param exceptions: holidays and make-up days, see :func:`.workdays.add_workdays`

    >>> last_entry_day(datetime.date(2026, 3, 5), 10, {})
    datetime.date(2026, 3, 19)
    >>> last_entry_day(datetime.date(2026, 3, 5), 10, {datetime.date(2026, 3, 9): "off"})
    datetime.date(2026, 3, 20)
    """
    return add_workdays(day, working_days, exceptions)


def age_on(birth, day):
    """Return full years of age on a day.

    >>> age_on(datetime.date(2008, 2, 29), datetime.date(2026, 2, 28))
    17
    >>> age_on(datetime.date(2008, 2, 29), datetime.date(2026, 3, 1))
    18
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def part_of_day(hour):
    """Return the part of the day that an hour of the clock belongs to.

    >>> part_of_day(8), part_of_day(12), part_of_day(18)
    ('morning', 'afternoon', 'evening')
    """
    if hour < 12:
        return "morning"
    return "afternoon" if hour < 18 else "evening"


def touched_times(start, stop):
    """Return the (weekday, part of day) pairs that a period touches; Monday is 0.

    :param datetime.datetime start: begin on the clock of the community
    :param datetime.datetime stop: end

    >>> sorted(touched_times(datetime.datetime(2026, 3, 6, 9), datetime.datetime(2026, 3, 6, 14)))
    [(4, 'afternoon'), (4, 'morning')]
    >>> touched_times(datetime.datetime(2026, 3, 6, 9), datetime.datetime(2026, 3, 6, 12))
    {(4, 'morning')}
    """
    found, moment = set(), start
    while moment < stop:
        found.add((moment.weekday(), part_of_day(moment.hour)))
        hour = next((edge for edge in (12, 18) if moment.hour < edge), 24)
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        moment = midnight + datetime.timedelta(hours=hour)
    return found
