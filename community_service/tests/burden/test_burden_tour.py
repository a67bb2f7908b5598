from odoo import fields
from odoo.tests import HttpCase, tagged

from .burden_case import BurdenCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestBurdenTour(BurdenCase, HttpCase):
    def test_from_the_switch_to_the_table(self):
        """A manager switches it on, a worker agrees and visits, the manager reads the minutes."""
        home = self.make_household(members=[{"name": "张小明", "role": "head"}], room="101")
        self.env["community.visit"].create(
            {
                "household_id": home.id,
                "date": fields.Date.context_today(self.worker),
                "user_id": self.worker.id,
            }
        )
        self.company.community_burden = False
        (self.worker | self.officer).sudo().community_burden_own = False
        self.start_tour("/odoo/community-settings", "community_burden_switch", login="manager")
        self.assertTrue(self.company.community_burden)
        self.start_tour("/odoo/my-day", "community_burden_agree", login="worker")
        self.assertTrue(self.worker.sudo().community_burden_own)
        spent = {"step": "door", "seconds": 150}
        for number, user in enumerate((self.worker2, self.worker3) * 2):
            self.times(user)._add_of_visit(self.company, spent)
            self.assertFalse(self.shown(), number)
        self.start_tour("/odoo/my-day", "community_burden_visit", login="worker")
        ((count, minutes),) = self.shown(step="door", role="grid_worker")
        self.assertEqual(count, 5)
        self.assertTrue(2 <= minutes < 2.6, minutes)
        self.start_tour("/odoo/minutes-per-entry", "community_burden_table", login="manager")
