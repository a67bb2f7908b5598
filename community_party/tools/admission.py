"""Dates of the way into the Party: earliest and latest day of a step, probation, half-year checks.

Plain functions without records. Every number is an argument; the models read it from the edition
of the step or from the numbers of the rules. A month is a calendar month: a day that the month does
not have becomes its last day. A working day is one of the calendar that is handed in; the day on
which a period begins does not count.

Rules: detailed rules on the admission of members, 2014 (art. 7, 8, 10, 13, 17, 19, 32-35) and as
revised in May 2026 (art. 7, 8, 11, 13, 17-20, 25, 29, 31-33; the text of 2026 could not be read:
its numbers come from two programs that name its articles); Constitution of the Party art. 7.
"""

from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo.addons.community_service.tools.workdays import add_workdays, is_workday


class Term(NamedTuple):
    """A time that runs from the day of a step: calendar months, then working days."""

    months: int = 0
    workdays: int = 0


def month_later(day, months):
    """Return the same day ``months`` months later.

    >>> from datetime import date
    >>> month_later(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    return day + relativedelta(months=months)


def term_end(day, term, exceptions=None):
    """Return the last day of a term that runs from ``day``.

    :param Term term: months and working days
    :param exceptions: holidays and make-up days, as of
        :func:`odoo.addons.community_service.tools.workdays.add_workdays`

    >>> from datetime import date
    >>> term_end(date(2024, 1, 31), Term(1)), term_end(date(2026, 6, 1), Term(0, 5))
    (datetime.date(2024, 2, 29), datetime.date(2026, 6, 8))
    >>> term_end(date(2026, 6, 15), Term(0, 5), {date(2026, 6, 19): "off"})
    datetime.date(2026, 6, 23)
    """
    return add_workdays(month_later(day, term.months), term.workdays, exceptions or {})


def workdays_run(start, end, exceptions=None):
    """Return how many working days lie after ``start``, up to and with ``end``.

    >>> from datetime import date
    >>> workdays_run(date(2026, 6, 1), date(2026, 6, 8))
    5
    >>> workdays_run(date(2026, 6, 1), date(2026, 6, 7))
    4
    >>> workdays_run(date(2026, 6, 2), date(2026, 6, 1))
    0
    """
    days = (start + relativedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_workday(day, exceptions or {}) for day in days)


def earliest(done, after=(), waits=(), exceptions=None):
    """Return the first day on which a step may be taken, or None while something is missing.

    :param dict done: number of a step -> the day on which it was taken
    :param after: numbers of the steps that come before; the step may be taken on their day
    :param waits: pairs (number of a step, :class:`Term` that must have passed since it)
    :param exceptions: as of :func:`term_end`
    :return: date or None

    >>> from datetime import date
    >>> done = {3: date(2024, 3, 1), 6: date(2024, 12, 1)}
    >>> earliest(done, after=(6,), waits=((3, Term(12)),))    # activist to candidate: one year
    datetime.date(2025, 3, 1)
    >>> earliest({3: date(2024, 3, 1), 6: date(2025, 4, 2)}, (6,), ((3, Term(12)),))
    datetime.date(2025, 4, 2)
    >>> earliest({3: date(2024, 3, 1)}, (6,), ((3, Term(12)),)) is None
    True
    >>> earliest({15: date(2025, 6, 10), 21: date(2025, 7, 1)}, (21,), ((15, Term(12)),))
    datetime.date(2026, 6, 10)
    """
    numbers = {*after, *(number for number, _term in waits)}
    if not numbers <= done.keys():
        return None
    days = [done[number] for number in after]
    days += [term_end(done[number], term, exceptions) for number, term in waits]
    return max(days, default=None)


def latest(done, limits=(), exceptions=None):
    """Return the last day on which a step is in time, or None when nothing limits it yet.

    :param dict done: number of a step -> the day on which it was taken
    :param limits: pairs (number of a step, :class:`Term` from its day)
    :param exceptions: as of :func:`term_end`

    >>> from datetime import date
    >>> latest({1: date(2024, 1, 31)}, ((1, Term(1)),))       # the talk: within a month
    datetime.date(2024, 2, 29)
    >>> latest({15: date(2025, 6, 10)}, ((15, Term(3)),))     # the committee's approval
    datetime.date(2025, 9, 10)
    >>> latest({}, ((15, Term(3)),)) is None
    True
    """
    days = [term_end(done[number], term, exceptions) for number, term in limits if number in done]
    return min(days, default=None)


def probation_end(accepted, probation=12, extension=0):
    """Return the day on which probation ends, which is also the first day of Party standing.

    It is counted from the day on which the branch general meeting accepted the person, not from
    the oath, and does not move when the next meeting or the approval come later.

    :param date accepted: day of the meeting
    :param int probation: months of probation
    :param int extension: months by which it was extended, 0 for none

    >>> from datetime import date
    >>> probation_end(date(2025, 6, 10))
    datetime.date(2026, 6, 10)
    >>> probation_end(date(2025, 6, 10), extension=6)
    datetime.date(2026, 12, 10)
    >>> probation_end(date(2024, 2, 29))
    datetime.date(2025, 2, 28)
    """
    return month_later(accepted, probation + extension)


def checks_due(start, today, every=6):
    """Return the days on which the checks of a cultivation have been due, up to today.

    :param date start: day from which the person is cultivated
    :param int every: months between two checks; 0 for none

    >>> from datetime import date
    >>> checks_due(date(2024, 8, 31), date(2025, 8, 30))
    [datetime.date(2025, 2, 28)]
    >>> checks_due(date(2024, 8, 31), date(2025, 8, 31))
    [datetime.date(2025, 2, 28), datetime.date(2025, 8, 31)]
    >>> checks_due(date(2024, 8, 31), date(2025, 8, 31), every=0)
    []
    """
    days = []
    while every:
        day = month_later(start, every * (len(days) + 1))
        if day > today:
            break
        days.append(day)
    return days


def is_of_age(birth, day, age=18):
    """Tell whether somebody born on ``birth`` has reached ``age`` years on ``day``.

    >>> from datetime import date
    >>> is_of_age(date(2008, 5, 2), date(2026, 5, 1)), is_of_age(date(2008, 5, 2), date(2026, 5, 2))
    (False, True)
    """
    return month_later(birth, 12 * age) <= day


def is_trained(days, hours, least_days=3, least_hours=24):
    """Tell whether the short training was long enough: by days or by hours.

    >>> is_trained(3, 0), is_trained(0, 24), is_trained(2, 23.5), is_trained(2, 24)
    (True, True, False, True)
    """
    return days >= least_days or hours >= least_hours
