from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_life_event import CaringCase


@tagged("post_install", "-at_install", "community")
class TestLifeClosing(CaringCase):
    """A death ends by proposal what still runs; a named person confirms once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alone = cls.make_household(
            [{"name": "钱老", "role": "head", "birth_date": "1940-01-01"}]
        )
        cls.old = cls.alone.head_id
        cls.visit = cls.env["community.visit"].create(
            {"household_id": cls.alone.id, "date": cls.today, "user_id": cls.worker.id}
        )
        cls.need = cls.env["community.visit.need"].create(
            {"name": "送饭", "household_id": cls.alone.id, "kind": "caring"}
        )
        cls.birthday = cls.Event._propose("birthday_90", cls.old, None, cls.today, cls.old.id)

    def die(self, household, resident):
        household.with_user(self.worker)._death(self.today, resident)
        farewell = self.Event.search(
            [("reason", "=", "death"), ("resident_id", "=", resident.id)]
        ).with_user(self.worker)
        farewell.action_accept()
        return farewell

    def test_one_confirm_ends_what_ran_on(self):
        """Nothing of the dead ends by itself: one confirm of a named person ends visit, need and
        birthday, and who did it is kept.
        """
        farewell = self.die(self.alone, self.old)
        self.assertEqual(farewell.loose_end_count, 3)
        self.assertEqual(self.visit.state, "planned", "nothing ends by itself")
        dialog = self.env["community.life.event.ending"].browse(
            farewell.action_loose_ends()["res_id"]
        )
        self.assertEqual(dialog.line_ids.mapped("is_chosen"), [True, True, True])
        dialog.with_user(self.worker).action_apply()
        self.assertEqual(self.visit.state, "cancelled")
        self.assertEqual(self.need.state, "cancelled")
        self.assertRecordValues(
            self.birthday, [{"state": "cancelled", "end_reason": "The person has died."}]
        )
        self.assertRecordValues(
            farewell, [{"ended_by_id": self.worker.id, "date_ended": self.today}]
        )
        with self.assertRaisesRegex(UserError, "nothing runs on"):
            farewell.action_loose_ends()

    def test_the_family_that_stays_is_visited_further(self):
        visit = self.env["community.visit"].create(
            {"household_id": self.household.id, "date": self.today, "user_id": self.worker.id}
        )
        farewell = self.die(self.household, self.household.resident_ids - self.head)
        dialog = self.env["community.life.event.ending"].browse(
            farewell.action_loose_ends()["res_id"]
        )
        self.assertRecordValues(
            dialog.line_ids,
            [{"res_model": "community.visit", "res_id": visit.id, "is_chosen": False}],
        )
        dialog.with_user(self.worker).action_apply()
        self.assertEqual(visit.state, "planned")
        self.assertEqual(farewell.ended_by_id, self.worker)

    def test_open_requests_end_with_the_person(self):
        request = self.env["community.request"].create(
            {
                "description": "办老年优待证",
                "channel": "window",
                "resident_id": self.old.id,
                "household_id": self.alone.id,
            }
        )
        farewell = self.die(self.alone, self.old)
        self.assertEqual(farewell.loose_end_count, 4)
        farewell._end_matters({(request._name, request.id)})
        self.assertEqual(request.state, "cancelled")
        self.assertEqual(self.visit.state, "planned")

    def test_a_line_of_ones_own_ends_nothing(self):
        other = self.env["community.visit"].create(
            {"household_id": self.household.id, "date": self.today}
        )
        farewell = self.die(self.alone, self.old)
        farewell._end_matters({("community.visit", other.id)})
        self.assertEqual(other.state, "planned")
        with self.assertRaises(AccessError):
            farewell.with_user(self.worker2)._end_matters(set())
        with self.assertRaises(AccessError):
            farewell.with_user(self.auditor).action_loose_ends()
