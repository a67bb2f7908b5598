"""One table of the rules of social aid: a row is a rule, a situation and what has to come out."""

import datetime
from decimal import Decimal

from odoo.tests import tagged
from odoo.tests.common import BaseCase

from ...tools import aid
from ..aid_common import AidCase

D = Decimal
DAY = datetime.date

# (article, function of tools/aid.py, arguments, expected)
RULES = [
    ("7 (1)", "family_member", ("spouse", 40, {}), (True, "spouse")),
    (
        "7 (1) spouse elsewhere",
        "family_member",
        ("spouse", 40, {"together": False}),
        (True, "spouse"),
    ),
    ("7 (2)", "family_member", ("child", 17, {}), (True, "minor_child")),
    (
        "7 (2) away at school",
        "family_member",
        ("child", 17, {"together": False}),
        (True, "minor_child"),
    ),
    (
        "7 (3) dependent",
        "family_member",
        ("child", 30, {"together": False, "dependent": True}),
        (True, "dependent_child"),
    ),
    (
        "7 (3) undergraduate",
        "family_member",
        ("child", 20, {"together": False, "student": True}),
        (True, "student"),
    ),
    (
        "7 (3) grown up and away",
        "family_member",
        ("child", 18, {"together": False}),
        (False, "adult_child"),
    ),
    ("7 (4)", "family_member", ("parent", 75, {}), (True, "duty")),
    ("7 (4) not together", "family_member", ("parent", 75, {"together": False}), (False, "apart")),
    ("7 (4) no duty", "family_member", ("tenant", 30, {}), (False, "no_duty")),
    (
        "7 not: clergy for 3 years",
        "family_member",
        ("child", 25, {"away_years": 3}),
        (False, "away"),
    ),
    (
        "7 not: clergy for 2 years",
        "family_member",
        ("parent", 60, {"away_years": 2}),
        (True, "duty"),
    ),
    ("7 not: prison", "family_member", ("spouse", 40, {"absent": True}), (False, "absent")),
    (
        "7 not: compulsory detox",
        "family_member",
        ("child", 19, {"absent": True}),
        (False, "absent"),
    ),
    (
        "7 not: declared missing",
        "family_member",
        ("parent", 60, {"absent": True}),
        (False, "absent"),
    ),
    ("8 disability 1-2", "may_apply_alone", ("disability", {"is_edge": True, "grade": 2}), True),
    ("8 disability 3", "may_apply_alone", ("disability", {"is_edge": True, "grade": 3}), False),
    ("8 mental 3", "may_apply_alone", ("mental", {"is_edge": True, "grade": 3}), True),
    ("8 no edge family", "may_apply_alone", ("disability", {"grade": 1}), False),
    ("8 illness", "may_apply_alone", ("illness", {"is_edge": True}), True),
    ("8 clergy", "may_apply_alone", ("clergy", {}), True),
    ("edge: below", "income_finding", (D("2099.97"), 3, D(700), {}), "dibao"),
    ("edge: equal is not below", "income_finding", (D("2100"), 3, D(700), {}), "edge"),
    ("edge: just under 1.5", "income_finding", (D("3149.97"), 3, D(700), {}), "edge"),
    ("edge: 1.5 times", "income_finding", (D("3150"), 3, D(700), {}), "none"),
    ("edge: no rounding over the line", "income_finding", (D("2099.99"), 3, D(700), {}), "dibao"),
    ("edge: unknown is never zero", "income_finding", (None, 3, D(700), {}), "unknown"),
    ("edge: no standard", "income_finding", (D(100), 3, None, {}), "unknown"),
    ("13 wages count", "counted_income", ([("counted", D(900))], {}), D(900)),
    (
        "13 preferential treatment",
        "counted_income",
        ([("counted", D(900)), ("exempt", D(500))], {}),
        D(900),
    ),
    ("13 deduction", "counted_income", ([("counted", D(900)), ("deducted", D(300))], {}), D(600)),
    ("13 deduction down to zero", "counted_income", ([("deducted", D(300))], {}), D(0)),
    ("13 one unknown", "counted_income", ([("counted", D(900)), ("counted", None)], {}), None),
    (
        "13 unknown that is exempt",
        "counted_income",
        ([("counted", D(9)), ("exempt", None)], {}),
        D(9),
    ),
    (
        "13 basic pension in 2025",
        "treatment_on",
        (DAY(2025, 12, 31), "exempt", None, DAY(2025, 12, 31), {}),
        "exempt",
    ),
    (
        "13 basic pension in 2026",
        "treatment_on",
        (DAY(2026, 1, 1), "exempt", None, DAY(2025, 12, 31), {}),
        "counted",
    ),
    ("14 needed to live", "assets_finding", ([("exempt", None)], D(0), {}), "within"),
    ("14 over the limit", "assets_finding", ([("counted", D(101))], D(100), {}), "beyond"),
    ("14 at the limit", "assets_finding", ([("counted", D(100))], D(100), {}), "within"),
    ("14 second house", "assets_finding", ([("barred", None)], None, {}), "beyond"),
    ("14 not known", "assets_finding", ([("counted", None)], D(100), {}), "unknown"),
    ("19 seven days", "notice_end", (DAY(2024, 3, 4), 7, {}), DAY(2024, 3, 11)),
    ("21 month after", "first_of_month", (DAY(2024, 4, 30), 1, {}), DAY(2024, 5, 1)),
    ("21 month after December", "first_of_month", (DAY(2024, 12, 2), 1, {}), DAY(2025, 1, 1)),
    ("23 real gap", "benefit", ("gap", D(700), 3, D(1500), {}), D(600)),
    ("23 by grade", "benefit", ("grade", D(700), 3, D(1500), D(400), {}), D(1200)),
    ("23 no negative gap", "benefit", ("gap", D(700), 3, D(2200), {}), D(0)),
    ("34 three in a row", "refusals_in_a_row", ([True, True, True], {}), 3),
    ("34 taken in between", "refusals_in_a_row", ([True, True, False, True], {}), 1),
]


@tagged("post_install", "-at_install", "community")
class TestAidRules(BaseCase):
    def test_each_rule(self):
        """Every rule of the table, one row for each article, gives what it says."""
        for article, function, (*args, options), expected in RULES:
            with self.subTest(article=article):
                self.assertEqual(getattr(aid, function)(*args, **options), expected)

    def test_every_article_with_a_number_has_a_row(self):
        wanted = {"7", "8", "13", "14", "19", "21", "23", "34"}
        self.assertLessEqual(wanted, {row[0].split()[0] for row in RULES})


@tagged("post_install", "-at_install", "community")
class TestAidClocks(AidCase):
    """Each clock of the procedure is a field of the programme, in working days of the calendar."""

    CLOCKS = [
        # article, state and dates of the case, field, day
        ("15 survey within 3 working days", "accepted", {}, "date_due", "2024-03-07"),
        ("22 whole 30 working days", "accepted", {}, "date_total_due", "2024-04-16"),
        (
            "22 special 45 working days",
            "accepted",
            {"is_extended": True},
            "date_total_due",
            "2024-05-09",
        ),
        (
            "20 county 10 working days",
            "submitted",
            {"date_submitted": "2024-04-01"},
            "date_due",
            "2024-04-16",
        ),
        (
            "21 refusal within 3 working days",
            "refused",
            {"date_decision": "2024-04-03"},
            "date_due",
            "2024-04-09",
        ),
        (
            "21 paid from the month after",
            "approved",
            {"date_start": "2024-05-01"},
            "date_due",
            "2024-05-01",
        ),
        ("31 review", "active", {"next_review_date": "2024-11-01"}, "date_due", "2024-11-01"),
        (
            "33 gradual exit",
            "active",
            {"exit_until": "2024-10-01", "next_review_date": "2024-11-01"},
            "date_due",
            "2024-10-01",
        ),
    ]

    def test_each_clock(self):
        case = self.make_case()
        blank = {"date_submitted": False, "date_decision": False, "date_start": False}
        blank |= {"next_review_date": False, "exit_until": False, "is_extended": False}
        for article, state, dates, field, day in self.CLOCKS:
            with self.subTest(article=article):
                case.sudo().write({**blank, "date_accepted": "2024-03-04", "state": state, **dates})
                self.assertEqual(str(case[field]), day)
                self.assertFalse(case.is_provisional)

    def test_a_clock_of_the_programme_is_data(self):
        self.dibao.total_days = 20
        case = self.make_case()
        case.sudo().write({"state": "accepted", "date_accepted": "2024-03-04"})
        self.assertEqual(str(case.date_total_due), "2024-04-01")

    def test_a_year_without_holidays_is_provisional(self):
        case = self.make_case()
        case.sudo().write({"state": "accepted", "date_accepted": "2031-03-04"})
        self.assertTrue(case.is_provisional)
        self.env["community.holiday"].create({"name": "x", "date": "2031-03-05"})
        self.assertEqual(str(case.date_due), "2031-03-10")
        self.assertFalse(case.is_provisional)

    def test_review_months_are_those_of_the_class(self):
        self.assertEqual([self.dibao._review_months(c) for c in "abc"], [12, 6, 3])

    def test_urgent_help_comes_first_and_papers_in_five_working_days(self):
        case = self.make_case(self.temporary, is_urgent=True, date_received="2024-03-04")
        case.sudo().write({"state": "accepted", "date_accepted": "2024-03-04"})
        self.assertEqual(str(case.date_due), "2024-03-05")
        case.sudo().write({"state": "approved", "date_start": "2024-05-01"})
        self.assertEqual(str(case.date_due), "2024-03-11")
        self.assertIn("papers", case.next_step)
        case.date_papers = "2024-03-08"
        self.assertEqual(str(case.date_due), "2024-05-01")
