from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestRegister(CommunityCase):
    def test_household_follows_its_people(self):
        household = self.make_household(
            [{"name": "王强", "role": "head"}, {"name": "赵敏", "role": "spouse"}]
        )
        self.assertEqual(household.head_id.name, "王强")
        self.assertEqual(household.member_count, 2)
        self.assertEqual(household.grid_id, self.grid)
        self.assertEqual(household.address, "测试社区望河小区1号楼101")
        self.assertEqual(household.head_id.grid_id, self.grid)
        self.assertEqual(household.head_id.resident_kind, "permanent")

    def test_worker_sees_own_grid_only(self):
        own = self.make_household()
        other = self.make_household(building=self.building2)
        without = self.make_household(building=self.building3)
        found = self.env["community.household"].with_user(self.worker).search([])
        self.assertIn(own, found)
        self.assertNotIn(other, found)
        self.assertNotIn(without, found)
        self.assertIn(without, self.env["community.household"].with_user(self.officer).search([]))

    def test_grid_propagates(self):
        household = self.make_household(building=self.building3)
        self.building3.own_grid_id = self.grid2
        self.assertEqual(household.grid_id, self.grid2)
        self.assertEqual(household.residency_ids.grid_id, self.grid2)
        self.assertEqual(household.head_id.grid_id, self.grid2)
        self.assertEqual(household.dwelling_id.grid_id, self.grid2)

    def test_find(self):
        number = self.make_id_number()
        household = self.make_household(
            [
                {
                    "name": "欧阳小明",
                    "role": "head",
                    "id_number_input": number,
                    "phone_input": "13800001234",
                }
            ]
        )
        person = household.head_id
        Resident = self.env["community.resident"].with_user(self.worker)
        for text in ("小明", "明", "欧阳", "oyxm", "13800001234", "1234", number, number[-4:]):
            with self.subTest(text=text):
                self.assertIn(person.id, [r[0] for r in Resident.name_search(text)])
        self.assertEqual(person.with_user(self.officer).phone_display, "138****1234")
        self.assertEqual(person.with_user(self.worker).phone_display, "13800001234")

    def test_new_parts_take_the_grid_of_their_new_place(self):
        Area = self.env["community.area"]
        building = Area.create(
            {
                "name": "8号楼",
                "kind": "building",
                "parent_id": self.estate.id,
                "own_grid_id": self.grid.id,
            }
        )
        entrance = Area.create({"name": "1单元", "kind": "entrance", "parent_id": building.id})
        self.assertEqual(entrance.grid_id, self.grid)
        estate = Area.create(
            {
                "name": "新小区",
                "kind": "estate",
                "parent_id": self.community.id,
                "own_grid_id": self.grid.id,
            }
        )
        building = Area.create({"name": "1号楼", "kind": "building", "parent_id": estate.id})
        entrance = Area.create({"name": "1单元", "kind": "entrance", "parent_id": building.id})
        self.assertEqual(entrance.grid_id, self.grid)
        household = self.make_household(building=entrance)
        self.assertEqual(household.grid_id, self.grid)
