from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestAidCover(AidCase):
    """应保尽保: three lists, reckoned in one statement, that a person works off."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Cover = cls.env["community.aid.cover"]

    def home(self, income=0, residents=(None, None), building=None, **values):
        """Make a household of two; ``residents`` are their incomes."""
        people = [
            {"name": f"王{n}", "role": "head" if not n else "spouse", **values}
            for n, _income in enumerate(residents)
        ]
        home = self.make_household(people, building=building)
        home.monthly_income = income
        for person, amount in zip(home.resident_ids, residents, strict=True):
            if amount is not None:
                person.monthly_income = amount
        return home

    def row(self, home):
        self.Cover._refresh()
        return self.Cover.search([("household_id", "=", home.id)])

    def test_below_the_line_without_a_case(self):
        """Income a head below, on and above both lines decides whether a home without a case is
        listed.
        """
        for income, finding in ((1399.99, "dibao"), (1400, "edge"), (2099.99, "edge")):
            with self.subTest(income=income):
                self.assertRecordValues(
                    self.row(self.home(income)), [{"group": "qualifies", "finding": finding}]
                )
        self.assertFalse(self.row(self.home(2100)))
        home = self.home(residents=(600, 500))
        self.assertRecordValues(self.row(home), [{"group": "qualifies", "missing_count": 0}])

    def test_a_case_takes_the_family_out_of_the_list(self):
        home = self.home(1000)
        self.assertTrue(self.row(home))
        case = self.make_case(household_id=home.id)
        self.assertFalse(self.Cover.search([("household_id", "=", home.id)]))
        case.sudo().write({"state": "stopped"})
        self.assertTrue(self.row(home))

    def test_nobody_can_say_names_the_missing_facts(self):
        """Where an income is missing the row names whose it is; without any sign of hardship nobody
        is asked.
        """
        home = self.home(residents=(600, None))
        row = self.row(home).with_user(self.worker)
        self.assertRecordValues(
            row, [{"group": "unknown", "finding": "unknown", "missing_count": 1, "has_sign": True}]
        )
        self.assertEqual(row.missing, "income of 王1")
        self.assertFalse(self.row(self.home()), "without any sign of hardship nobody is asked")
        jobless = self.home(employment="unemployed")
        self.assertEqual(self.row(jobless).group, "unknown")
        asked = self.home()
        self.env["community.visit.need"].create(
            {"name": "低保", "kind": "aid", "household_id": asked.id, "user_id": self.worker.id}
        )
        self.assertEqual(self.row(asked).group, "unknown")

    def test_the_income_per_person_is_that_of_full_cover(self):
        """What a worker reveals of a household is what the lists reckon with; what nobody knows is
        no amount.
        """
        for income, residents, each in (
            (1400, (None, None), 700),
            (0, (600, 500), 550),
            (1399.99, (0, 0), 699.995),
            (0, (600, None), None),
            (0, (0, 0), None),
        ):
            with self.subTest(income=income, residents=residents):
                home = self.home(income, residents)
                told = home.with_user(self.worker).action_reveal(
                    "为申请低保核对", ["per_capita_income"]
                )["per_capita_income"]
                self.assertEqual(told["value"], each and round(each, 2))
                self.assertEqual(bool(told["display"]), bool(each))
                found = self.row(home).finding
                self.assertEqual(found in ("dibao", "edge"), bool(each))
                self.assertEqual(found == "dibao", bool(each) and each < 700)
        home = self.home(residents=(600, None))
        home.resident_ids[1].birth_date = self.today
        self.assertEqual(home.sudo().per_capita_income, 300)
        with self.assertRaises(AccessError):
            home.with_user(self.officer).read(["per_capita_income"])

    def test_zero_in_the_register_is_not_known(self):
        home = self.home(0, residents=(0, 0), employment="laid_off")
        self.assertRecordValues(self.row(home), [{"group": "unknown", "missing_count": 2}])

    def test_an_unknown_income_is_never_counted_as_zero(self):
        """Each way in which a zero could slip into a sum; 700 is the line for each person."""
        lost = {"employment": "unemployed"}
        for income, residents, values, group, missing in (
            # 100 and nothing known of the other: 50 a person would be dibao.
            (0, (100, None), {}, "unknown", 1),
            (0, (100, 0), {}, "unknown", 1),
            (0, (0, None), lost, "unknown", 2),
            (0, (None, None), lost, "unknown", 2),
            # The family's own figure of zero says nothing about what its people earn.
            (0, (900, 1200), {}, False, 0),
            (0, (300, 400), {}, "qualifies", 0),
            # A figure of the family answers for everybody.
            (900, (0, None), lost, "qualifies", 0),
            (5000, (0, 0), {}, False, 0),
        ):
            with self.subTest(income=income, residents=residents):
                row = self.row(self.home(income, residents=residents, **values))
                self.assertEqual(row.group, group)
                self.assertEqual(row.missing_count, missing)
                if group == "unknown":
                    self.assertEqual(row.finding, "unknown")

    def test_who_has_no_income_is_said_in_the_case(self):
        home = self.home(residents=(0, 0), employment="unemployed")
        self.assertEqual(self.row(home).group, "unknown")
        case = self.make_case(household_id=home.id)
        self.assertEqual(case.proposal, "unknown")
        self.assertFalse(case.is_income_known)
        case.member_ids.is_without_income = True
        case.is_assets_asked = True
        self.assertRecordValues(
            case, [{"proposal": "dibao", "is_income_known": True, "per_capita_income": 0}]
        )

    def test_registered_elsewhere(self):
        home = self.home(1000, kind="living")
        row = self.row(home)
        self.assertEqual(row.group, "elsewhere")
        row.with_user(self.worker).action_told()
        self.assertEqual(home.aid_told_ids.subject, "elsewhere")

    def test_nearest_standard_decides(self):
        home = self.home(1500)
        self.assertEqual(self.row(home).finding, "edge")
        self.Standard.create(
            {
                "programme_id": self.dibao.id,
                "amount": 800,
                "date_from": "2020-01-01",
                "area_id": self.estate.id,
            }
        )
        self.assertEqual(self.row(home).finding, "dibao")

    def test_who_told_the_family_and_when(self):
        row = self.row(self.home(1000)).with_user(self.worker)
        self.assertFalse(row.told_date)
        row.action_told()
        self.assertRecordValues(row, [{"told_date": self.today, "told_user_id": self.worker.id}])
        self.assertTrue(self.row(row.household_id).told_id, "a new reckoning keeps it")

    def test_visits_are_planned_in_one_batch(self):
        rows = self.Cover
        for _turn in range(8):
            rows |= self.row(self.home(residents=(600, None)))
        rows = rows.with_user(self.worker)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(45):
            rows.action_plan_visits()
            self.env.flush_all()
        visits = self.env["community.visit"].search([("household_id", "in", rows.household_id.ids)])
        self.assertEqual(len(visits), 8)
        self.assertEqual(visits.user_id, self.worker)
        self.assertIn("income of 王1", visits[0].note)
        rows.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "has a planned visit"):
            rows.action_plan_visits()

    def test_a_case_begins_from_the_list(self):
        row = self.row(self.home(1500)).with_user(self.worker)
        context = row.action_new_case()["context"]
        self.assertEqual(context["default_programme_id"], self.edge.id)

    def test_each_reader_sees_the_own_grid_and_officers_reckon(self):
        home = self.home(1000, building=self.building2)
        row = self.row(home)
        self.assertFalse(self.Cover.with_user(self.worker).search([("id", "=", row.id)]))
        self.assertTrue(self.Cover.with_user(self.worker2).search([("id", "=", row.id)]))
        with self.assertRaises(AccessError):
            self.Cover.with_user(self.worker).action_refresh()
        self.Cover.with_user(self.officer).action_refresh()

    def test_reckoning_takes_one_statement_for_any_number(self):
        for _turn in range(5):
            self.home(1000)
        self.Cover._refresh()
        self.env.flush_all()
        with self.assertQueryCount(3):  # communities, programmes, lists
            self.Cover._refresh()
