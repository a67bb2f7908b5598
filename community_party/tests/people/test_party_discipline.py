from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import PartyCase


@tagged("post_install", "-at_install", "community")
class TestPartyDiscipline(PartyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.make_member()
        cls.today = fields.Date.context_today(cls.member)

    def punish(self, kind, days_from=-10, days_to=10, **values):
        return self.env["community.party.discipline"].create(
            {
                "member_id": self.member.id,
                "kind": kind,
                "date_from": self.today + timedelta(days=days_from),
                "date_to": self.today + timedelta(days=days_to),
                "decided_by": "Discipline committee",
                "basis": "2026-3",
                **values,
            }
        )

    def rights(self):
        found = self.env["community.party.member"].search([("has_vote", "=", True)])
        self.assertEqual(self.member in found, self.member.has_vote, "search and field agree")
        return self.member.has_vote, self.member.can_introduce

    def test_each_decision_takes_what_it_takes_while_it_runs(self):
        self.assertEqual(self.rights(), (True, True))
        for kind, expected in (
            ("warning", (True, True)),
            ("serious_warning", (True, True)),
            ("removed_from_post", (True, True)),
            ("probation", (False, False)),
            ("suspended", (False, False)),
            ("improve", (True, True)),
        ):
            line = self.punish(kind)
            with self.subTest(kind=kind):
                self.assertEqual(self.rights(), expected)
            line.date_to = self.today - timedelta(days=1)
            self.assertEqual(self.rights(), (True, True), "its last day was yesterday")

    def test_a_decision_that_has_not_begun_takes_nothing(self):
        self.punish("probation", days_from=1)
        self.assertEqual(self.rights(), (True, True))

    def test_only_full_members_whose_relation_is_here(self):
        for values in ({"stage": "probationary"}, {"stage": "full", "status": "transferred"}):
            self.member.write(values)
            self.assertEqual(self.rights(), (False, False), values)
            self.assertTrue(self.member.rights_note)

    def test_a_penalty_has_a_last_day(self):
        with self.assertRaisesRegex(UserError, "has a last day by the decision"):
            self.punish("warning", date_to=False)

    def test_a_term_to_improve_is_a_year_at_most(self):
        start = fields.Date.to_date("2026-03-05")
        with self.assertRaisesRegex(UserError, "has a last day"):
            self.punish("improve", date_from=start, date_to=False)
        self.punish("improve", date_from=start, date_to="2027-03-05")
        with self.assertRaisesRegex(UserError, "longer than 12 months"):
            self.punish("improve", date_from=start, date_to="2027-03-06")

    def test_what_has_begun_stays_in_the_file(self):
        with self.assertRaisesRegex(UserError, "stays in the file"):
            self.punish("warning").unlink()
        self.punish("warning", days_from=5).unlink()

    def test_facts_come_from_the_register(self):
        resident = self.make_household().head_id
        resident.write({"birth_date": "1950-03-01", "sex": "male", "education": "bachelor"})
        self.member.resident_id = resident
        self.assertEqual(self.member.birth_date, resident.birth_date)
        self.assertEqual(self.member.education, "bachelor")
        self.assertEqual(self.member.age_band, "over_70")
