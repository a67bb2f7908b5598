from contextlib import contextmanager
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged, users

from ...tools.volunteer import star
from ..common import CommunityCase


class VolunteerCase(CommunityCase):
    """Two volunteers, and ways to make calls and hours in one line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.now = fields.Datetime.now().replace(minute=0, second=0)
        cls.household = cls.make_household()
        cls.anna, cls.bo = cls.make_volunteer("安娜"), cls.make_volunteer("薄云")

    @classmethod
    def make_volunteer(cls, name="志愿者", **values):
        partner = values.pop("partner_id", None)
        if not partner:
            partner = cls.env["res.partner"].create({"name": name, "phone": "13900000001"}).id
        return cls.env["community.volunteer"].create({"partner_id": partner, **values})

    @contextmanager
    def refused(self, error, pattern):
        """Expect a sentence, and take back what was begun as the end of a request does."""
        with self.assertRaisesRegex(error, pattern), self.env.cr.savepoint():
            yield

    def make_call(self, user=None, **values):
        """Create a call for tomorrow, 9 to 11 in Shanghai."""
        morning = fields.Datetime.to_datetime(self.today) + timedelta(days=1, hours=1)
        return (
            self.env["community.volunteer.call"]
            .with_user(user or self.officer)
            .create(
                {
                    "name": "陪同就医",
                    "date_start": morning,
                    "date_stop": morning + timedelta(hours=2),
                    **values,
                }
            )
        )

    def sign_up(self, call, volunteer, user=None):
        return (
            self.env["community.volunteer.signup"]
            .with_user(user or self.officer)
            .create({"call_id": call.id, "volunteer_id": volunteer.id})
        )

    def serve(self, hours=2.0, volunteer=None, days_ago=1, user=None, taken=None, **values):
        """Report hours from 8:00 in Shanghai some days ago; ``taken`` is entered as such."""
        if taken is not None:
            values["hours"] = taken
        start = fields.Datetime.to_datetime(self.today) - timedelta(days=days_ago)
        return (
            self.env["community.volunteer.service"]
            .with_user(user or self.worker)
            .create(
                {
                    "name": "打扫楼道",
                    "kind": "environment",
                    "volunteer_id": (volunteer or self.anna).id,
                    "date_start": start,
                    "date_stop": start + timedelta(hours=hours),
                    **values,
                }
            )
        )


@tagged("post_install", "-at_install", "community")
class TestVolunteer(VolunteerCase):
    def test_registration_from_a_resident(self):
        resident = self.household.head_id
        resident.write({"birth_date": "1980-05-06", "sex": "female"})
        resident.partner_id = self.env["res.partner"].create({"name": resident.name})
        volunteer = (
            self.env["community.volunteer"]
            .with_user(self.officer)
            .create({"resident_id": resident.id})
        )
        self.assertEqual(volunteer.partner_id, resident.partner_id)
        self.assertEqual(str(volunteer.birth_date), "1980-05-06")
        self.assertEqual(volunteer.sex, "female")
        self.assertRegex(volunteer.number, r"^V\d{6}$")
        self.assertNotEqual(volunteer.number, self.anna.number)

    def test_without_anybody_is_refused(self):
        with self.refused(UserError, "a contact or a resident"):
            self.env["community.volunteer"].with_user(self.officer).create({})

    def test_number_is_given_once(self):
        with self.refused(AccessError, "follows from its steps"):
            self.anna.with_user(self.manager).number = "V1"

    def test_id_number_is_closed(self):
        number = self.make_id_number("1990-01-01", "female")
        volunteer = self.make_volunteer(id_number_input=number).with_user(self.officer)
        volunteer.invalidate_recordset()
        self.assertEqual(volunteer.id_number_input, f"{14 * '*'}{number[-4:]}")
        self.assertEqual(str(volunteer.birth_date), "1990-01-01")
        with self.assertRaises(AccessError):
            volunteer.read(["id_number"])
        revealed = volunteer.action_reveal("National system")
        self.assertEqual(revealed["id_number"]["value"], number)
        with self.refused(ValidationError, "cannot be right"):
            self.make_volunteer(id_number_input="110105194912310021")

    def test_minor_needs_a_guardian_who_agreed(self):
        born = self.today - relativedelta(years=17)
        with self.refused(ValidationError, "under 18: name the guardian"):
            self.make_volunteer("小芳", birth_date=born)
        guardian = self.env["res.partner"].create({"name": "母亲"})
        with self.refused(ValidationError, "still to come"):
            self.make_volunteer(
                "小芳",
                birth_date=born,
                guardian_id=guardian.id,
                date_guardian_consent=self.today + timedelta(days=1),
            )
        minor = self.make_volunteer(
            "小芳", birth_date=born, guardian_id=guardian.id, date_guardian_consent=self.today
        )
        self.assertTrue(minor.is_minor)
        self.assertFalse(self.make_volunteer(birth_date=born - relativedelta(years=1)).is_minor)
        with self.refused(ValidationError, "lies in the future"):
            self.make_volunteer(birth_date=self.today + timedelta(days=1))

    def test_insurance(self):
        Volunteer = self.env["community.volunteer"]
        self.anna.insurance_until = self.today
        self.bo.insurance_until = self.today - timedelta(days=1)
        self.assertEqual(Volunteer.search([("is_insured", "=", True)]), self.anna)
        self.assertIn(self.bo, Volunteer.search([("is_insured", "=", False)]))
        self.assertTrue(self.anna.is_insured)
        self.assertFalse(self.bo.is_insured)

    def test_leader_is_a_member(self):
        Team = self.env["community.volunteer.team"].with_user(self.officer)
        with self.refused(ValidationError, "add the person to the members"):
            Team.create({"name": "夜巡队", "leader_id": self.anna.id})
        team = Team.create(
            {
                "name": "夜巡队",
                "leader_id": self.anna.id,
                "member_ids": [Command.set((self.anna | self.bo).ids)],
            }
        )
        self.assertEqual(team.member_count, 2)
        self.assertEqual(self.anna.team_ids, team)

    def test_star_vectors(self):
        """Hours just below and on each threshold give the stars of the table."""
        company = self.env.company
        table = self.env["community.volunteer.star"]._tables_of(company)[company]
        vectors = {99.5: 0, 100: 1, 300: 2, 1499.5: 4, 1500: 5}
        self.assertEqual({hours: star(hours, table) for hours in vectors}, vectors)

    def test_editing_the_table_awards_again(self):
        self.serve(2).with_user(self.officer).action_confirm()
        self.assertEqual(self.anna.star, 0)
        first = self.env.ref("community_service.community_volunteer_star_1")
        first = self.own_copy(first, self.manager)
        first.hours = 2
        self.assertEqual(self.anna.star, 1)
        with self.refused(ValidationError, "more stars need more hours"):
            first.with_user(self.manager).hours = 300
        with self.assertRaises(AccessError):
            first.with_user(self.officer).hours = 50

    @users("officer")
    def test_list_does_not_query_per_volunteer(self):
        fields_shown = {"name": {}, "number": {}, "hours_total": {}, "star": {}, "phone": {}}
        Volunteer = self.env["community.volunteer"]

        def count(limit):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            Volunteer.web_search_read([], fields_shown, limit=limit)
            return self.env.cr.sql_log_count - before

        Volunteer.web_search_read([], fields_shown)
        one = count(1)
        for number in range(8):
            self.make_volunteer(f"人{number}")
        self.assertEqual(count(9), one)

    def test_a_volunteer_with_hours_is_kept(self):
        self.serve(2).with_user(self.officer).action_confirm()
        with self.refused(UserError, "archive the volunteer"):
            self.anna.with_user(self.manager).unlink()
