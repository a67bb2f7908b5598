import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestVisitDuties(CommunityCase):
    """What obliges to visit a home, and which visit satisfied each of these duties."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.household = cls.make_household(date_entered=cls.today - relativedelta(years=1))
        monthly, quarterly = cls.env["community.category"].create(
            [
                {
                    "name": name,
                    "code": code,
                    "visit_interval_months": months,
                    "visit_modes": modes,
                    "subject": "household",
                }
                for name, code, months, modes in (
                    ("Alone", "t1", 1, "home"),
                    ("Letting", "t2", 3, "any"),
                )
            ]
        )
        cls.env["community.category.line"].create(
            [
                {
                    "category_id": category.id,
                    "household_id": cls.household.id,
                    "date_from": cls.today - relativedelta(months=11),
                }
                for category in (monthly, quarterly)
            ]
        )
        cls.programme = cls.env["community.programme"].create(
            {
                "name": "Spring",
                "date_from": cls.today - datetime.timedelta(days=20),
                "date_to": cls.today + datetime.timedelta(days=5),
            }
        )

    def visit(self, days=0, **values):
        return self.env["community.visit"].create(
            {
                "household_id": self.household.id,
                "date": self.today - datetime.timedelta(days=days),
                "state": "done",
                "visitor_ids": [(6, 0, self.worker.ids)],
                **values,
            }
        )

    def duties(self, user=None):
        household = self.household.with_user(user or self.worker)
        return {duty["name"]: duty for duty in household.visit_duties()}

    def satisfied(self):
        return {name: duty["visit_id"] for name, duty in self.duties().items() if duty["is_met"]}

    def test_one_visit_satisfies_every_duty(self):
        """A visit at home serves both categories, the programme and the promise; each names it."""
        tomorrow = self.today + datetime.timedelta(days=1)
        before = self.visit(40, next_date=tomorrow, next_reason="Away until then")
        duties = self.duties()
        self.assertEqual(set(duties), {"Alone", "Letting", "Spring", "Promised visit"})
        self.assertEqual(self.satisfied(), {"Letting": before.id})
        self.assertTrue(duties["Alone"]["is_overdue"])
        self.assertEqual(duties["Alone"]["visit_id"], before.id, "the last one is shown")
        self.assertFalse(duties["Spring"]["visit_id"])
        visit = self.visit()
        self.assertEqual(self.satisfied(), dict.fromkeys(duties, visit.id))
        visit.action_plan_again()
        self.assertEqual(self.satisfied(), {"Letting": before.id}, "taken back: due again")
        self.assertTrue(self.duties()["Alone"]["is_overdue"])

    def met_by(self, visit, user=None):
        return {duty["name"] for duty in visit.with_user(user or self.worker).duties_met()}

    def test_a_visit_tells_the_duties_it_satisfied(self):
        """The other way round: each visit names its duties, as they were on its own day."""
        tomorrow = self.today + datetime.timedelta(days=1)
        before = self.visit(40, next_date=tomorrow, next_reason="Away until then")
        self.assertEqual(self.met_by(before), {"Alone", "Letting"})
        call = self.visit(10, mode="phone")
        self.assertEqual(self.met_by(call), {"Letting", "Spring", "Promised visit"})
        visit = self.visit()
        self.assertEqual(self.met_by(visit), {"Alone", "Letting"})
        # One that comes to light late takes the programme, which the first one satisfies.
        late = self.visit(15)
        self.assertEqual(self.met_by(late), {"Alone", "Letting", "Spring", "Promised visit"})
        self.assertEqual(self.met_by(call), {"Letting"})
        for one, duties in ((visit, self.duties()), (late, self.duties())):
            named = {name for name, duty in duties.items() if duty["visit_id"] == one.id}
            self.assertLessEqual(named, self.met_by(one) | {"Promised visit"})
        self.assertFalse(self.met_by(self.visit(state="absent")))
        with self.assertRaises(AccessError):
            self.met_by(visit, self.worker2)

    def test_a_call_satisfies_what_takes_a_call(self):
        call = self.visit(mode="phone")
        self.assertEqual(self.satisfied(), {"Letting": call.id, "Spring": call.id})
        self.assertEqual(self.duties()["Alone"]["modes"], "At home only")

    def test_entered_late(self):
        """A visit that comes to light afterwards counts for its own day."""
        late = self.visit(15)
        self.assertEqual(
            self.satisfied(), {"Alone": late.id, "Letting": late.id, "Spring": late.id}
        )
        older = self.visit(45)
        self.assertEqual(self.satisfied()["Alone"], late.id)
        late.date = self.today - datetime.timedelta(days=50)
        self.assertEqual(self.satisfied(), {"Letting": older.id})

    def test_at_the_door_and_undone(self):
        Visit = self.env["community.visit"].with_user(self.worker)
        saved = Visit.save_at_the_door(
            self.household.id, {"client_key": "k1", "state": "done", "mode": "home"}
        )
        self.assertEqual(set(self.satisfied().values()), {saved["visit_id"]})
        Visit.undo_at_the_door("k1")
        self.assertFalse(self.satisfied())

    def test_in_vain_satisfies_nothing(self):
        self.visit(state="absent")
        self.assertFalse(self.satisfied())

    def test_a_surge_list_takes_a_call(self):
        self.programme.surge = "heat"
        self.programme.date_from = self.today
        call = self.visit(mode="phone")
        self.assertEqual(self.duties()["Spring"]["visit_id"], call.id)

    def test_the_general_rule_where_no_category_asks(self):
        home = self.make_household(date_entered=self.today - relativedelta(months=13))
        (rule, _programme) = home.visit_duties()
        self.assertEqual((rule["kind"], rule["is_overdue"]), ("rule", True))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_rights(self):
        self.visit()
        other = self.make_household(building=self.building2)
        with self.assertRaises(AccessError):
            other.with_user(self.worker).visit_duties()
        with self.assertRaises(AccessError):
            self.household.with_user(self.plain).visit_duties()

    def test_queries(self):
        """A home with many visits costs no more queries than one with few."""

        def queries():
            self.env.flush_all()
            self.duties()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.duties()
            return self.cr.sql_log_count - before

        self.visit(1)
        self.visit(2)
        queries()  # fill the caches of rules and users
        few = queries()
        for days in range(3, 15):
            self.visit(days)
        self.assertEqual(queries(), few)
