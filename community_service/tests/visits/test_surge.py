import datetime

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestSurge(CommunityCase):
    """Heat, snow, flood: everybody of the chosen categories is to be reached today."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.officer)
        cls.category = cls.env["community.category"].create(
            {
                "name": "怕热的人",
                "code": "t_heat",
                "need_level": "yellow",
                "subject": "household",
                "company_id": cls.env.company.id,
            }
        )
        cls.homes = cls.make_household(room="101") | cls.make_household(room="102")
        cls.far = cls.make_household(room="201", building=cls.building2)
        cls.cool = cls.make_household(room="103")
        cls.env["community.category.line"].create(
            [
                {
                    "category_id": cls.category.id,
                    "household_id": home.id,
                    "date_from": "2020-01-01",
                }
                for home in cls.homes | cls.far
            ]
        )
        cls.surge = (
            cls.env["community.programme"]
            .with_user(cls.officer)
            .create(
                {
                    "name": "高温",
                    "surge": "heat",
                    "date_from": cls.today,
                    "date_to": cls.today,
                    "category_ids": cls.category.ids,
                }
            )
        )

    def planned(self):
        return self.env["community.visit"].search(
            [("household_id", "in", (self.homes | self.far | self.cool).ids)]
        )

    def test_everybody_gets_a_call_and_is_ticked_off(self):
        """A call for each home, by its worker; a call or a visit ticks; it closes with a count."""
        self.surge.action_plan_surge()
        calls = self.planned()
        self.assertEqual(calls.household_id, self.homes | self.far)
        self.assertEqual(set(calls.mapped("mode")), {"phone"})
        self.assertEqual(
            calls.filtered(lambda call: call.household_id == self.far).user_id, self.worker2
        )
        self.assertRecordValues(self.surge, [{"household_count": 3, "visited_count": 0}])
        self.surge.action_plan_surge()
        self.assertEqual(self.planned(), calls)
        first, second = calls.filtered(lambda call: call.user_id == self.worker)
        first.situation = "接通，一切都好"
        first.with_user(self.worker).action_done()
        second.write({"situation": "上门，送了水", "mode": "home"})
        second.with_user(self.worker).action_done()
        self.surge.invalidate_recordset()
        self.assertRecordValues(self.surge, [{"household_count": 3, "visited_count": 2}])
        missing = self.surge.action_open_missing()
        self.assertEqual(self.env["community.household"].search(missing["domain"]), self.far)
        self.surge.action_close_surge()
        self.assertRecordValues(
            self.surge, [{"closed_reached": 2, "closed_due": 3, "date_closed": self.today}]
        )
        # What happens afterwards does not change the count of the day.
        calls.filtered(lambda call: call.user_id == self.worker2).write({"situation": "晚了"})
        calls.filtered(lambda call: call.user_id == self.worker2).action_done()
        self.assertEqual(self.surge.closed_reached, 2)

    def test_a_closed_list_stays(self):
        """Closed twice, planned after the end, changed later: a sentence, and nothing happens."""
        self.surge.action_close_surge()
        for method in ("action_close_surge", "action_plan_surge"):
            with self.subTest(method=method), self.assertRaisesRegex(UserError, "no open surge"):
                getattr(self.surge, method)()
        with self.assertRaises(UserError):
            self.surge.category_ids = False
        with self.assertRaises(AccessError):
            self.surge.closed_reached = 99
        self.assertFalse(self.planned())

    def test_without_categories_or_on_another_day_nobody_is_called(self):
        """No category, a day that is not today, an ordinary programme, a grid worker: refused."""
        self.surge.category_ids = False
        with self.assertRaisesRegex(UserError, "choose the categories"):
            self.surge.action_plan_surge()
        self.surge.category_ids = self.category
        day = self.today + datetime.timedelta(days=2)
        self.surge.write({"date_to": day, "date_from": day})
        with self.assertRaisesRegex(UserError, "calls are planned on these days"):
            self.surge.action_plan_surge()
        self.surge.surge = False
        with self.assertRaisesRegex(UserError, "no open surge list"):
            self.surge.action_plan_surge()
        with self.assertRaises(AccessError):
            self.surge.with_user(self.worker).action_plan_surge()
        self.assertFalse(self.planned())
