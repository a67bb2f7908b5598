"""The arithmetic of aid, without the database: who counts, what counts, what is proposed.

Articles are those of the Measures for Review and Confirmation of the Subsistence Allowance (2021).
Nothing here decides: a result is a proposal with its reason. Amounts are :class:`Decimal`, yuan a
month. ``None`` stands for what nobody knows and never becomes zero.
"""

import datetime
from decimal import ROUND_DOWN, ROUND_UP, Decimal

CENT = Decimal("0.01")
ADULT_AGE = 18
WORKING_AGE = 16
AWAY_YEARS = 3
# Whose legal duty of support (art. 7, 4) follows from the relation itself.
DUTY_RELATIONS = ("child", "parent", "grandparent", "grandchild", "sibling")


def to_decimal(value):
    """Return a float of the database as the amount in cents that it stands for.

    >>> to_decimal(0.1 + 0.2), to_decimal(None)
    (Decimal('0.30'), None)
    """
    return None if value is None else Decimal(repr(value)).quantize(CENT)


def family_member(
    relation, age, *, together=True, student=False, dependent=False, absent=False, away_years=0
):
    """Propose whether a person belongs to the family of a case (art. 7), and by which rule.

    :param str relation: to the applicant: ``applicant``, ``spouse``, or a role of the register
    :param age: in whole years, None when the birth date is not known
    :param bool together: lives with the applicant for long
    :param bool student: in full-time education up to a bachelor's degree
    :param bool dependent: cannot live on their own
    :param bool absent: one of the absences of art. 7 that a document proves
    :param away_years: whole years of own living in a place of worship
    :return: tuple (counts, rule)

    >>> family_member("child", 17), family_member("child", 20, together=False)
    ((True, 'minor_child'), (False, 'adult_child'))
    >>> family_member("spouse", 40, absent=True)
    (False, 'absent')
    """
    if absent:
        return False, "absent"
    if away_years >= AWAY_YEARS:
        return False, "away"
    if relation in ("applicant", "spouse"):
        return True, relation
    if relation == "child":
        if age is not None and age < ADULT_AGE:
            return True, "minor_child"
        if student:
            return True, "student"
        if dependent:
            return True, "dependent_child"
        return together, "duty" if together else "adult_child"
    if relation in DUTY_RELATIONS:
        return together, "duty" if together else "apart"
    return False, "no_duty"


def may_apply_alone(reason, *, is_edge=False, grade=None):
    """Tell whether a person may apply without the family (art. 8).

    :param str reason: ``disability``, ``mental`` (mental or intellectual disability), ``illness``,
        ``clergy`` or ``other`` (as the county allows)
    :param bool is_edge: the family is on the edge list
    :param grade: of the disability, 1 is the severest

    >>> may_apply_alone("mental", is_edge=True, grade=3), may_apply_alone("illness")
    (True, False)
    """
    if reason == "disability":
        return is_edge and grade in (1, 2)
    if reason == "mental":
        return is_edge and grade in (1, 2, 3)
    if reason == "illness":
        return is_edge
    return reason in ("clergy", "other")


def treatment_on(day, treatment, date_from=None, date_to=None, otherwise="counted"):
    """Return how a kind of income or asset is treated on a day: its rule is dated.

    >>> end = datetime.date(2025, 12, 31)
    >>> treatment_on(end, "exempt", date_to=end)
    'exempt'
    >>> treatment_on(end + datetime.timedelta(days=1), "exempt", date_to=end)
    'counted'
    """
    is_valid = (date_from is None or date_from <= day) and (date_to is None or day <= date_to)
    return treatment if is_valid else otherwise


def counted_income(lines):
    """Return the income that counts (art. 13), or None when a line that matters is not known.

    :param lines: pairs (``counted``, ``exempt``, ``deducted`` or ``ask``, amount or None); nobody
        knows of ``ask`` whether it counts

    >>> counted_income([("counted", Decimal(900)), ("exempt", None), ("deducted", Decimal(100))])
    Decimal('800')
    >>> counted_income([("counted", Decimal(900)), ("counted", None)]) is None
    True
    >>> counted_income([("deducted", Decimal(100))])
    Decimal('0')
    >>> counted_income([("ask", Decimal(1))]) is None, counted_income([("ask", Decimal(0))])
    (True, Decimal('0'))
    """
    total = Decimal(0)
    for treatment, amount in lines:
        if treatment == "exempt":
            continue
        if amount is None or treatment == "ask" and amount:
            return None
        total += -amount if treatment == "deducted" else amount
    return max(total, Decimal(0))


def per_capita(total, members):
    """Return the income per person, cut to the cent so that it never shows a line as reached.

    >>> per_capita(Decimal("2099.99"), 3), per_capita(None, 3)
    (Decimal('699.99'), None)
    """
    if total is None or not members:
        return None
    return (total / members).quantize(CENT, ROUND_DOWN)


def income_finding(total, members, standard, factor=Decimal("1.5")):
    """Compare the income of a family with the standard of the day: ``dibao``, ``edge``, ``none``.

    The whole income is compared, so that no rounding moves a family over the line. Equal to the
    standard is not below it.

    :param total: counted income of the family, None when not known
    :param standard: per person, None when none is entered
    :param factor: of the standard, below which a family is on the edge

    >>> [income_finding(Decimal(x) * 3, 3, Decimal(700)) for x in ("699.99", "700", "1049.99")]
    ['dibao', 'edge', 'edge']
    >>> income_finding(Decimal(3150), 3, Decimal(700)), income_finding(None, 3, Decimal(700))
    ('none', 'unknown')
    """
    if total is None or standard is None or not members:
        return "unknown"
    if total < standard * members:
        return "dibao"
    if total < standard * members * factor:
        return "edge"
    return "none"


def assets_finding(lines, limit):
    """Tell whether the assets are within the rules (art. 14): ``within``, ``beyond``, ``unknown``.

    :param lines: pairs (treatment, value or None); ``barred`` alone is beyond the rules
    :param limit: what the counted assets may be worth together, None where no limit is set

    >>> assets_finding([("exempt", None), ("counted", Decimal(9000))], Decimal(10000))
    'within'
    >>> assets_finding([("barred", None)], None), assets_finding([("counted", None)], Decimal(1))
    ('beyond', 'unknown')
    """
    if any(treatment == "barred" for treatment, _value in lines):
        return "beyond"
    values = [value for treatment, value in lines if treatment == "counted"]
    if limit is None:
        return "within"
    if any(value is None for value in values):
        return "unknown"
    return "beyond" if sum(values, Decimal(0)) > limit else "within"


def benefit(method, standard, members, total, grade_amount=Decimal(0)):
    """Propose the monthly amount of a family (art. 23): the real gap, or by grade.

    The gap is rounded up to the jiao, in favour of the family.

    >>> benefit("gap", Decimal(700), 3, Decimal("1234.56"))
    Decimal('865.5')
    >>> benefit("grade", Decimal(700), 3, None, Decimal(400)), benefit("gap", None, 3, None)
    (Decimal('1200'), None)
    """
    if method == "grade":
        return grade_amount * members
    if standard is None or total is None:
        return None
    return max(standard * members - total, Decimal(0)).quantize(Decimal("0.1"), ROUND_UP)


def first_of_month(day, months=0):
    """Return the first day of the month ``months`` after that of ``day``; a benefit is paid from
    the month after the decision (art. 21): ``months=1``.

    >>> first_of_month(datetime.date(2024, 12, 31), 1), first_of_month(datetime.date(2024, 5, 7))
    (datetime.date(2025, 1, 1), datetime.date(2024, 5, 1))
    """
    years, month = divmod(day.month - 1 + months, 12)
    return datetime.date(day.year + years, month + 1, 1)


def months_between(first, last):
    """Return the first days of the months from one to another, both of them; none backwards.

    >>> [day.month for day in months_between(datetime.date(2024, 11, 1), datetime.date(2025, 1, 1))]
    [11, 12, 1]
    """
    days = []
    while first <= last:
        days.append(first)
        first = first_of_month(first, 1)
    return days


def notice_end(start, days=7):
    """Return the first day on which a public notice of ``days`` days has run (art. 19).

    >>> notice_end(datetime.date(2024, 3, 4))
    datetime.date(2024, 3, 11)
    """
    return start + datetime.timedelta(days=days)


def refusals_in_a_row(answers):
    """Return how many offers of work were refused without reason, one after the other, lately.

    :param answers: in the order of the days; True for a refusal

    >>> refusals_in_a_row([True, False, True, True, True]), refusals_in_a_row([])
    (3, 0)
    """
    count = 0
    for refused in answers:
        count = count + 1 if refused else 0
    return count
