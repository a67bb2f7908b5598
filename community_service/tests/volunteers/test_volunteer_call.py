from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_volunteer import VolunteerCase


@tagged("post_install", "-at_install", "community")
class TestVolunteerCall(VolunteerCase):
    def test_matching_by_skill_place_time_and_insurance(self):
        """Skill, insurance, place, time of the week and other promises each take a volunteer off
        the list and put them back on it.
        """
        skill = self.env.ref("community_service.community_volunteer_skill_driving")
        call = self.make_call(
            skill_ids=[Command.set(skill.ids)], household_id=self.household.id, needs_insurance=True
        )
        everybody = self.anna | self.bo
        self.assertFalse(call._matching() & everybody)
        everybody.write(
            {"skill_ids": [Command.link(skill.id)], "insurance_until": self.today + timedelta(9)}
        )
        self.assertEqual(call._matching() & everybody, everybody)
        # place
        self.bo.area_ids = self.building2
        self.assertEqual(call._matching() & everybody, self.anna)
        self.bo.area_ids = self.estate
        self.assertEqual(call._matching() & everybody, everybody)
        self.bo.write({"area_ids": [Command.clear()], "grid_ids": [Command.set(self.grid2.ids)]})
        self.assertEqual(call._matching() & everybody, self.anna)
        self.bo.grid_ids = self.grid
        # time: tomorrow 9 to 11
        weekday = str((self.today + timedelta(days=1)).weekday())
        times = self.env["community.volunteer.time"].search([("weekday", "=", weekday)])
        self.bo.time_ids = times.filtered(lambda t: t.part == "3_evening")
        self.assertEqual(call._matching() & everybody, self.anna)
        self.bo.time_ids = times.filtered(lambda t: t.part == "1_morning")
        self.assertEqual(call._matching() & everybody, everybody)
        # promised elsewhere at that hour
        other = self.make_call(name="别处")
        other.action_open()
        self.sign_up(other, self.bo)
        self.assertEqual(call._matching() & everybody, self.anna)

    def test_a_call_asks_those_who_fit(self):
        self.bo.area_ids = self.building2
        call = self.make_call(household_id=self.household.id)
        call.action_open()
        self.assertIn(self.anna, call.asked_ids)
        self.assertNotIn(self.bo, call.asked_ids)
        self.bo.area_ids = False
        call.action_ask()
        self.assertIn(self.bo, call.asked_ids)
        self.assertEqual(call.grid_id, self.grid)

    def test_a_call_from_a_need(self):
        need = self.env["community.visit.need"].create(
            {"name": "老人需要陪同", "household_id": self.household.id, "user_id": self.worker.id}
        )
        action = need.with_user(self.worker).action_call_volunteers()
        call = self.make_call(
            user=self.worker.with_context(**action["context"]).env.user,
        )
        Call = self.env["community.volunteer.call"].with_user(self.worker)
        call = Call.with_context(**action["context"]).create(
            {
                "name": "陪同",
                "date_start": self.now + timedelta(hours=2),
                "date_stop": self.now + timedelta(hours=4),
            }
        )
        self.assertEqual(call.household_id, self.household)
        self.assertEqual(call.briefing, "老人需要陪同")
        self.assertEqual(call.action_open_origin()["res_id"], need.id)
        call.action_open()
        signup = self.sign_up(call, self.anna, user=self.worker)
        self.assertFalse(need.contribution_ids)
        self.assertFalse(signup.briefing)
        signup.action_accept()
        self.assertEqual(signup.briefing, "老人需要陪同")
        claim = need.contribution_ids
        self.assertRecordValues(
            claim,
            [
                {
                    "partner_id": self.anna.partner_id.id,
                    "capacity": "volunteer",
                    "state": "claimed",
                }
            ],
        )
        signup.action_withdraw()
        self.assertEqual(claim.state, "withdrawn")
        self.assertFalse(signup.briefing)

    def test_capacity(self):
        """A call takes no more sign-ups than it wants, frees a place that is given up, and the
        database refuses a higher number as well.
        """
        call = self.make_call(capacity=1)
        call.action_open()
        first = self.sign_up(call, self.anna)
        self.assertEqual((call.taken_count, call.free_count), (1, 0))
        with self.refused(UserError, "1 volunteers were wanted and have signed up"):
            self.sign_up(call, self.bo)
        first.action_decline()
        self.assertEqual(call.free_count, 1)
        self.sign_up(call, self.bo)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env.cr.execute(
                "UPDATE community_volunteer_call SET taken_count = 2 WHERE id = %s", [call.id]
            )

    def test_bad_calls_get_a_sentence(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.make_call(capacity=0)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.make_call(date_stop=self.now - timedelta(days=9))
        past = self.make_call(
            date_start=self.now - timedelta(hours=9), date_stop=self.now - timedelta(hours=8)
        )
        with self.refused(UserError, "lies in the past"):
            past.action_open()
        call = self.make_call()
        with self.refused(UserError, "takes no more sign-ups"):
            self.sign_up(call, self.anna)
        with self.refused(AccessError, "follows from its steps"):
            call.state = "open"
        with self.refused(UserError, "is “Draft”"):
            call.action_done()
        call.action_open()
        with self.refused(UserError, "has not begun"):
            call.action_done()
        self.sign_up(call, self.anna)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.sign_up(call, self.anna)

    def test_two_calls_at_one_hour(self):
        """Whoever agreed to help is not agreed for another call in the same hours."""
        first, second = self.make_call(name="甲"), self.make_call(name="乙", capacity=2)
        second.date_start = first.date_start + timedelta(hours=1)
        second.date_stop = first.date_stop + timedelta(hours=1)
        after = self.make_call(
            name="丙",
            date_start=second.date_stop,
            date_stop=second.date_stop + timedelta(hours=1),
        )
        (first | second | after).action_open()
        mine, other = (self.sign_up(call, self.anna) for call in (first, second))
        self.assertIn("甲", other.overlap_note)
        mine.action_accept()
        with self.assertRaisesRegex(UserError, "has agreed to help at the same time .*甲"):
            other.action_accept()
        self.assertEqual(other.state, "applied")
        back_to_back = self.sign_up(after, self.anna)
        back_to_back.action_accept()
        self.assertFalse(back_to_back.overlap_note)
        # A new sign-up beside an agreed one, and a call that is moved onto another.
        other.action_withdraw()
        with self.assertRaisesRegex(UserError, "nobody is in two places"), self.env.cr.savepoint():
            self.sign_up(second, self.anna)
        with self.assertRaisesRegex(UserError, "nobody is in two places"), self.env.cr.savepoint():
            after.write({"date_start": first.date_start, "date_stop": first.date_stop})
        # Somebody else may come, and a place that was given back is free.
        self.sign_up(second, self.bo).action_accept()
        mine.action_withdraw()
        self.sign_up(second, self.anna)

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_two_agreed_at_one_hour(self):
        """Of two accepted in the same moment one is refused, whatever each of them saw."""
        calls = self.make_call(name="甲") | self.make_call(name="乙")
        calls.action_open()
        signups = self.sign_up(calls[0], self.anna) | self.sign_up(calls[1], self.anna)
        with self.assertRaises(IntegrityError):
            signups._set_closed(state="accepted")
            signups.flush_recordset()
            self.env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_only_insured_volunteers_for_dangerous_work(self):
        call = self.make_call(needs_insurance=True, capacity=5)
        call.action_open()
        with self.refused(UserError, "no insurance valid on that day"):
            self.sign_up(call, self.anna)
        self.anna.insurance_until = self.today + timedelta(days=1)
        self.sign_up(call, self.anna)

    def test_cancelling_gives_places_back(self):
        call = self.make_call()
        call.action_open()
        signup = self.sign_up(call, self.anna)
        signup.action_accept()
        call.action_cancel()
        self.assertEqual(signup.state, "declined")
        self.assertEqual(call.state, "cancelled")
        with self.refused(UserError, "is “Declined” already"):
            signup.action_withdraw()

    def test_grid_worker_sees_calls_of_the_own_grid_and_of_all(self):
        home2 = self.make_household(building=self.building2)
        own = self.make_call(household_id=self.household.id)
        other = self.make_call(household_id=home2.id)
        general = self.make_call()
        Call = self.env["community.volunteer.call"].with_user(self.worker)
        self.assertEqual(Call.search([]) & (own | other | general), own | general)
        with self.refused(AccessError, "not among the records in your care"):
            self.make_call(user=self.worker, household_id=home2.id)

    def test_default_state_of_a_client_is_ignored(self):
        Call = self.env["community.volunteer.call"].with_user(self.officer)
        call = Call.with_context(default_state="open").create(
            {
                "name": "x",
                "date_start": fields.Datetime.now(),
                "date_stop": fields.Datetime.now() + timedelta(hours=1),
            }
        )
        self.assertEqual(call.state, "draft")
