from odoo import fields
from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestGridTour(CommunityCase, HttpCase):
    def test_assign_buildings_on_the_desk(self):
        """Many buildings go to a grid at once; what stands in them follows."""
        first = self.make_household()
        second = self.make_household(building=self.building2)
        self.start_tour("/odoo/grid-assignment", "community_grid_assign", login="officer")
        buildings = self.building1 | self.building2 | self.building3
        self.assertEqual(buildings.own_grid_id, self.grid2)
        self.assertEqual((first | second).grid_id, self.grid2)
        self.assertEqual(first.head_id.grid_id, self.grid2)
        line = self.building1.assignment_ids.filtered(lambda line: line.grid_id == self.grid2)
        self.assertEqual(line.date_from, fields.Date.context_today(self.officer))


@tagged("post_install", "-at_install", "community", "community_tour")
class TestGridPhoneTour(CommunityCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_assign_one_building_on_a_phone(self):
        """A phone selects no rows: the gear menu of a building gives it to a grid."""
        household = self.make_household()
        self.start_tour("/odoo/grid-assignment", "community_grid_assign_phone", login="officer")
        self.assertEqual(self.building1.own_grid_id, self.grid2)
        self.assertEqual(household.grid_id, self.grid2)
