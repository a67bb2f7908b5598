from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community")
class TestPartyTalkDue(MeetingCase):
    """A talk a year with each member; whoever held it has had one as well."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.first = cls.make_member("第一党员")
        cls.second = cls.make_member("第二党员")

    def talk(self, days, **values):
        return self.env["community.party.talk"].create(
            {
                "date": self.today - relativedelta(days=days),
                "talker_id": self.first.id,
                "member_id": self.second.id,
                **values,
            }
        )

    def test_a_year_after_the_last_talk_for_both(self):
        begun = fields.Datetime.context_timestamp(self.first, self.first.create_date).date()
        self.assertEqual(self.first.date_talk_due, begun + relativedelta(months=12))
        self.assertFalse(self.first.date_last_talk)
        newer, older = self.talk(10), self.talk(400)
        for member in self.first | self.second:
            self.assertEqual(member.date_last_talk, newer.date)
            self.assertEqual(member.date_talk_due, newer.date + relativedelta(months=12))
        newer.unlink()
        self.assertEqual(self.second.date_talk_due, older.date + relativedelta(months=12))
        due = self.env["community.party.member"].search([("date_talk_due", "<", "today")])
        self.assertLessEqual(self.first | self.second, due)

    def test_the_months_are_a_number_of_the_rules(self):
        self.env.ref("community_party.community_parameter_party_talk_months").value = 6
        talk = self.talk(30)
        self.assertEqual(self.second.date_talk_due, talk.date + relativedelta(months=6))

    def test_only_members_that_are_here_are_asked(self):
        self.talk(10)
        self.second.status = "lost_contact"
        self.assertFalse(self.second.date_talk_due)
        self.second.status = "normal"
        self.assertTrue(self.second.date_talk_due)
        applicant = self.make_member(
            "申请人", stage="applicant", date_probation=False, date_full=False
        )
        self.assertFalse(applicant.date_talk_due)

    def test_the_button_opens_a_talk_with_the_member(self):
        action = self.first.action_record_talk()
        talk = (
            self.env["community.party.talk"]
            .with_context(**action["context"])
            .create({"talker_id": self.second.id})
        )
        self.assertEqual(talk.member_id, self.first)

    def test_it_stands_on_the_board_of_the_branch(self):
        self.talk(400)
        keeper = self.branch.officer_line_ids.user_id[:1]
        lines = self.env["community.due"].with_user(keeper).search([("kind", "=", "party_talk")])
        self.assertIn(self.second.id, lines.mapped("res_id"))
        line = lines.filtered(lambda line: line.res_id == self.second.id)
        self.assertEqual(line.date_due, self.second.date_talk_due)
        treasurer = self.env["res.users"].search([("login", "=", "party_treasurer")], limit=1)
        if not treasurer:
            treasurer = self.env["res.users"].create(
                {
                    "name": "Treasurer",
                    "login": "talk_treasurer",
                    "group_ids": self.env.ref("community_party.group_party_treasurer").ids,
                }
            )
        self.assertFalse(
            self.env["community.due"].with_user(treasurer).search([("kind", "=", "party_talk")])
        )
        with self.assertRaises(AccessError):
            self.second.with_user(treasurer).read(["date_talk_due"])
