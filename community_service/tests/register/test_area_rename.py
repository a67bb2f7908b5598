from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestAreaRename(CommunityCase):
    """A place that gets another name takes everything below along."""

    def make_estate(self, name, buildings):
        """Return an estate with that many buildings of one entrance, flat and household each."""
        Area = self.env["community.area"]
        estate = Area.create({"name": name, "kind": "estate", "parent_id": self.community.id})
        for number in range(1, buildings + 1):
            building = Area.create(
                {"name": f"{number}号楼", "kind": "building", "parent_id": estate.id}
            )
            entrance = Area.create({"name": "2单元", "kind": "entrance", "parent_id": building.id})
            self.make_household(building=entrance, room="303")
        return estate

    def below(self, estate):
        """Return every place, flat and household in the estate."""
        places = self.env["community.area"].search([("id", "child_of", estate.id)])
        inside = [("area_id", "in", places.ids)]
        return (
            places,
            self.env["community.dwelling"].search(inside),
            self.env["community.household"].search(inside),
        )

    def rename(self, estate, name):
        """Rename the estate as the screen does, from an empty cache."""
        estate.name = name
        self.env.flush_all()

    def test_everything_below_follows(self):
        estate = self.make_estate("小园", 3)
        self.rename(estate, "大园")
        places, dwellings, households = self.below(estate)
        self.assertEqual((len(places), len(dwellings), len(households)), (7, 3, 3))
        self.assertEqual(
            places.mapped("complete_name")[:3],
            ["测试社区大园", "测试社区大园1号楼", "测试社区大园1号楼2单元"],
        )
        self.assertEqual(
            households.mapped("address"),
            [f"测试社区大园{number}号楼2单元303" for number in (1, 2, 3)],
        )
        for area in places - estate:
            self.assertTrue(area.walk_key.startswith(f"{area.parent_id.walk_key}|"))
        for dwelling in dwellings:
            self.assertTrue(dwelling.walk_key.startswith(f"{dwelling.area_id.walk_key}|"))
        self.assertEqual(households.mapped("walk_key"), dwellings.mapped("walk_key"))

    def test_queries_do_not_grow(self):
        """Thirty buildings cost as many queries as three."""
        few, many = self.make_estate("小园", 3), self.make_estate("大园", 30)
        self.rename(few, "小园子")  # fill the caches of the registry
        counts = []
        for name in ("小园一", "小园二"):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.rename(few, name)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.env.invalidate_all()
        with self.assertQueryCount(counts[0]):
            self.rename(many, "大园一")
        self.assertIn("测试社区大园一30号楼2单元303", self.below(many)[2].mapped("address"))
