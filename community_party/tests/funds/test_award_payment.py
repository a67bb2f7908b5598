import itertools

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from ..excellence_case import ExcellenceCase
from ..fund_case import FundCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestAwardPayment(ExcellenceCase, FundCase):
    """The material part of an award goes the fund's own way: asked for, approved, signed, paid."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.commending = cls.make_budget(name="表彰奖励", use_kind="commending", amount=5000)
        cls.receive(20000)
        cls.vote_of_award = cls.passed()

    def granted(self, **values):
        award = self.publish(self.propose(**{"amount": 500, **values}))
        return self.grant(award, self.vote_of_award)

    def ask_for(self, award, user=None):
        """Return the request that the award's own button makes, handed in."""
        user = user or self.branch_user
        action = award.with_user(user).action_ask_fund()
        Request = self.env["community.party.fund.request"].with_user(user)
        request = Request.browse(action["res_id"])
        if not request:
            request = Form(Request.with_context(**action["context"])).save()
        request.action_submit()
        return request

    def sign(self, request):
        request.with_user(self.party_officer).action_approve()
        request.with_user(self.party_officer).action_sign()
        request.with_user(self.treasurer).action_sign()

    def pay_on(self, request, date="2026-11-22"):
        return self.pay(request.with_user(self.treasurer), date)

    def test_from_award_to_entry_and_back(self):
        """The material part of an award is asked of the fund, approved, signed by two and paid; the
        award shows it, and a reversal opens it again.
        """
        award = self.granted()
        self.assertEqual(award.payment_state, "to_ask")
        request = self.ask_for(award)
        self.assertRecordValues(
            request,
            [
                {
                    "award_id": award.id,
                    "organization_id": award.organization_id.id,
                    "name": award.display_name,
                    "payee": award.recipient_name,
                    "amount": 500,
                    "budget_id": self.commending.id,
                    "state": "requested",
                }
            ],
        )
        self.assertEqual(award.payment_state, "asked")
        self.assertEqual(award.action_ask_fund()["res_id"], request.id)
        self.sign(request)
        entry = self.pay_on(request)
        self.assertRecordValues(
            award,
            [{"payment_state": "paid", "paid_reference": entry.number, "date_paid": entry.date}],
        )
        self.assertEqual((self.fund.balance, self.commending.used_amount), (19500, 500))
        self.take_back(entry)
        self.assertRecordValues(
            award, [{"payment_state": "asked", "paid_reference": False, "date_paid": False}]
        )
        self.assertEqual(request.state, "signed")
        again = self.pay_on(request, "2026-11-23")
        self.assertEqual((award.payment_state, award.paid_reference), ("paid", again.number))

    def test_asked_once(self):
        award = self.granted()
        request = self.ask_for(award)
        values = {"award_id": award.id, "budget_id": self.commending.id}
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.Request.create(values)
            self.env.flush_all()
        request.action_withdraw()
        self.assertEqual(award.payment_state, "to_ask")
        self.assertTrue(self.Request.create(values))

    def test_only_what_was_granted(self):
        """Nothing is asked for an award without decision or amount, or another sum than its own."""
        award = self.propose(amount=500)
        with self.assertRaisesRegex(UserError, "no granted amount"):
            award.action_ask_fund()
        values = {"award_id": award.id, "budget_id": self.commending.id}
        self.refused(("no granted amount",), self.Request.create, values)
        self.grant(self.publish(award), self.vote_of_award)
        self.refused(("600.00", "is 500.00"), self.Request.create, {**values, "amount": 600})
        elsewhere = {**values, "organization_id": self.branch2.id}
        officer = self.Request.with_user(self.party_officer)
        self.refused(("same organisation",), officer.create, elsewhere)
        without = self.granted(member_id=self.members[1].id, amount=0)
        self.assertFalse(without.payment_state)
        self.refused(("no granted amount",), without.action_ask_fund)

    def test_paid_whole_and_not_before_the_decision(self):
        award = self.granted()
        request = self.ask_for(award)
        self.sign(request)
        with self.assertRaisesRegex(UserError, "paid whole"), self.cr.savepoint():
            self.pay(request.with_user(self.treasurer), "2026-11-22", amount=400)
        early = f"{award.date_decided.replace(day=award.date_decided.day - 1)}"
        with self.assertRaisesRegex(UserError, "Correct the day"), self.cr.savepoint():
            self.pay_on(request, early)
        self.assertEqual((request.state, award.payment_state), ("signed", "asked"))

    def test_an_award_that_is_asked_for_is_not_revoked(self):
        """While money is on its way the award stays; what is only begun does not hold it."""
        award = self.granted()
        manager = award.with_user(self.party_manager)
        award.end_reason = "事迹不实"
        request = self.ask_for(award)
        self.refused((request.number, "refuse that request"), manager.action_revoke)
        self.sign(request)
        entry = self.pay_on(request)
        self.refused((entry.number, "Reverse that entry"), manager.action_revoke)
        self.take_back(entry)
        self.refused((request.number,), manager.action_revoke)
        officer = request.with_user(self.party_officer)
        officer.refuse_reason = "表彰撤销"
        officer.action_refuse()
        draft = self.Request.create({"award_id": award.id, "budget_id": self.commending.id})
        manager.action_revoke()
        self.assertEqual((award.state, award.payment_state), ("revoked", False))
        self.refused(("no granted amount",), draft.action_submit)

    def test_the_award_agrees_with_the_books_in_every_order(self):
        """Payment, reversal, refusal, withdrawal and revocation in every order: an award is paid
        just when one posted entry pays it that is not taken back, and none of a revoked one is.
        """

        def pay(award, request):
            self.pay_on(request, "2026-11-23")

        def reverse(award, request):
            self.take_back(self.Entry.search([("request_id", "=", request.id)])[:1])

        def refuse(award, request):
            officer = request.with_user(self.party_officer)
            officer.refuse_reason = "重复"
            officer.action_refuse()

        def ask_anew(award, request):
            self.sign(self.ask_for(award))

        def revoke(award, request):
            award.end_reason = "错"
            award.with_user(self.party_manager).action_revoke()

        seen = set()
        orders = itertools.permutations((pay, reverse, refuse, ask_anew, revoke))
        for order in itertools.islice(orders, 0, None, 3):
            with self.subTest(order=[step.__name__ for step in order]):
                savepoint = self.cr.savepoint()
                award = self.granted()
                request = self.ask_for(award)
                self.sign(request)
                for step in order:
                    try:
                        with self.cr.savepoint():
                            step(award, award.fund_request_ids[:1])
                            self.env.flush_all()
                    except UserError:
                        self.env.invalidate_all()
                    entries = award.fund_request_ids.entry_ids
                    paying = entries.filtered(
                        lambda e: e.state == "posted" and not e.is_reversed and not e.reversal_of_id
                    )
                    self.assertEqual(award.paid_reference, paying.number)
                    self.assertEqual(award.payment_state == "paid", bool(paying))
                    if award.state == "revoked":
                        self.assertFalse(paying)
                    self.assertEqual(self.fund.balance, 20000 - 500 * len(paying))
                seen.add((award.state, award.payment_state))
                savepoint.close(rollback=True)
                self.env.invalidate_all()
        self.assertTrue({("granted", "paid"), ("revoked", False)} <= seen, seen)

    def test_who_pays_reads_no_award(self):
        """The treasurer pays by the request and opens no award; another branch finds neither."""
        award = self.granted()
        request = self.ask_for(award)
        self.sign(request)
        self.pay_on(request)
        with self.assertRaises(AccessError):
            award.with_user(self.treasurer).check_access("read")
        with self.assertRaises(AccessError):
            request.with_user(self.branch_user2).check_access("read")
        with self.assertRaises(AccessError):
            award.with_user(self.branch_user2).action_ask_fund()

    def test_figures_and_ledger(self):
        """Material reward is a figure: what was paid, and which awards are not paid on the day."""
        award = self.granted()
        self.granted(member_id=self.members[1].id)
        request = self.ask_for(award)
        self.sign(request)
        entry = self.pay_on(request)
        report = (
            self.env["community.report"]
            .with_user(self.manager)
            .create({"name": "2026", "date_from": "2026-01-01", "date_to": "2026-12-31"})
        )
        report.action_refresh()
        values = {line.indicator_id.code: line.value for line in report.line_ids}
        self.assertEqual((values["party_awards_paid"], values["party_awards_unpaid"]), (500, 1))
        ledger = self.env["community.ledger"].search([("code", "=", "party_awards")])
        rows = [row for batch in ledger.with_user(self.branch_user)._rows() for row in batch]
        self.assertIn(entry.number, rows[0] + rows[1])
