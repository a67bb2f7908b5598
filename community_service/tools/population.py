"""Pure rules of the population statement: its cells, its ages, and what its cells add up to."""

from dateutil.relativedelta import relativedelta

# (key, youngest, oldest) in whole years; 60, 65 and 80 overlap on purpose
BANDS = (
    ("0_3", 0, 3),
    ("4_6", 4, 6),
    ("7_17", 7, 17),
    ("18_59", 18, 59),
    ("60", 60, None),
    ("65", 65, None),
    ("80", 80, None),
)
# The ages at which a band begins, oldest first.
EDGES = tuple(sorted((low for _key, low, _high in BANDS), reverse=True))
GROUPS = ("registered", "permanent", "floating", "living", "split")
COLUMNS = ("total", "male", "female", *(f"age_{key}" for key, _low, _high in BANDS))
# What goes in, what goes out; the stock at the end is the one before with these two.
FLOWS_IN, FLOWS_OUT = ("births", "moved_in"), ("deaths", "moved_out")
# Of which population a balance is made, and what its keys begin with.
BALANCED = {"living": "", "registered": "registered_"}
# Key of a figure -> (population, movement); of what was there on the day before the period.
FLOWS = {
    f"{prefix}{flow}": (group, flow)
    for group, prefix in BALANCED.items()
    for flow in (*FLOWS_IN, *FLOWS_OUT)
}
# Of those who live here: who was entered, and who was taken out, after a period was handed in.
CORRECTIONS = ("corrected_in", "corrected_out")
OPENINGS = {f"{prefix}opening": group for group, prefix in BALANCED.items()}
DWELLINGS = ("dwellings", "lived_in", "empty", "rented")
AGES = ("age_0_3", "age_4_6", "age_7_17", "age_18_59", "age_60")
# (whole, parts that do not overlap): what a reader could subtract from what
SUMS = (
    *((f"{group}_total", (f"{group}_male", f"{group}_female")) for group in GROUPS),
    *((f"{group}_total", tuple(f"{group}_{age}" for age in AGES)) for group in GROUPS),
    *((f"{group}_age_60", (f"{group}_age_65",)) for group in GROUPS),
    *((f"{group}_age_65", (f"{group}_age_80",)) for group in GROUPS),
    *((f"registered_{column}", (f"permanent_{column}", f"split_{column}")) for column in COLUMNS),
    *((f"living_{column}", (f"permanent_{column}", f"floating_{column}")) for column in COLUMNS),
    # Both sides of a balance have one sum, which nobody prints: "turnover" stands for it.
    *(
        (f"{prefix}turnover", (f"{prefix}opening", *(f"{prefix}{flow}" for flow in FLOWS_IN)))
        for prefix in BALANCED.values()
    ),
    *(
        (f"{prefix}turnover", (f"{group}_total", *(f"{prefix}{flow}" for flow in FLOWS_OUT)))
        for group, prefix in BALANCED.items()
    ),
    ("dwellings", ("lived_in", "empty")),
    ("lived_in", ("rented",)),
)


def birth_range(date, low, high):
    """Return (newest birth date, day before the oldest) of the ages ``low`` to ``high``.

    :param int high: in whole years; None for no end, the second date is then False

    >>> from datetime import date
    >>> birth_range(date(2024, 6, 15), 4, 6)
    (datetime.date(2020, 6, 15), datetime.date(2017, 6, 15))
    >>> birth_range(date(2024, 6, 15), 80, None)
    (datetime.date(1944, 6, 15), False)
    """
    newest = date - relativedelta(years=low)
    return newest, high is not None and date - relativedelta(years=high + 1)


def birth_steps(date):
    """Return the days after the newest birth dates of ``EDGES``, the oldest age first.

    Whoever was born before the first of them has reached the oldest age.

    >>> from datetime import date
    >>> birth_steps(date(2024, 6, 15))[0]
    datetime.date(1944, 6, 16)
    """
    return [birth_range(date, low, None)[0] + relativedelta(days=1) for low in EDGES]


def people_cells(registered, living, sex, step):
    """Return the cells in which such a person is counted.

    :param bool registered, living: whether the person is registered here, lives here
    :param str sex: ``male``, ``female`` or another value that has no column of its own
    :param int step: how many of ``EDGES`` the person has not reached, None without birth date

    >>> people_cells(True, False, "male", len(EDGES) - 1)[:2]
    ['registered_total', 'registered_male']
    >>> people_cells(False, True, None, 0)[-2:]
    ['living_age_65', 'living_age_80']
    """
    groups = {
        "registered": registered,
        "permanent": registered and living,
        "floating": living and not registered,
        "living": living,
        "split": registered and not living,
    }
    reached = -1 if step is None or step == len(EDGES) else EDGES[step]
    columns = {
        "total": True,
        "male": sex == "male",
        "female": sex == "female",
        **{
            f"age_{key}": low <= reached and (high is None or reached <= high)
            for key, low, high in BANDS
        },
    }
    return [
        f"{group}_{column}"
        for group, is_in in groups.items()
        if is_in
        for column, counts in columns.items()
        if counts
    ]
