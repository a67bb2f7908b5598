from dateutil.relativedelta import relativedelta
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestGridLoad(CommunityCase):
    """What the homes of a grid ask for by their need."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.env.company.community_visit_interval_months = 12
        cls.monthly, cls.quarterly = cls.env["community.category"].create(
            [
                {
                    "name": name,
                    "code": name,
                    "need_level": level,
                    "visit_interval_months": months,
                }
                for name, level, months in (("load_red", "red", 1), ("load_yellow", "yellow", 3))
            ]
        )

    def mark(self, home, category, date_to=False):
        self.env["community.category.line"].create(
            {
                "category_id": category.id,
                "resident_id": home.head_id.id,
                "date_from": self.today - relativedelta(years=1),
                "date_to": date_to,
            }
        )

    def test_homes_weigh_by_how_often_they_are_to_be_visited(self):
        """A home counts with the most frequent interval of its categories of today, another as the
        community visits everybody; what ended and an empty home weigh nothing more.
        """
        homes = [self.make_household() for _number in range(4)]
        self.mark(homes[0], self.monthly)
        self.mark(homes[0], self.quarterly)
        self.mark(homes[1], self.quarterly)
        self.mark(homes[2], self.monthly, self.today - relativedelta(days=1))
        self.make_household(building=self.building3)
        grid = self.grid.with_user(self.officer)
        mine = self.env["community.household"].search([("grid_id", "=", self.grid.id)])
        self.assertLessEqual(set(homes), set(mine))
        others = len(mine) - 4
        self.assertEqual((grid.red_count, grid.yellow_count), (1, 1))
        self.assertEqual(grid.visit_load, 12 + 4 + 1 + 1 + others)

    def test_it_is_the_grid_s_and_nobody_s(self):
        """The screen names no worker and puts grids in the order of their code; a grid worker does
        not have these figures.
        """
        action = self.env.ref("community_service.community_grid_load_action")
        for view in action.view_ids.view_id:
            names = set(etree.fromstring(view.arch).xpath("//field/@name"))
            self.assertFalse(names & {"officer_ids", "officer_line_ids", "create_uid", "write_uid"})
        Grid = self.env["community.grid"]
        self.assertEqual(Grid._order.split(",")[0], "code")
        for name in ("visit_load", "red_count", "yellow_count"):
            # Worked out when it is read: no list is put in an order by it.
            self.assertFalse(Grid._fields[name].store)
            with self.assertRaises(AccessError):
                self.grid.with_user(self.worker).read([name])

    def test_one_query_for_all_grids(self):
        grids = (self.grid | self.grid2).with_user(self.officer)
        grids.mapped("visit_load")
        grids.invalidate_recordset()
        self.env.flush_all()
        with self.assertQueryCount(1):
            grids.mapped("visit_load")
