import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import CommunityCase


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


@tagged("post_install", "-at_install", "community", "community_tour")
class TestVisitPlanTour(VisitTourCase):
    def test_plan(self):
        long_ago = self.today - relativedelta(months=20)
        (self.household | self.other).date_entered = long_ago
        # The period always holds a working day, also in a holiday week.
        self.env["community.holiday"].search(
            [
                ("date", ">=", self.today),
                ("date", "<=", self.today + datetime.timedelta(days=6)),
            ]
        ).unlink()
        self.start_tour("/odoo", "community_visit_plan", login="worker")
        planned = self.env["community.visit"].search(
            [("household_id", "in", (self.household | self.other).ids)]
        )
        self.assertEqual(planned.mapped("state"), ["planned", "planned"])
        self.assertEqual(planned.user_id, self.worker)
