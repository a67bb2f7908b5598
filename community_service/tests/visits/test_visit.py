import datetime

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestVisit(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.household = cls.make_household(date_entered=cls.today - relativedelta(months=2))
        cls.Visit = cls.env["community.visit"]

    def make_visit(self, household=None, **values):
        return self.Visit.create(
            {
                "household_id": (household or self.household).id,
                "date": self.today,
                "user_id": self.worker.id,
                **values,
            }
        )

    def add_category(self, xmlid, household=None):
        household = household or self.household
        category = self.env.ref(f"community_service.community_category_{xmlid}")
        return self.env["community.category.line"].create(
            {
                "category_id": category.id,
                "household_id": household.id,
                "resident_id": household.head_id.id if category.subject == "resident" else False,
                "date_from": self.today - relativedelta(years=1),
                "source": "operation",
            }
        )

    def test_done_moves_dates(self):
        visit = self.make_visit()
        self.assertEqual(
            self.household.next_visit_date, self.today + relativedelta(months=10), "12 from entry"
        )
        visit.action_done()
        self.assertRecordValues(
            self.household,
            [
                {
                    "last_visit_date": self.today,
                    "next_visit_date": self.today + relativedelta(months=12),
                    "is_overdue": False,
                }
            ],
        )
        self.assertTrue(visit.is_valid)
        self.assertEqual(visit.visitor_ids, self.worker)
        visit.action_plan_again()
        self.assertFalse(self.household.last_visit_date)
        self.assertEqual(self.household.next_visit_date, self.today + relativedelta(months=10))

    def test_absent_moves_nothing(self):
        before = self.household.next_visit_date
        self.make_visit().action_absent()
        self.assertEqual(self.household.next_visit_date, before)
        self.assertFalse(self.household.last_visit_date)

    def test_mode_counts_per_category(self):
        self.add_category("dibao")  # at home, every 3 months
        self.add_category("unemployed")  # also by phone, every 3 months
        entered = self.household.date_entered
        self.assertEqual(self.household.next_visit_date, entered + relativedelta(months=3))
        call = self.make_visit(state="done", mode="phone")
        self.assertTrue(call.is_valid, "it satisfies one of two rules")
        self.assertEqual(
            self.household.next_visit_date, entered + relativedelta(months=3), "not the other"
        )
        self.make_visit(state="done", mode="home")
        self.assertEqual(self.household.next_visit_date, self.today + relativedelta(months=3))

    def test_mode_that_counts_for_nothing(self):
        self.add_category("dibao")
        call = self.make_visit(state="done", mode="phone")
        self.assertFalse(call.is_valid)
        self.assertFalse(self.household.last_visit_date)

    def test_own_date(self):
        soon = self.today + datetime.timedelta(days=20)
        self.make_visit(state="done", next_date=soon)
        self.assertEqual(self.household.next_visit_date, soon)
        self.make_visit(state="done")
        self.assertFalse(self.household.own_visit_date, "a visit answers the own date")
        self.assertEqual(self.household.next_visit_date, self.today + relativedelta(months=12))
        later = self.today + relativedelta(months=18)
        with self.assertRaisesRegex(ValidationError, "reason"):
            self.make_visit(state="done", next_date=later)
        self.make_visit(state="done", next_date=later, next_reason="Abroad for a year")
        self.assertEqual(self.household.next_visit_date, later)

    def test_old_visit_entered_later(self):
        soon = self.today + datetime.timedelta(days=20)
        self.make_visit(state="done", next_date=soon)
        self.make_visit(state="done", date=self.today - datetime.timedelta(days=30))
        self.assertEqual(self.household.own_visit_date, soon)
        self.assertEqual(self.household.last_visit_date, self.today)

    def test_future_visit_done(self):
        tomorrow = self.today + datetime.timedelta(days=1)
        for state in ("done", "absent"):
            with self.assertRaisesRegex(ValidationError, "future"), self.cr.savepoint():
                self.make_visit(date=tomorrow, state=state)
        visit = self.make_visit(date=tomorrow)
        visit.action_done()
        self.assertEqual(visit.date, self.today, "made today, earlier than planned")

    @mute_logger("odoo.sql_db")
    def test_bad_input(self):
        self.make_visit(client_key="abc")
        for values in (
            {"duration": 0},
            {"next_date": self.today},
            {"client_key": "abc"},
        ):
            with self.subTest(values), self.assertRaises(IntegrityError), self.cr.savepoint():
                self.make_visit(**values)

    def test_made_visit_is_kept(self):
        visit = self.make_visit(state="done")
        with self.assertRaisesRegex(UserError, "kept"):
            visit.unlink()
        with self.assertRaisesRegex(UserError, "history"):
            self.household.unlink()
        self.make_visit().unlink()

    def test_twice_done(self):
        visit = self.make_visit(state="done")
        with self.assertRaisesRegex(UserError, "planned"):
            visit.action_absent()

    def test_late(self):
        self.household.date_entered = self.today - relativedelta(months=13)
        self.assertTrue(self.household.is_overdue)
        due = self.household.next_visit_date
        visit = self.make_visit(state="done")
        self.assertRecordValues(visit, [{"date_due": due, "is_late": True}])

    def test_rights(self):
        other = self.make_household(building=self.building2)
        visit = self.make_visit()
        foreign = self.make_visit(other)
        Visit = self.Visit.with_user(self.worker)
        self.assertEqual(Visit.search([("id", "in", (visit | foreign).ids)]), visit)
        visit.with_user(self.worker).action_done()
        with mute_logger("odoo.addons.base.models.ir_rule", "odoo.models"):
            with self.assertRaises(AccessError):
                foreign.with_user(self.worker).action_done()
            with self.assertRaises(AccessError), self.cr.savepoint():
                Visit.create({"household_id": other.id, "date": self.today})
            with self.assertRaises(AccessError):
                visit.with_user(self.auditor).write({"note": "x"})
            with self.assertRaises(AccessError):
                Visit.with_user(self.plain).search([])
        self.assertEqual(
            Visit.with_user(self.auditor).search_count([("id", "in", (visit | foreign).ids)]), 2
        )

    def test_no_noise(self):
        visit = self.make_visit()
        self.assertFalse(visit.message_ids)
        self.assertFalse(visit.message_follower_ids)

    def test_batch_is_constant(self):
        def queries(count):
            households = self.env["community.household"]
            for _number in range(count):
                households |= self.make_household()
            visits = self.Visit.create(
                [{"household_id": h.id, "date": self.today} for h in households]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            visits.action_done()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(2)
        self.assertEqual(queries(3), queries(12))
