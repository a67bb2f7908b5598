from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..base.test_access_http import AccessHttpCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestVisitDoorPhone(AccessHttpCase):
    """Phones at the door, through the calls that the screen makes: no mask is ever stored."""

    def check(self, value):
        return {
            "fact": "phone",
            "result": "changed",
            "resident_id": self.resident.id,
            "value": value,
        }

    def save(self, key, **values):
        return self.call(
            "community.visit",
            "save_at_the_door",
            self.household.id,
            {"client_key": key, "state": "done", **values},
        )

    def phone(self):
        self.env.invalidate_all()
        return self.resident.sudo().phone

    def test_officer_who_sees_a_mask_changes_and_undoes(self):
        self.authenticate("officer", "officer")
        door = self.call("community.visit", "at_the_door", self.household.id)
        self.assertEqual(door["people"][0]["phone"], "138****1234")
        self.assertEqual(self.save("k1", checks=[self.check("139 0000 0002")])["state"], "done")
        self.assertEqual(self.phone(), "13900000002")
        undone = self.call("community.visit", "undo_at_the_door", "k1")
        self.assertEqual(undone["state"], "cancelled")
        self.assertEqual(self.phone(), "13800001234")

    @mute_logger("odoo.http")  # says that the sentence went out
    def test_a_mask_is_refused_and_nothing_is_saved(self):
        self.authenticate("officer", "officer")
        error = self.save("k2", checks=[self.check("138****1234")])
        self.assertIn("type the whole new phone number", error["data"]["message"])
        self.assertEqual(self.phone(), "13800001234")
        self.assertFalse(self.household.visit_ids)

    def test_worker_and_a_number_changed_twice(self):
        self.authenticate("worker", "worker")
        self.save("k3", checks=[self.check("13900000002"), self.check("13900000003")])
        self.assertEqual(self.phone(), "13900000003")
        self.call("community.visit", "undo_at_the_door", "k3")
        self.assertEqual(self.phone(), "13800001234")

    def test_a_correction_made_since_is_kept(self):
        self.authenticate("officer", "officer")
        self.save("k4", checks=[self.check("13900000002")])
        self.resident.phone_input = "13700000003"
        self.env.flush_all()
        self.call("community.visit", "undo_at_the_door", "k4")
        self.assertEqual(self.phone(), "13700000003")

    def test_first_number_of_a_person(self):
        self.resident.phone_input = False
        self.env.flush_all()
        self.authenticate("officer", "officer")
        self.save("k5", checks=[self.check("13900000002")])
        self.call("community.visit", "undo_at_the_door", "k5")
        self.assertFalse(self.phone())
        Visit = self.env["community.visit"].with_user(self.officer)
        with self.assertRaisesRegex(UserError, "10 minutes"):
            Visit.undo_at_the_door("k5")
