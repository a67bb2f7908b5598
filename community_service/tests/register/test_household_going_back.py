import datetime

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestHouseholdGoingBack(CommunityCase):
    """What keeps an operation from going back, and what comes back with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.home = cls.make_household(
            [
                {"name": "王强", "role": "head", "birth_date": "1970-01-02"},
                {"name": "王小明", "role": "child", "birth_date": "2000-01-02"},
            ],
            room="101",
        )
        cls.head, cls.son = cls.home.residency_ids.sorted("id").resident_id
        cls.dwelling = cls.env["community.dwelling"].create(
            {"area_id": cls.building1.id, "room": "909"}
        )

    def visit(self, household, days_ago=0, **values):
        date = self.today - datetime.timedelta(days=days_ago)
        return self.env["community.visit"].create(
            {"household_id": household.id, "date": date, "state": "done", **values}
        )

    def split(self):
        operation = self.home.with_user(self.worker)._split(
            self.today, self.son, self.dwelling, self.son
        )
        return operation.with_user(self.worker), operation.household_ids - self.home

    def test_visit_to_the_new_household(self):
        """A household that was visited does not vanish, neither by undo nor by reversal."""
        for state in ("done", "absent", "planned"):
            operation, new = self.split()
            visit = self.visit(new, state=state)
            with self.subTest(state=state):
                with self.assertRaisesRegex(UserError, "The visit .*909.* stands in the way"):
                    operation.action_undo()
                with (
                    freeze_time(fields.Datetime.now() + datetime.timedelta(days=2)),
                    self.assertRaisesRegex(UserError, "The visit .*909.* stands in the way"),
                ):
                    operation.invalidate_recordset(["can_undo", "can_reverse"])
                    operation.action_reverse("Entered for the wrong family")
                self.assertEqual(operation.state, "done")
                self.assertEqual(new.head_id, self.son)
            self.env.cr.execute("DELETE FROM community_visit WHERE id = %s", [visit.id])
            self.env.invalidate_all()
            operation.action_undo()
            self.assertFalse(new.exists())

    def test_merge_reversed_gives_both_back_with_their_visits(self):
        other = self.make_household([{"name": "张小明", "role": "head"}], room="202")
        here = self.visit(self.home, 20) | self.visit(self.home, 10)
        there = self.visit(other, 15, situation="一切都好")
        planned = self.visit(other, state="planned", user_id=self.worker.id)
        before = (self.home.next_visit_date, other.next_visit_date)
        merge = other.with_user(self.worker)._merge(self.today, self.home.with_user(self.worker))
        self.assertFalse(other.active)
        self.assertEqual(self.home.member_count, 3)
        self.assertEqual(there.household_id, other, "history stays where it was made")
        Visit = self.env["community.visit"].with_user(self.worker)
        self.assertNotIn(planned.id, [card["id"] for card in Visit.my_day()["cards"]])
        with freeze_time(fields.Datetime.now() + datetime.timedelta(days=3)):
            merge.invalidate_recordset(["can_undo", "can_reverse"])
            merge.with_user(self.worker).action_reverse("Two families after all")
        self.assertTrue(other.active)
        self.assertEqual((other.head_id.name, other.member_count), ("张小明", 1))
        self.assertEqual((self.home.head_id, self.home.member_count), (self.head, 2))
        self.assertEqual(self.home.visit_ids.filtered(lambda v: v.state == "done"), here)
        self.assertEqual(other.visit_ids, there | planned)
        self.assertEqual((self.home.next_visit_date, other.next_visit_date), before)
        self.assertEqual(other.last_visit_date, there.date)
        self.assertIn(planned.id, [card["id"] for card in Visit.my_day()["cards"]])

    def test_what_was_entered_about_a_new_person(self):
        """Deleting the person would delete it as well, so that it stands in the way."""
        operation = self.home._move_in(self.today, values={"name": "孙新"})
        person = operation.resident_ids
        relative = self.make_household([{"name": "孙远", "role": "head"}]).head_id
        kinship = self.env["community.kinship"].create(
            {"resident_id": relative.id, "relative_id": person.id, "kind": "child"}
        )
        with self.assertRaisesRegex(UserError, r"孙新 \(Child\) \(Kinship\) was recorded after"):
            operation.action_undo()
        kinship.unlink()
        visit = self.visit(self.home, 1, met_resident_ids=person.ids)
        with self.assertRaisesRegex(UserError, r"\(Visit\) was recorded after"):
            operation.action_undo()
        visit.met_resident_ids = False
        operation.action_undo()
        self.assertFalse(person.exists())

    def test_what_was_entered_about_a_new_household(self):
        operation, new = self.split()
        need = self.env["community.visit.need"].create(
            {"household_id": new.id, "name": "Heating is off", "user_id": self.worker.id}
        )
        with self.assertRaisesRegex(UserError, r"Heating is off .*was recorded after"):
            operation.action_undo()
        need.unlink()
        operation.action_undo()
        self.assertFalse(new.exists())

    def test_a_name_of_another_grid_is_not_told(self):
        far = self.make_household([{"name": "李远", "role": "head"}], building=self.building2)
        number = self.make_id_number()
        far.head_id.id_number_input = number
        known = self.env["community.resident"].with_user(self.worker)
        known = known._find_by_id_number(number, "李远")
        operation = self.home.with_user(self.worker)._move_in(self.today, known)
        visit = self.visit(far)
        self.env.cr.execute(
            "UPDATE community_visit SET write_date = write_date + interval '1 hour' WHERE id = %s",
            [visit.id],
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Visit of another grid") as caught:
            operation.with_user(self.worker).action_undo()
        self.assertNotIn(far.address, str(caught.exception))

    def test_clearing_up_after_the_door_stands_in_no_way(self):
        """The nightly job forgets the undo of a visit; the visit is not younger for that."""
        result = (
            self.env["community.visit"]
            .with_user(self.worker)
            .save_at_the_door(self.home.id, {"client_key": "k1", "state": "done"})
        )
        operation = self.home.with_user(self.worker)._change_head(self.today, self.son)
        visit = self.env["community.visit"].browse(result["visit_id"])
        written = visit.write_date
        with freeze_time(fields.Datetime.now() + datetime.timedelta(days=1)):
            self.env["community.visit"]._gc_undo_values()
            self.assertFalse(visit.sudo().undo_values)
            self.assertEqual(visit.write_date, written)
            operation.invalidate_recordset(["can_undo", "can_reverse"])
            operation.with_user(self.worker).action_reverse("The father stays the head")
        self.assertEqual(self.home.head_id, self.head)

    def test_late_report_of_a_death_still_gets_its_visit(self):
        """Reported three weeks later, the visit is asked for today, not in the past."""
        self.son.birth_date = "1950-01-01"
        day = self.today - datetime.timedelta(days=21)
        self.home.with_user(self.worker)._death(day, self.head, self.son)
        self.assertEqual(self.home.own_visit_date, self.today)
        self.assertEqual(self.home.next_visit_date, self.today)
        self.assertEqual(self.home.activity_ids.date_deadline, self.today)

    def test_death_that_leaves_somebody_young_proposes_nothing(self):
        self.home.with_user(self.worker)._death(self.today, self.head, self.son)
        self.assertFalse(self.home.own_visit_date)
        self.assertFalse(self.home.activity_ids)
        self.assertFalse(self.son.category_ids)
