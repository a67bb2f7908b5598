from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .test_volunteer import VolunteerCase


@tagged("post_install", "-at_install", "community")
class TestVolunteerService(VolunteerCase):
    def test_confirmed_hours_count(self):
        service = self.serve(2.5)
        self.assertEqual((service.hours, self.anna.hours_total), (2.5, 0))
        service.with_user(self.officer).action_confirm()
        self.assertRecordValues(
            service,
            [
                {
                    "state": "confirmed",
                    "confirmed_by_id": self.officer.id,
                    "date_confirmed": self.today,
                }
            ],
        )
        self.assertEqual(self.anna.hours_total, 2.5)

    def test_time_is_rounded_down_to_the_step(self):
        self.assertEqual(self.serve(119 / 60).hours, 1.5)
        with self.refused(ValidationError, "not a whole number of steps of 30"):
            self.serve(2, days_ago=2, taken=1.25)
        self.env.company.community_volunteer_step_minutes = 15
        self.assertEqual(self.serve(2, days_ago=2, taken=1.25).hours, 1.25)

    def test_bad_hours_get_a_sentence_and_nothing_is_saved(self):
        Service = self.env["community.volunteer.service"]
        before = Service.search_count([])
        for pattern, values in (
            ("25 hours are impossible", {"hours": 25, "days_ago": 3}),
            ("ends in the future", {"hours": 2, "days_ago": -1}),
        ):
            hours = values.pop("hours")
            with self.subTest(pattern=pattern), self.refused(ValidationError, pattern):
                self.serve(hours, **values)
        with self.refused(ValidationError, "3 hours do not fit into the 2"):
            self.serve(2, taken=3)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.serve(-1)
        self.assertEqual(Service.search_count([]), before)

    def test_no_more_than_24_hours_a_day(self):
        """Two services that both begin on one day cannot add up to more than the day has."""
        self.serve(12, days_ago=4)
        later = {"date_start": self.serve(0.5, days_ago=4, volunteer=self.bo).date_start}
        start = later["date_start"] + timedelta(hours=14)
        with self.refused(ValidationError, "would have 25 hours on"):
            self.serve(1, date_start=start, date_stop=start + timedelta(hours=13), days_ago=4)

    def test_overlap_of_one_person_is_refused(self):
        service = self.serve(2)
        with self.refused(ValidationError, "nobody is in two places"):
            self.serve(1)
        self.serve(1, volunteer=self.bo)
        service.with_user(self.officer).action_refuse("没有参加")
        again = self.serve(1)
        with self.refused(ValidationError, "nobody is in two places"):
            service.with_user(self.manager).action_reopen()
        self.assertEqual(again.state, "reported")

    def test_overlap_is_refused_by_the_database_too(self):
        service = self.serve(2)
        other = self.serve(1, days_ago=3)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.env.cr.execute(
                "UPDATE community_volunteer_service SET date_start = %s, date_stop = %s"
                " WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE",
                [service.date_start, service.date_stop, other.id],
            )

    def test_late_entry_needs_a_reason(self):
        with self.refused(UserError, "within 10 working days"):
            self.serve(2, days_ago=40)
        service = self.serve(2, days_ago=40, late_reason="住院")
        self.assertEqual(service.date_entered, self.today)
        with self.refused(AccessError, "follows from its steps"):
            service.date_entered = self.today - timedelta(days=39)

    def test_nobody_confirms_their_own(self):
        """An organiser cannot confirm the own hours; a colleague can."""
        mine = self.make_volunteer(partner_id=self.officer.partner_id.id)
        service = self.serve(2, volunteer=mine)
        with self.refused(UserError, "your own: a colleague confirms"):
            service.with_user(self.officer).action_confirm()
        service.with_user(self.manager).action_confirm()

    def test_the_organiser_confirms_and_other_grid_workers_do_not(self):
        call = self.make_call(
            user=self.worker,
            date_start=self.now - timedelta(hours=30),
            date_stop=self.now - timedelta(hours=28),
        )
        service = self.serve(
            2, call_id=call.id, date_start=call.date_start, date_stop=call.date_stop
        )
        with self.refused(AccessError, "An officer or the organiser"):
            service.with_user(self.worker2).action_confirm()
        service.action_confirm()
        self.assertEqual(service.confirmed_by_id, self.worker)
        with self.refused(UserError, "decided already"):
            service.action_confirm()

    def test_confirmed_hours_stay(self):
        service = self.serve(2)
        service.with_user(self.officer).action_confirm()
        with self.refused(UserError, "are confirmed and counted"):
            service.with_user(self.officer).hours = 1
        with self.refused(UserError, "are confirmed and counted"):
            service.with_user(self.manager).unlink()
        with self.assertRaises(AccessError):
            service.with_user(self.officer).action_reopen()
        service.with_user(self.manager).action_reopen()
        self.assertEqual(self.anna.hours_total, 0)
        with self.assertRaises(AccessError):
            service.with_user(self.manager).state = "confirmed"

    def test_hours_of_a_claim_propose_that_it_was_kept(self):
        need = self.env["community.visit.need"].create(
            {"name": "修水管", "household_id": self.household.id, "user_id": self.worker.id}
        )
        claim = self.env["community.contribution"].create(
            {"res_model": need._name, "res_id": need.id, "partner_id": self.anna.partner_id.id}
        )
        with self.refused(ValidationError, "choose the volunteer's own claim"):
            self.serve(1, volunteer=self.bo, contribution_id=claim.id)
        services = self.serve(1.5, contribution_id=claim.id)
        services |= self.serve(2, days_ago=2, contribution_id=claim.id)
        services.with_user(self.officer).action_confirm()
        self.assertRecordValues(claim, [{"state": "fulfilled", "quantity": 3.5, "unit": "hours"}])

    def test_refusal_needs_a_reason(self):
        service = self.serve(2).with_user(self.officer)
        action = service.action_refuse()
        dialog = (
            self.env[action["res_model"]]
            .with_user(self.officer)
            .with_context(**action["context"])
            .create({"reason": "没有到场"})
        )
        dialog.action_apply()
        self.assertRecordValues(service, [{"state": "refused", "refusal": "没有到场"}])

    def test_other_internal_users_see_nothing(self):
        user = new_test_user(self.env, login="other_internal", groups="base.group_user")
        self.serve(2)
        with self.assertRaises(AccessError):
            self.env["community.volunteer.service"].with_user(user).search([])

    def test_confirming_many_takes_few_queries(self):
        services = self.env["community.volunteer.service"]
        for day in range(1, 9):
            services |= self.serve(1, days_ago=day)
        services = services.with_user(self.officer)
        services[:1].action_confirm()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(16):
            services[1:].action_confirm()
            self.env.flush_all()
        self.assertEqual(self.anna.hours_total, 8)
