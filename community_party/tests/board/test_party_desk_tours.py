from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import PartyCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestPartyDeskTours(PartyCase, HttpCase):
    def test_a_dues_run(self):
        """The month of all in one batch, one payment, its receipt on paper."""
        today = fields.Date.context_today(self.env.user)
        members = self.make_member() | self.make_member("钱党员")
        self.env["community.party.dues.base"].create(
            [
                {
                    "member_id": member.id,
                    "date_from": today.replace(day=1),
                    "category": "salary",
                    "base": 4000,
                }
                for member in members
            ]
        ).action_confirm()
        self.start_tour("/odoo/party-dues", "community_party_dues", login="party_treasurer")
        rows = self.env["community.party.dues"].search([("member_id", "in", members.ids)])
        self.assertEqual(
            {row.member_id.name: row.state for row in rows},
            {"赵党员": "paid", "钱党员": "unpaid"},
        )
        payment = rows.payment_id
        self.assertEqual((payment.amount, payment.posted_by_id), (40, self.treasurer))
        self.authenticate("party_treasurer", "party_treasurer")
        page = self.url_open(f"/report/html/community_party.report_dues_receipt/{payment.id}").text
        self.assertIn(payment.number, page)
        self.assertIn("赵党员", page)

    def test_a_transfer_out_by_letter(self):
        """Issued, received elsewhere and the slip back; only the receipt changes the file."""
        member = self.make_member()
        self.start_tour("/odoo/party-transfers", "community_party_transfer", login="party_branch")
        transfer = self.env["community.party.transfer"].search([("member_id", "=", member.id)])
        # The keeper's day; the browser types its own, which may be the day before.
        today = fields.Date.context_today(self.env.user.with_context(tz="Asia/Shanghai"))
        self.assertTrue(transfer.date_slip)
        self.assertRecordValues(
            transfer,
            [
                {
                    "state": "received",
                    "channel": "letter",
                    "date_issued": today,
                    "date_received": today,
                    "issued_by_id": self.branch_user.id,
                }
            ],
        )
        self.assertEqual(member.status, "transferred")
        self.authenticate("party_branch", "party_branch")
        url = f"/report/html/community_party.report_transfer_letter/{transfer.id}"
        with mute_logger("odoo.http"):
            self.assertIn("Dues paid up to", self.url_open(url).text, "said, and not left empty")
        transfer.dues_paid_until = today.replace(day=1)
        letter = self.url_open(url).text
        self.assertIn("江北区云山街道党工委", letter)
