import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from ...tools.workdays import is_workday
from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestVisitPlan(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.colleague = new_test_user(
            cls.env,
            login="colleague",
            groups="community_service.group_community_grid_worker",
            tz="Asia/Shanghai",
        )
        cls.grid.officer_line_ids = [
            Command.create({"user_id": cls.colleague.id, "date_from": "2020-01-01"})
        ]
        entrances = cls.env["community.area"].create(
            [
                {
                    "name": f"{number}单元",
                    "kind": "entrance",
                    "parent_id": cls.building1.id,
                }
                for number in (1, 2, 10)
            ]
        )
        cls.long_ago = cls.today - relativedelta(months=20)
        cls.households = cls.env["community.household"]
        for entrance, count in zip(entrances, (3, 2, 4), strict=True):
            for number in range(count):
                cls.households |= cls.make_household(
                    building=entrance, room=str(101 + 100 * number), date_entered=cls.long_ago
                )

    def make_plan(self, **values):
        start = self.env["community.holiday"]._add_workdays(self.today, 1, self.env.company)[0]
        return self.env["community.visit.plan"].create(
            {
                "grid_ids": self.grid.ids,
                "date_from": start,
                "date_to": start + datetime.timedelta(days=6),
                **values,
            }
        )

    def test_first_visits_after_an_import(self):
        """Where none is due yet the homes that nobody has visited are proposed, until they are."""
        self.households.date_entered = self.today
        self.assertFalse(self.households.filtered(lambda home: home.next_visit_date <= self.today))
        plan = self.make_plan()
        self.assertEqual((plan.scope, plan.visit_count), ("first", len(self.households)))
        plan.action_plan()
        self.assertEqual(self.planned().household_id, self.households)
        again = self.make_plan(scope="first")
        self.assertEqual((again.visit_count, again.already_count), (0, len(self.households)))
        with self.assertRaisesRegex(UserError, "has been visited, or its visit is planned"):
            again.action_plan()
        self.households[:1].date_entered = self.long_ago
        self.assertEqual(self.make_plan().scope, "due", "what is due comes first")

    def test_the_only_grid_is_proposed(self):
        """A worker begins with the own grids, anybody else with the only one that there is."""
        Plan = self.env["community.visit.plan"]
        self.assertEqual(Plan.with_user(self.worker)._default_grid_ids(), self.grid)
        self.assertFalse(Plan.with_user(self.officer)._default_grid_ids())
        self.grid2.active = False
        self.assertEqual(Plan.with_user(self.officer)._default_grid_ids(), self.grid)

    def planned(self):
        return self.env["community.visit"].search(
            [("state", "=", "planned"), ("household_id", "in", self.households.ids)]
        )

    def test_preview_is_what_gets_written(self):
        plan = self.make_plan()
        self.assertEqual(plan.due_count, 9)
        self.assertEqual(plan.overdue_count, 9)
        self.assertEqual(plan.visit_count, 9)
        self.assertFalse(self.planned())
        action = plan.action_plan()
        visits = self.planned()
        self.assertEqual(len(visits), 9)
        self.assertEqual(self.env["community.visit"].search(action["domain"]), visits)
        self.assertEqual(visits.grid_id, self.grid)
        self.assertFalse(visits.calendar_event_id)

    def test_staircase_stays_with_one_worker(self):
        self.make_plan().action_plan()
        for visits in self.planned().grouped(lambda v: v.household_id.area_id).values():
            self.assertEqual(len(visits.user_id), 1)
        shares = {u: len(v) for u, v in self.planned().grouped("user_id").items()}
        self.assertEqual(shares, {self.worker: 5, self.colleague: 4})

    def test_walking_order_over_working_days(self):
        plan = self.make_plan()
        plan.action_plan()
        exceptions = self.env["community.holiday"]._exceptions(self.env.company)
        for visits in self.planned().grouped("user_id").values():
            walk = visits.sorted(lambda v: v.household_id.walk_key)
            self.assertEqual(walk.mapped("date"), sorted(visits.mapped("date")))
            self.assertTrue(all(is_workday(day, exceptions) for day in visits.mapped("date")))

    def test_limit_takes_the_most_urgent(self):
        """A plan that has room for fewer homes takes the one in need."""
        urgent = self.households[4]
        self.env["community.category.line"].create(
            {
                "category_id": self.env.ref(
                    "community_service.community_category_extreme_hardship"
                ).id,
                "household_id": urgent.id,
                "date_from": self.long_ago,
                "source": "operation",
            }
        )
        plan = self.make_plan(per_day=1)
        plan.date_to = plan.date_from
        self.assertEqual((plan.workday_count, plan.visit_count, plan.left_count), (1, 2, 7))
        plan.action_plan()
        self.assertIn(urgent, self.planned().household_id)

    def test_not_planned_twice(self):
        self.make_plan().action_plan()
        plan = self.make_plan()
        self.assertEqual((plan.already_count, plan.visit_count), (9, 0))
        with self.assertRaisesRegex(UserError, "planned already"):
            plan.action_plan()

    def test_passed_plan_is_moved(self):
        old = self.env["community.visit"].create(
            {
                "household_id": self.households[0].id,
                "date": self.today - datetime.timedelta(days=3),
                "user_id": self.worker2.id,
            }
        )
        plan = self.make_plan()
        self.assertEqual(plan.moved_count, 1)
        plan.action_plan()
        self.assertEqual(len(self.planned()), 9)
        self.assertGreaterEqual(old.date, plan.date_from)
        self.assertEqual(old.user_id, self.worker)

    def test_statement_equals_create(self):
        """The statement that writes a whole plan gives the rows that create() gives."""
        self.make_plan(kind="care", note="Heating").action_plan()
        planned = self.planned()
        created = self.env["community.visit"].create(
            [
                {
                    "household_id": visit.household_id.id,
                    "date": visit.date,
                    "user_id": visit.user_id.id,
                    "kind": "care",
                    "note": "Heating",
                }
                for visit in planned
            ]
        )
        self.env.flush_all()
        rows = []
        for visits in (planned, created):
            self.env.cr.execute(
                "SELECT * FROM community_visit WHERE id = ANY(%s) ORDER BY household_id",
                [visits.ids],
            )
            rows.append([{**row, "id": 0} for row in self.env.cr.dictfetchall()])
        self.assertEqual(len(rows[0]), 9)
        self.assertEqual(*rows)

    def test_programme(self):
        programme = self.env["community.programme"].create(
            {
                "name": "Every household",
                "date_from": self.today - datetime.timedelta(days=1),
                "date_to": self.today + datetime.timedelta(days=30),
                "area_ids": self.building1.ids,
            }
        )
        self.env["community.visit"].create(
            {"household_id": self.households[0].id, "date": self.today, "state": "done"}
        )
        plan = self.make_plan(scope="programme", programme_id=programme.id)
        plan.action_plan()
        visits = self.planned()
        self.assertEqual(visits.household_id, self.households[1:].sorted())
        self.assertEqual(visits.programme_ids, programme)

    def test_grid_worker_plans_own_grid_only(self):
        other = self.make_household(building=self.building2, date_entered=self.long_ago)
        plan = self.make_plan(grid_ids=(self.grid | self.grid2).ids).with_user(self.worker)
        self.env.invalidate_all()
        plan = (
            self.env["community.visit.plan"]
            .with_user(self.worker)
            .create(
                {
                    "grid_ids": (self.grid | self.grid2).ids,
                    "date_from": plan.sudo().date_from,
                    "date_to": plan.sudo().date_to,
                }
            )
        )
        self.assertEqual(plan.due_count, 9)
        plan.action_plan()
        self.assertFalse(self.env["community.visit"].search([("household_id", "=", other.id)]))

    def test_bad_input(self):
        with self.assertRaisesRegex(UserError, "passed"):
            self.make_plan(date_from=self.today - datetime.timedelta(days=1)).action_plan()
        with freeze_time("2025-10-01"):  # National Day: eight days off
            with self.assertRaisesRegex(UserError, "no working day"):
                self.make_plan(date_from="2025-10-01", date_to="2025-10-03").action_plan()

    def test_batch_is_constant(self):
        def queries(count):
            for _number in range(count):
                self.households |= self.make_household(date_entered=self.long_ago)
            plan = self.make_plan()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            plan.action_plan()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(1)
        self.assertEqual(queries(5), queries(30))

    def test_move_and_reassign(self):
        self.make_plan().action_plan()
        visits = self.planned()
        visits[0].action_cancel()
        day = self.today + datetime.timedelta(days=40)
        wizard = (
            self.env["community.visit.move"]
            .with_context(active_ids=visits.ids)
            .create({"date": day, "user_id": self.colleague.id})
        )
        self.assertEqual(wizard.planned_count, 8)
        wizard.action_apply()
        self.assertEqual(set(visits[1:].mapped("date")), {day})
        self.assertEqual(visits[1:].user_id, self.colleague)
        self.assertNotEqual(visits[0].date, day)
        with self.assertRaisesRegex(UserError, "Choose"):
            wizard.write({"date": False, "user_id": False})
            wizard.action_apply()
