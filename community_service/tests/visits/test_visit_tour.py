import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


class VisitTourCase(CommunityCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.household = cls.make_household(
            members=[{"name": "张小明", "role": "head", "phone": "13800000001"}], room="101"
        )
        cls.other = cls.make_household(members=[{"name": "李丽", "role": "head"}], room="102")


@tagged("post_install", "-at_install", "community", "community_tour")
class TestMyDayTour(VisitTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_my_day_to_saved(self):
        """My Day, At the Door, saved: four taps and one text; undo; nobody home; later."""
        visits = self.env["community.visit"].create(
            [
                {"household_id": home.id, "date": self.today, "user_id": self.worker.id}
                for home in (self.household, self.other)
            ]
        )
        self.make_household(room="103", date_entered=self.today - relativedelta(years=2))
        self.start_tour("/odoo/my-day", "community_my_day", login="worker")
        self.assertRecordValues(
            visits[0],
            [
                {
                    "state": "done",
                    "situation": "All is well, the heating works again.",
                    "answered_on_spot": True,
                    "met_resident_ids": self.household.head_id.ids,
                }
            ],
        )
        self.assertEqual(self.household.last_visit_date, self.today)
        self.assertEqual(visits[1].state, "planned")
        self.assertGreater(visits[1].date, self.today)


class PlanTourCase(VisitTourCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.household | cls.other).date_entered = cls.today - relativedelta(months=20)
        # The period always holds a working day, also in a holiday week.
        cls.env["community.holiday"].search(
            [
                ("date", ">=", cls.today),
                ("date", "<=", cls.today + datetime.timedelta(days=6)),
            ]
        ).unlink()

    def assert_planned(self):
        planned = self.env["community.visit"].search(
            [("household_id", "in", (self.household | self.other).ids)]
        )
        self.assertEqual(planned.mapped("state"), ["planned", "planned"])
        self.assertEqual(planned.user_id, self.worker)


@tagged("post_install", "-at_install", "community", "community_tour")
class TestVisitPlanTour(PlanTourCase):
    def test_plan(self):
        self.start_tour("/odoo", "community_visit_plan", login="worker")
        self.assert_planned()


@tagged("post_install", "-at_install", "community", "community_tour")
class TestVisitPlanPhoneTour(PlanTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_plan_on_a_phone(self):
        self.start_tour("/odoo/my-day", "community_visit_plan_phone", login="worker")
        self.assert_planned()


@tagged("post_install", "-at_install", "community", "community_tour")
class TestVisitDeskTour(VisitTourCase):
    def test_visit_recorded_at_the_desk(self):
        visit = self.env["community.visit"].create(
            {"household_id": self.household.id, "date": self.today, "user_id": self.officer.id}
        )
        self.start_tour("/odoo/visits", "community_visit_desk", login="officer")
        self.assertRecordValues(
            visit,
            [{"state": "done", "situation": "一切都好", "visitor_ids": self.officer.ids}],
        )
        self.assertEqual(self.household.last_visit_date, self.today)
