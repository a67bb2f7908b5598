"""Days of mediation and petitions, without ORM.

Days are calendar days unless said otherwise, and the first day is not counted.
"""

import datetime


def mediation_limit(accepted, days=30):
    """Return the last day on which a mediation should end.

    :param date accepted: the day on which the case was accepted
    :param int days: the normal time and what the sides agreed to add; rules for people's mediation
        work (Ministry of Justice 2002), art. 33: one month

    >>> mediation_limit(datetime.date(2024, 3, 1))
    datetime.date(2024, 3, 31)
    >>> mediation_limit(datetime.date(2024, 3, 1), 30 + 15)
    datetime.date(2024, 4, 15)
    """
    return accepted + datetime.timedelta(days=days)


def day_of(accepted, today):
    """Return which day of the mediation ``today`` is: 0 on the day of acceptance.

    >>> day_of(datetime.date(2024, 3, 1), datetime.date(2024, 3, 13))
    12
    """
    return max((today - accepted).days, 0)


def effective_day(days):
    """Return the day from which a written agreement holds: the last of all signatures and seals.

    :param list days: the day of each party's signature, the mediator's and the committee's seal;
        one that is missing is None or False. People's Mediation Law (2010), art. 29
    :return: date, or None while one of them is missing

    >>> effective_day([datetime.date(2024, 4, 29), datetime.date(2024, 5, 1)])
    datetime.date(2024, 5, 1)
    >>> effective_day([datetime.date(2024, 4, 29), None]) is None
    True
    >>> effective_day([]) is None
    True
    """
    return max(days) if days and all(days) else None


def confirmation_last_day(effective, days=30):
    """Return the last day on which the sides may ask the court together to confirm.

    :param date effective: the day on which the agreement took effect
    :param int days: People's Mediation Law (2010), art. 33: 30

    >>> confirmation_last_day(datetime.date(2024, 5, 1))
    datetime.date(2024, 5, 31)
    """
    return effective + datetime.timedelta(days=days)


def return_visit_day(effective, days=30):
    """Return the day by which somebody asks how the agreement is kept; a number of the committee.

    >>> return_visit_day(datetime.date(2024, 5, 1), 20)
    datetime.date(2024, 5, 21)
    """
    return effective + datetime.timedelta(days=days)


def term_end(start, years=3):
    """Return the last day of a committee's term; People's Mediation Law (2010), art. 9: 3 years.

    >>> term_end(datetime.date(2024, 2, 29))
    datetime.date(2027, 2, 27)
    >>> term_end(datetime.date(2024, 5, 1))
    datetime.date(2027, 4, 30)
    """
    try:
        after = start.replace(year=start.year + years)
    except ValueError:
        after = start.replace(year=start.year + years, day=28)
    return after - datetime.timedelta(days=1)


# Petitions: Regulations on Petition Work (信访工作条例, in force 2022-05-01)


def petition_handling_due(received, days=15):
    """Return the last day to accept, hand on or decline a matter and to tell the petitioner.

    :param date received: the day on which the body received it; art. 22 and 23

    >>> petition_handling_due(datetime.date(2024, 3, 1))
    datetime.date(2024, 3, 16)
    """
    return received + datetime.timedelta(days=days)


def petition_finish_due(accepted, extension=0, days=60):
    """Return the last day of the written answer (art. 34).

    :param date accepted: the day of acceptance
    :param int extension: days added with leave of the head, for complicated matters

    >>> petition_finish_due(datetime.date(2024, 3, 10))
    datetime.date(2024, 5, 9)
    >>> petition_finish_due(datetime.date(2024, 3, 10), 30)
    datetime.date(2024, 6, 8)
    """
    return accepted + datetime.timedelta(days=days + extension)


def petition_review_until(delivered, days=30):
    """Return the last day to ask the next level for a review (art. 35, 36).

    :param date delivered: the day on which the petitioner received the written answer

    >>> petition_review_until(datetime.date(2024, 5, 9))
    datetime.date(2024, 6, 8)
    """
    return delivered + datetime.timedelta(days=days)


def petition_review_due(asked, hearing=0, days=30):
    """Return the last day to answer a review; the time of a hearing is not counted (art. 35, 36).

    :param date asked: the day on which the review was asked for
    :param int hearing: days that a hearing took

    >>> petition_review_due(datetime.date(2024, 6, 1))
    datetime.date(2024, 7, 1)
    >>> petition_review_due(datetime.date(2024, 6, 1), hearing=12)
    datetime.date(2024, 7, 13)
    """
    return asked + datetime.timedelta(days=days + hearing)
