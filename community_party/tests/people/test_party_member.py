from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, freeze_time, tagged

from ..common import PartyCase


@tagged("post_install", "-at_install", "community")
class TestPartyMember(PartyCase):
    def seen_by(self, user):
        return self.env["community.party.member"].with_user(user).search([])

    def test_own_branch_and_below(self):
        group = self.env["community.party.organization"].create(
            {"name": "第一党小组", "kind": "group", "parent_id": self.branch.id}
        )
        own = self.make_member()
        below = self.make_member("钱组员", group)
        other = self.make_member("孙党员", self.branch2)
        self.assertEqual(self.seen_by(self.branch_user), own | below)
        self.assertEqual(self.seen_by(self.branch_user2), other)
        self.assertEqual(self.seen_by(self.party_officer), own | below | other)
        group.parent_id = self.branch2
        self.assertEqual(self.seen_by(self.branch_user), own)
        self.assertEqual(self.seen_by(self.branch_user2), other | below)

    def test_the_number_of_a_contact(self):
        """A file saved with the number it shows changes no contact; a change needs the right."""
        partner = self.env["res.partner"].create({"name": "周党员", "phone": "13800000001"})
        form = Form(self.env["community.party.member"].with_user(self.branch_user))
        form.partner_id = partner
        form.organization_id = self.branch
        member = form.save()
        self.assertEqual((member.phone, partner.phone), ("13800000001", "13800000001"))
        with self.assertRaises(AccessError):
            member.phone = "13800000002"
        self.assertEqual(member.search([("phone", "=", "13800000001")]), member)

    def test_the_service_opens_no_party_file(self):
        self.make_member()
        Member = self.env["community.party.member"]
        for user in (self.manager, self.auditor, self.env.ref("base.user_admin")):
            self.assertFalse(Member.with_user(user).has_access("read"), user.login)

    @freeze_time("2026-11-23 04:00:00")  # noon in Shanghai: the day is the same everywhere
    def test_a_keeper_whose_line_ended_sees_nothing(self):
        own = self.make_member()
        line = self.branch.officer_line_ids
        today = fields.Date.context_today(line)
        line.date_to = today
        self.assertEqual(self.seen_by(self.branch_user), own, "the last day is a working day")
        line.date_to = today - timedelta(days=1)
        self.assertFalse(self.seen_by(self.branch_user))
