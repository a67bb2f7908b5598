"""When a household is to be visited next: pure dates, no database."""

from dateutil.relativedelta import relativedelta

# Which modes of a visit satisfy a rule: a visit at home satisfies every rule, a call only some.
COUNTING_MODES = {
    "home": ("home",),
    "person": ("home", "office", "outside"),
    "any": ("home", "office", "outside", "phone", "video"),
}


def next_visit(rules, last_dates, start):
    """Return the day on which the first of several rules asks for a visit.

    :param rules: pairs (kind of modes, months between visits); see ``COUNTING_MODES``
    :param last_dates: maps a kind of modes to the last visit in such a mode
    :param datetime.date start: where the interval begins while no such visit has been made

    >>> from datetime import date
    >>> seen = {"home": date(2026, 1, 31), "any": date(2026, 3, 1)}
    >>> next_visit([("home", 3), ("any", 1)], seen, date(2025, 1, 1))
    datetime.date(2026, 4, 1)
    >>> next_visit([("home", 1)], seen, date(2025, 1, 1))
    datetime.date(2026, 2, 28)
    >>> next_visit([("person", 12)], seen, date(2025, 1, 1))
    datetime.date(2026, 1, 1)
    """
    return min(
        (last_dates.get(modes) or start) + relativedelta(months=months) for modes, months in rules
    )


def counts_for(mode, rules):
    """Tell whether a visit in ``mode`` satisfies at least one of the rules.

    >>> counts_for("phone", [("home", 1), ("any", 3)]), counts_for("phone", [("person", 12)])
    (True, False)
    """
    return any(mode in COUNTING_MODES[modes] for modes, _months in rules)


def next_try(tried):
    """Return the part of the day at which to knock next, after trying in vain.

    People who work are at home in the evening; who was not there then is met in the morning.

    :param tried: parts of the day at which nobody was there, the last one first

    >>> next_try([]), next_try(["evening"]), next_try(["morning", "evening"])
    ('evening', 'morning', 'afternoon')
    >>> next_try(["afternoon", "morning", "evening", "afternoon"])
    'evening'
    """
    parts = ("evening", "morning", "afternoon")
    tried = list(tried)
    # Never tried comes first, then what was tried longest ago.
    return max(parts, key=lambda part: tried.index(part) if part in tried else len(tried))
