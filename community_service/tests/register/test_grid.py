import datetime

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tests.common import freeze_time

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestGrid(CommunityCase):
    def assign(self, areas, grid, date=None, user=None):
        wizard = Form(
            self.env["community.grid.assign"]
            .with_user(user or self.officer)
            .with_context(active_model="community.area", active_ids=areas.ids)
        )
        wizard.grid_id = grid
        if date:
            wizard.date_from = date
        wizard = wizard.save()
        wizard.action_assign()
        return wizard

    def test_many_buildings_at_once(self):
        first = self.make_household(building=self.building1)
        third = self.make_household(building=self.building3)
        wizard = self.assign(self.building1 | self.building3, self.grid2)
        self.assertEqual(wizard.household_count, 2)
        self.assertEqual((first | third).grid_id, self.grid2)
        self.assertEqual((first | third).residency_ids.grid_id, self.grid2)
        with self.assertRaises(AccessError):
            first.with_user(self.worker).check_access("read")
        first.with_user(self.worker2).check_access("read")
        self.assertEqual(
            self.building1.assignment_ids.sorted("date_from").mapped("grid_id"), self.grid2
        )

    def test_history_keeps_what_was(self):
        today = fields.Date.context_today(self.env.user)
        with freeze_time(today + datetime.timedelta(days=10)):
            self.assign(self.building1, self.grid2)
        lines = self.building1.assignment_ids.sorted("date_from")
        self.assertEqual(lines.mapped("grid_id.code"), ["T1", "T2"])

    def test_a_day_to_come_waits(self):
        household = self.make_household(building=self.building1)
        later = fields.Date.context_today(self.env.user) + datetime.timedelta(days=5)
        self.assign(self.building1, self.grid2, date=later)
        self.assertEqual(household.grid_id, self.grid)
        with freeze_time(later):
            self.env["community.grid.assignment"]._cron_apply()
        self.assertEqual(household.grid_id, self.grid2)

    def test_nearest_grid_wins(self):
        self.estate.own_grid_id = self.grid2
        self.assertEqual(self.building1.grid_id, self.grid)
        self.assertEqual(self.building3.grid_id, self.grid2)
        entrance = self.env["community.area"].create(
            {"name": "1单元", "kind": "entrance", "parent_id": self.building3.id}
        )
        self.assertEqual(entrance.grid_id, self.grid2)
        self.building3.own_grid_id = self.grid
        self.assertEqual(entrance.grid_id, self.grid)

    def test_taking_away_and_counting(self):
        household = self.make_household(building=self.building1)
        before = self.env["community.household"].search_count([("grid_id", "=", False)])
        wizard = (
            self.env["community.grid.assign"]
            .with_user(self.officer)
            .create({"area_ids": [Command.set(self.building1.ids)]})
        )
        with self.assertRaisesRegex(UserError, "1号楼"):
            wizard.action_assign()
        wizard.is_taken_away = True
        wizard.action_assign()
        self.assertFalse(household.grid_id)
        self.env.invalidate_all()
        self.assertEqual(wizard.without_count, before + 1)

    def test_a_home_that_stands_elsewhere_takes_all_along(self):
        """A room corrected into another building, or a home into another room, belongs to the grid
        of the new place with its people and all that was recorded of them.
        """
        home = self.make_household()
        visit = self.env["community.visit"].create(
            {
                "household_id": home.id,
                "date": fields.Date.context_today(home),
                "user_id": self.officer.id,
            }
        )
        old = home.dwelling_id
        other = self.make_household(building=self.building2).dwelling_id.copy({"room": "1902"})
        places = (
            (lambda: old.write({"area_id": self.building2.id, "room": "1901"}), self.building2),
            (lambda: old.write({"area_id": self.building1.id}), self.building1),
            (lambda: home.write({"dwelling_id": other.id}), self.building2),
        )
        for move, building in places:
            move()
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(building=building.name):
                self.assertEqual(home.area_id, building)
                for records in (home, home.dwelling_id, home.head_id, home.residency_ids, visit):
                    self.assertEqual(records.grid_id, building.grid_id, records._name)
                seen_by = {self.grid: self.worker, self.grid2: self.worker2}
                for grid, user in seen_by.items():
                    found = (
                        self.env["community.visit"].with_user(user).search([("id", "=", visit.id)])
                    )
                    self.assertEqual(bool(found), grid == building.grid_id)

    def test_former_resident_keeps_the_last_grid(self):
        household = self.make_household(building=self.building1)
        person = household.head_id
        household.residency_ids.write(
            {"date_to": fields.Date.context_today(self.env.user), "end_reason": "move_out"}
        )
        self.assertEqual(person.resident_kind, "former")
        self.assertEqual(person.grid_id, self.grid)
        person.with_user(self.worker).check_access("read")

    def test_propagation_is_one_statement(self):
        for _turn in range(3):
            self.make_household(building=self.building1)
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.building1._propagate_grid()

    def test_worker_may_not_assign(self):
        with self.assertRaises(AccessError):
            self.assign(self.building1, self.grid2, user=self.worker)

    def test_worker_line_ends_at_midnight(self):
        household = self.make_household(building=self.building1)
        self.grid.officer_line_ids.date_to = fields.Date.context_today(self.env.user)
        household.with_user(self.worker).check_access("read")
        with freeze_time(fields.Date.context_today(self.env.user) + datetime.timedelta(days=2)):
            self.assertFalse(
                self.env["community.household"].with_user(self.worker).search_count([])
            )

    def test_overlapping_lines_of_one_worker(self):
        with self.assertRaisesRegex(ValidationError, "already works in grid Grid 1"):
            self.grid.officer_line_ids = [
                Command.create({"user_id": self.worker.id, "date_from": "2024-01-01"})
            ]

    def test_place_inside_itself(self):
        with self.assertRaisesRegex(ValidationError, "which is a part of it"):
            self.community.parent_id = self.building1
