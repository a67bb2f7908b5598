from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..common import PartyCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-05-20")
class TestTransfer(PartyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.make_member()

    def transfer(self, user=None, **values):
        return (
            self.env["community.party.transfer"]
            .with_user(user or self.branch_user)
            .create({"member_id": self.member.id, "other_name": "河西街道党工委", **values})
        )

    def test_the_old_branch_keeps_responsibility_until_received(self):
        transfer = self.transfer(reach="outside")
        transfer.action_issue()
        self.assertEqual(transfer.date_valid_until, date(2026, 6, 19))
        self.assertEqual(transfer.organization_id, self.branch)
        self.assertEqual(self.member.status, "normal")
        transfer.action_receive()
        self.assertEqual((self.member.status, transfer.state), ("transferred", "received"))
        self.assertEqual(transfer.received_by_id, self.branch_user)
        self.assertEqual(transfer.date_slip_due, date(2026, 6, 20))

    def test_dues_paid_up_to_stand_in_the_letter(self):
        self.member.dues_category = "relief"
        payment = self.env["community.party.dues.payment"].create(
            {"member_id": self.member.id, "month_from": "2026-05-01", "month_to": "2026-06-01"}
        )
        payment.action_post()
        self.assertEqual(self.transfer().dues_paid_until, date(2026, 6, 1))

    @mute_logger("odoo.sql_db")
    def test_bad_transfers_are_refused(self):
        for values, error in (
            ({"direction": "internal", "to_organization_id": self.branch.id}, UserError),
            ({"direction": "internal"}, ValidationError),
            ({"other_name": "第一党支部"}, ValidationError),
            ({"other_name": False}, ValidationError),
            ({"valid_days": 91}, ValidationError),
        ):
            with self.subTest(values=values), self.assertRaises(error), self.cr.savepoint():
                self.transfer(self.party_officer, **values)
        self.transfer()
        with self.assertRaises(UserError), self.cr.savepoint():
            self.transfer()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            # What the sentence would miss, the database refuses.
            self.env.cr.execute(
                """INSERT INTO community_party_transfer (company_id, partner_id, member_id, state,
                     direction, channel, reach, reason, organization_id)
                   SELECT company_id, partner_id, member_id, state, direction, channel, reach,
                     reason, organization_id FROM community_party_transfer WHERE member_id = %s""",
                [self.member.id],
            )

    def test_within_the_community_the_receiver_sees_the_letter_and_not_yet_the_member(self):
        transfer = self.transfer(
            self.party_officer, direction="internal", to_organization_id=self.branch2.id
        )
        Transfer = self.env["community.party.transfer"].with_user(self.branch_user2)
        self.assertNotIn(transfer, Transfer.search([]))
        transfer.action_issue()
        self.assertIn(transfer, Transfer.search([]))
        self.assertFalse(self.member.with_user(self.branch_user2).has_access("read"))
        transfer.with_user(self.branch_user2).action_receive()
        self.assertEqual(self.member.organization_id, self.branch2)
        self.assertEqual(self.member.status, "normal")

    def test_somebody_comes_in_and_comes_back(self):
        partner = self.env["res.partner"].create({"name": "周归来"})
        values = {
            "member_id": False,
            "partner_id": partner.id,
            "direction": "incoming",
            "to_organization_id": self.branch.id,
            "date_probation": "2015-06-10",
        }
        for _time in range(2):
            transfer = self.transfer(**values)
            transfer.action_issue()
            transfer.action_receive()
            member = transfer.member_id
            self.assertEqual((member.partner_id, member.status), (partner, "normal"))
            member.status = "transferred"
        self.assertEqual(
            self.env["community.party.member"].search_count([("partner_id", "=", partner.id)]), 1
        )

    def test_overdue_letters_are_told_by_number_alone(self):
        transfer = self.transfer(date_issued="2026-05-01").sudo()
        transfer.date_issued = "2026-05-01"
        transfer.with_user(self.branch_user).action_issue()
        self.assertTrue(transfer.is_overdue)
        Transfer = self.env["community.party.transfer"]
        self.assertIn(transfer, Transfer.search([("is_overdue", "=", True)]))
        Transfer._cron_overdue()
        Transfer._cron_overdue()
        self.assertEqual(transfer.activity_ids.mapped("summary"), [transfer.number])
        self.assertEqual(transfer.activity_ids.user_id, self.branch_user)
        transfer.with_user(self.branch_user).action_receive()
        self.assertFalse(transfer.activity_ids)

    def test_steps_come_in_their_order(self):
        transfer = self.transfer()
        with self.assertRaisesRegex(UserError, "Letter issued"):
            transfer.action_receive()
        transfer.action_issue()
        with self.assertRaisesRegex(UserError, "enter the reason"):
            transfer.action_cancel()
        transfer.cancel_reason = "工作变动取消"
        transfer.action_cancel()
        self.assertEqual((transfer.state, self.member.status), ("cancelled", "normal"))
        self.assertTrue(self.transfer())
