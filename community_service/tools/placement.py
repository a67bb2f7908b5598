"""Pure rules of welfare posts: retirement, how long a subsidy runs, who is hard to place."""

from dateutil.relativedelta import relativedelta


def retirement_months(birth, band_from, years, step_months):
    """Return the retirement age in months of somebody born in a band.

    :param date birth: date of birth
    :param date band_from: first day of the band of birth months; None for an open one
    :param int years: age in years before the delay
    :param int step_months: one month later for each started group of so many birth months; 0: the
        age of the whole band is ``years``

    The decision of 13 September 2024: men born in January 1965 retire at 60 years and 1 month, one
    more month for each 4 months of birth, until 63; women of 50 one more for each 2 months.

    >>> from datetime import date
    >>> divmod(retirement_months(date(1965, 1, 20), date(1965, 1, 1), 60, 4), 12)
    (60, 1)
    >>> divmod(retirement_months(date(1965, 5, 1), date(1965, 1, 1), 60, 4), 12)
    (60, 2)
    >>> divmod(retirement_months(date(1976, 12, 31), date(1965, 1, 1), 60, 4), 12)
    (63, 0)
    >>> divmod(retirement_months(date(1975, 3, 1), date(1975, 1, 1), 50, 2), 12)
    (50, 2)
    >>> divmod(retirement_months(date(1964, 12, 31), None, 60, 0), 12)
    (60, 0)
    """
    delay = 0
    if step_months and band_from:
        born = (birth.year - band_from.year) * 12 + birth.month - band_from.month
        delay = born // step_months + 1
    return years * 12 + delay


def retirement_date(birth, months):
    """Return the day on which somebody reaches an age given in months.

    >>> from datetime import date
    >>> retirement_date(date(1965, 1, 31), 60 * 12 + 1)
    datetime.date(2025, 2, 28)
    """
    return birth + relativedelta(months=months)


def subsidy_end(date_from, retirement, max_months, near_years):
    """Return the last day of the subsidy of a post that begins on ``date_from``.

    At most ``max_months``; to retirement for whoever is less than ``near_years`` from it.

    >>> from datetime import date
    >>> subsidy_end(date(2025, 3, 1), date(2040, 1, 1), 36, 5)
    datetime.date(2028, 2, 29)
    >>> subsidy_end(date(2025, 3, 1), date(2029, 6, 15), 36, 5)
    datetime.date(2029, 6, 14)
    >>> subsidy_end(date(2025, 3, 1), date(2026, 6, 15), 36, 5)
    datetime.date(2026, 6, 14)
    >>> subsidy_end(date(2025, 3, 1), date(2030, 3, 1), 36, 5)
    datetime.date(2028, 2, 29)
    >>> subsidy_end(date(2025, 3, 1), None, 36, 5)
    datetime.date(2028, 2, 29)
    """
    end = date_from + relativedelta(months=max_months)
    if retirement and date_from < retirement < date_from + relativedelta(years=near_years):
        end = retirement
    return end - relativedelta(days=1)


def months_used(date_from, date_to, day):
    """Return the months of subsidy begun from ``date_from`` until ``date_to`` or ``day``.

    >>> from datetime import date
    >>> months_used(date(2025, 3, 1), None, date(2025, 3, 1))
    1
    >>> months_used(date(2025, 3, 1), date(2025, 8, 31), date(2026, 1, 1))
    6
    >>> months_used(date(2025, 3, 1), None, date(2025, 2, 1))
    0
    """
    last = min(date_to, day) if date_to else day
    if last < date_from:
        return 0
    span = relativedelta(last + relativedelta(days=1), date_from)
    return span.years * 12 + span.months + bool(span.days)


def most_at_once(periods):
    """Return how many of the periods overlap at most; an end of None is open.

    >>> from datetime import date
    >>> a, b = date(2025, 1, 1), date(2025, 6, 30)
    >>> most_at_once([(a, b), (date(2025, 7, 1), None), (date(2025, 5, 1), None)])
    2
    >>> most_at_once([])
    0
    """
    return max(
        (
            sum(start <= day and (end is None or end >= day) for start, end in periods)
            for day, _end in periods
        ),
        default=0,
    )


def hard_to_place(person, rules):
    """Return why somebody is hard to place, as proposals for a person to decide.

    :param dict person: ``sex``, ``age`` (None: not known), ``is_disabled``, ``is_poor``,
        ``jobless_since`` (date or None), ``family_works`` (False: nobody of working age in the
        family works)
    :param dict rules: ``older_men``, ``older_women`` (ages), ``today``

    >>> from datetime import date
    >>> rules = {"older_men": 50, "older_women": 40, "today": date(2026, 6, 1)}
    >>> hard_to_place({"sex": "female", "age": 41, "jobless_since": date(2025, 6, 1)}, rules)
    ['older', 'long_jobless']
    >>> hard_to_place({"sex": "male", "age": 41, "is_poor": True, "family_works": False}, rules)
    ['poor', 'zero_employment']
    >>> hard_to_place({"sex": "male", "age": 30, "family_works": True}, rules)
    []
    """
    reasons = []
    older = rules["older_women" if person["sex"] == "female" else "older_men"]
    if person["age"] is not None and person["age"] >= older:
        reasons.append("older")
    if person.get("is_disabled"):
        reasons.append("disabled")
    if person.get("is_poor"):
        reasons.append("poor")
    since = person.get("jobless_since")
    if since and since + relativedelta(years=1) <= rules["today"]:
        reasons.append("long_jobless")
    if person.get("family_works") is False:
        reasons.append("zero_employment")
    return reasons
