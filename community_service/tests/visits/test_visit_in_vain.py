import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestVisitInVain(CommunityCase):
    """Visits in vain: why, and what comes next."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.household = cls.make_household(date_entered=cls.today - relativedelta(years=2))

    def setUp(self):
        super().setUp()
        self.Visit = self.env["community.visit"].with_user(self.worker)
        self.number = 0

    def save(self, **values):
        self.number += 1
        return self.Visit.save_at_the_door(
            self.household.id, {"client_key": f"k{self.number}", "state": "absent", **values}
        )

    def planned(self):
        return self.env["community.visit"].search(
            [("household_id", "=", self.household.id), ("state", "=", "planned")]
        )

    def tasks(self):
        return (
            self.env["mail.activity"]
            .sudo()
            .search([("community_visit_id.household_id", "=", self.household.id)])
        )

    def test_nobody_home_is_tried_at_another_part_of_the_day(self):
        """Morning, then evening, then afternoon: never the same again, never a day that passed."""
        parts = ["morning"]
        for _time in range(3):
            result = self.save(day_part=parts[-1])
            planned = self.planned()
            self.assertEqual(len(planned), 1)
            self.assertGreater(planned.date, self.today)
            self.assertEqual(result["next_try"], fields.Date.to_string(planned.date))
            self.assertEqual(planned.user_id, self.worker)
            self.assertEqual(result["next_visit_date"], "", "overdue: no day that has passed")
            parts.append(planned.day_part)
            self.assertTrue(result["next_part"])
        self.assertEqual(parts, ["morning", "evening", "afternoon", "morning"])

    def test_the_day_of_the_next_try_counts_from_today(self):
        """A visit in vain that is sent late plans nothing for a day that has passed."""
        day = self.today - datetime.timedelta(days=30)
        result = self.save(date=fields.Date.to_string(day), day_part="evening")
        self.assertGreater(fields.Date.to_date(result["next_try"]), self.today)
        self.assertEqual(self.planned().day_part, "morning")

    def test_what_is_planned_already_is_the_next_try(self):
        ahead = self.env["community.visit"].create(
            {"household_id": self.household.id, "date": self.today + datetime.timedelta(days=20)}
        )
        result = self.save()
        self.assertEqual(self.planned(), ahead)
        self.assertEqual(result["next_try"], fields.Date.to_string(ahead.date))

    def test_the_next_try_goes_with_the_visit(self):
        self.save(day_part="morning")
        self.assertEqual(self.planned().retry_of_id.state, "absent")
        self.Visit.undo_at_the_door("k1")
        self.assertFalse(self.planned())
        self.save(outcome="refused")
        self.assertEqual(len(self.tasks()), 1)
        self.Visit.undo_at_the_door("k2")
        self.assertFalse(self.tasks())

    def test_the_same_at_the_desk(self):
        visit = self.env["community.visit"].create({"household_id": self.household.id})
        visit.with_user(self.worker).action_absent()
        self.assertEqual(self.planned().retry_of_id, visit)
        visit.with_user(self.worker).outcome = "moved_away"
        self.assertFalse(self.planned())
        self.assertEqual(len(self.tasks()), 1)
        visit.with_user(self.worker).action_plan_again()
        self.assertFalse(self.tasks())
        self.assertEqual(self.planned(), visit)
        self.assertFalse(visit.outcome)

    def test_each_outcome_has_its_next_step(self):
        """Refused and wrong address go to the office, who left to whoever stands there."""
        for outcome, user in (
            ("refused", self.officer),
            ("wrong_address", self.officer),
            ("moved_away", self.worker),
            ("nobody_lives", self.worker),
        ):
            with self.subTest(outcome):
                before = self.tasks()
                result = self.save(outcome=outcome, situation="邻居说的")
                task = self.tasks() - before
                self.assertEqual(len(task), 1)
                self.assertEqual(
                    (task.res_model, task.res_id), ("community.household", self.household.id)
                )
                self.assertEqual(task.user_id, user)
                self.assertIn(task.summary, result["next_step"])
                self.assertFalse(result["next_try"])
                self.assertFalse(self.planned())
                self.save(outcome=outcome)
                self.assertEqual(len(self.tasks() - before), 1, "told twice it is one task")
                visit = self.env["community.visit"].browse(result["visit_id"])
                self.assertEqual((visit.outcome, visit.situation), (outcome, "邻居说的"))
                self.assertFalse(visit.is_valid)
        door = self.Visit.at_the_door(self.household.id)
        self.assertEqual(door["visits"][0]["label"], "Nobody lives here")

    def test_a_call_without_an_answer(self):
        result = self.save(outcome="no_answer", mode="phone", day_part="morning")
        self.assertEqual(self.planned().mode, "phone")
        self.assertEqual(result["outcome_label"], "No answer")

    def test_nothing_is_planned_where_nobody_is_left(self):
        self.household.active = False
        self.save()
        self.assertFalse(self.planned())

    def test_the_state_says_the_outcome(self):
        visit = self.env["community.visit"].browse(self.save()["visit_id"])
        self.assertEqual(visit.outcome, "nobody_home")
        done = self.Visit.save_at_the_door(
            self.household.id, {"client_key": "d", "state": "done", "outcome": "refused"}
        )
        self.assertFalse(self.env["community.visit"].browse(done["visit_id"]).outcome)
        for values in ({"outcome": "eaten"}, {"day_part": "midnight"}, {"outcome": 7}):
            with self.subTest(values), self.assertRaises(UserError):
                self.save(**values)


@tagged("post_install", "-at_install", "community", "community_tour")
class TestSavedBarTour(CommunityCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_saved_from_a_household_with_the_same_undo(self):
        """From the form: nobody home, the same words and undo as in My Day; then moved away."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.worker.lang = "zh_CN"
        home = self.make_household(members=[{"name": "张小明", "role": "head"}])
        self.start_tour(f"/odoo/households/{home.id}", "community_saved_bar", login="worker")
        visits = self.env["community.visit"].search([("household_id", "=", home.id)])
        self.assertEqual(visits.filtered(lambda v: v.state == "absent").outcome, "moved_away")
        self.assertEqual(len(visits.filtered(lambda v: v.state == "planned")), 0)
