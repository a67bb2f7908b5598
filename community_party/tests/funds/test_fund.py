from ast import literal_eval
from datetime import date

from lxml import etree
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..fund_case import FundCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20")
class TestFund(FundCase):
    """The fund: own account, earmarked use, two signatures, entries that stay."""

    def test_from_request_to_entry(self):
        """Asked for, approved, signed by two, paid: each in its name, and the books follow."""
        self.receive(20000)
        request = self.ask(3000)
        self.assertEqual(self.budget.left_amount, 40000)
        request.with_user(self.party_officer).action_approve()
        self.assertEqual((self.budget.left_amount, self.budget.used_amount), (37000, 0))
        request.with_user(self.party_officer).action_sign()
        self.assertEqual(request.state, "approved")
        request.with_user(self.treasurer).action_sign()
        self.assertEqual(request.state, "signed")
        entry = self.pay(request)
        self.assertRecordValues(
            request,
            [
                {
                    "state": "paid",
                    "requested_by_id": self.branch_user.id,
                    "approved_by_id": self.party_officer.id,
                    "first_signer_id": self.party_officer.id,
                    "second_signer_id": self.treasurer.id,
                }
            ],
        )
        self.assertRecordValues(
            entry,
            [
                {
                    "state": "posted",
                    "amount": 3000,
                    "signed_amount": -3000,
                    "counterpart": "东河书店",
                    "fund_id": self.fund.id,
                    "organization_id": self.branch.id,
                    "year_id": self.year.id,
                    "posted_by_id": self.treasurer.id,
                }
            ],
        )
        self.assertTrue(entry.number and request.number)
        self.assertEqual(self.fund.balance, 17000)
        self.assertEqual((self.budget.left_amount, self.budget.used_amount), (37000, 3000))

    def test_who_asks_neither_approves_nor_signs(self):
        request = self.ask(100)
        own = self.ask(100)
        # The same person in another role.
        own.sudo()._set_closed(requested_by_id=self.party_officer.id)
        with self.refused(UserError, "somebody else approves and signs"):
            own.with_user(self.party_officer).action_approve()
        own.with_user(self.party_manager).action_approve()
        with self.refused(UserError, "somebody else approves and signs"):
            own.with_user(self.party_officer).action_sign()
        with self.refused(UserError, "these roles"):
            request.action_approve()

    def test_one_person_does_not_sign_twice(self):
        request = self.ask(100)
        with self.refused(UserError, "Asked for"):
            request.with_user(self.party_officer).action_sign()
        request.with_user(self.party_officer).action_approve()
        request.with_user(self.party_officer).action_sign()
        with self.refused(UserError, "second signature is of another person"):
            request.with_user(self.party_officer).action_sign()
        self.assertEqual(request.state, "approved")
        self.assertFalse(request.second_signer_id)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            request.sudo()._set_closed(second_signer_id=self.party_officer.id)
            request.flush_recordset()

    def test_nothing_is_paid_before_two_have_signed(self):
        self.receive(1000)
        request = self.ask(100)
        with self.refused(UserError, "Signed by two"):
            request.with_user(self.treasurer).action_pay()
        with self.refused(ValidationError, "not signed by two"):
            self.Entry.create({"kind": "expense", "request_id": request.id})
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.Entry.create(
                {
                    "kind": "expense",
                    "name": "无申请",
                    "amount": 5,
                    "fund_id": self.fund.id,
                    "organization_id": self.general_branch.id,
                }
            )

    def test_the_budget_line_binds(self):
        """What is approved is taken off at once; what is refused is free again."""
        small = self.make_budget(name="慰问", use_kind="hardship", amount=500)
        first, second = self.ask(300, small), self.ask(300, small)
        first.with_user(self.party_officer).action_approve()
        with self.refused(ValidationError, "200.00 of 500.00 yuan left"):
            second.with_user(self.party_officer).action_approve()
        self.assertEqual(second.state, "requested")
        with self.refused(ValidationError, "raise the line"):
            small.amount = 250
        with self.refused(UserError, "with a reason"):
            first.with_user(self.party_officer).action_refuse()
        first.with_user(self.party_officer).refuse_reason = "不属于使用范围"
        first.with_user(self.party_officer).action_refuse()
        second.with_user(self.party_officer).action_approve()
        self.assertEqual(small.left_amount, 200)
        with self.refused(ValidationError, "Ask for less"):
            self.ask(200.01, small)

    def test_earmarked_money_is_used_for_nothing_else(self):
        """Of an earmarked source no more is used than was received of it."""
        gift = self.make_source(name="企业捐赠", kind="donation", amount=1000)
        line = self.make_budget(name="图书角", source_id=gift.id, amount=1000)
        self.receive(20000)
        income = self.receive(400, source=gift)
        with self.refused(UserError, "earmarked"):
            self.pay(self.signed(500, budget=line))
        self.pay(self.signed(400, budget=line))
        income.reversal_reason = "退回"
        with self.refused(UserError, "earmarked"):
            income.action_reverse()
        self.assertFalse(self.fund.entry_ids.filtered("reversal_of_id"))

    def test_the_balance_is_never_below_zero_on_no_day(self):
        self.receive(1000, "2026-03-10")
        with self.refused(UserError, "below zero on 2026-03-09"):
            self.pay(self.signed(10), "2026-03-09")
        with self.refused(UserError, "1.00 yuan below zero on 2026-04-01"):
            self.pay(self.signed(1001), "2026-04-01")
        self.pay(self.signed(800), "2026-05-01")
        # Ten days earlier there would have been enough, and on the first of May not any more.
        with self.refused(UserError, "100.00 yuan below zero on 2026-05-01"):
            self.pay(self.signed(300), "2026-04-20")
        self.assertEqual(self.fund.balance, 200)

    def test_a_posted_entry_stays(self):
        entry = self.receive(1000)
        for values in ({"amount": 2}, {"date": "2026-01-01"}, {"name": "x"}, {"document": "x"}):
            with self.refused(UserError, "is posted and stays"):
                entry.write(values)
        with self.refused(UserError, "is posted and stays"):
            entry.unlink()
        with self.assertRaises(AccessError):
            entry.write({"state": "draft"})
        with self.refused(UserError, "with a reason"):
            entry.action_reverse()

    def test_a_wrong_entry_is_taken_back_once(self):
        """Taken back by an entry of today; the request is paid anew in the same year."""
        self.receive(1000)
        request = self.signed(300)
        wrong = self.pay(request, counterpart="别的书店")
        counter = self.take_back(wrong)
        self.assertRecordValues(
            counter,
            [
                {
                    "kind": "expense",
                    "signed_amount": 300,
                    "date": date(2026, 6, 20),
                    "reversal_reason": "记错金额",
                    "state": "posted",
                }
            ],
        )
        self.assertEqual((self.fund.balance, request.state), (1000, "signed"))
        with self.refused(UserError, "taken back or takes one back"):
            wrong.action_reverse()
        with self.refused(UserError, "taken back or takes one back"):
            counter.action_reverse()
        self.pay(request, amount=280)
        self.assertEqual((self.fund.balance, request.state), (720, "paid"))
        self.assertEqual((self.budget.used_amount, self.budget.left_amount), (280, 39720))

    def test_no_more_is_paid_than_approved(self):
        self.receive(1000)
        request = self.signed(300)
        with self.refused(UserError, "more than the 300.00 that were approved"):
            self.pay(request, amount=300.01)
        self.assertEqual(request.state, "signed")

    def test_an_entry_needs_its_voucher_and_its_year(self):
        draft = {"source_id": self.source.id, "amount": 5, "date": "2026-03-01"}
        with self.refused(UserError, "has no voucher"):
            self.Entry.create(draft).action_post()
        with self.refused(UserError, "has no year 2025"):
            self.receive(5, "2025-12-31")
        with self.refused(ValidationError, "lies in the future"):
            self.receive(5, "2026-06-22")

    def test_a_closed_year_takes_nothing_more(self):
        """Its entries, promises and lines stay; what is wrong is taken back in the open year."""
        with freeze_time("2027-01-15"):
            income = self.receive(1000, "2026-12-20")
            request = self.signed(400)
            payment = self.pay(request, "2026-12-30")
            waiting = self.ask(5)
            with self.refused(UserError, waiting.number):
                self.year.action_close()
            waiting.action_withdraw()
            self.year.action_close()
            table = self.year._sources_table()
            with self.refused(UserError, "nothing more is posted"):
                self.receive(5, "2026-12-31")
            with self.refused(UserError, "nothing more is posted"):
                self.make_source()
            with self.refused(UserError, "nothing more is posted"):
                self.make_budget()
            with self.refused(UserError, "its account does not change"):
                self.budget.amount = 1
            with self.refused(UserError, "nothing more is posted"):
                self.ask(5)
            with self.refused(UserError, "has no year 2027"):
                self.take_back(payment)
            later = self.make_year("2027")
            self.take_back(payment)
            self.assertEqual(request.state, "reversed")
            self.assertEqual(self.year._sources_table(), table)
            self.assertEqual(self.budget.used_amount, 400)
            self.assertRecordValues(
                self.year + later,
                [
                    {"income_amount": 1000, "expense_amount": 400, "closing_amount": 600},
                    {"income_amount": 0, "expense_amount": -400, "closing_amount": 1000},
                ],
            )
            self.assertEqual(later.opening_amount, 600)
            self.assertEqual((later.last_income_amount, later.last_expense_amount), (1000, 400))
            self.assertEqual(self.fund.balance, 1000)
            self.assertFalse(income.is_reversed)

    def test_years_are_closed_in_their_order(self):
        early = self.make_year("2025")
        with self.refused(UserError, "has not ended yet"):
            self.year.action_close()
        with freeze_time("2027-01-15"):
            with self.refused(UserError, "2025 is still open"):
                self.year.action_close()
            early.action_close()
            self.year.action_close()
            with self.refused(ValidationError, "would begin with another sum"):
                self.make_year("2024")

    def test_promised_and_received(self):
        """Late is what came late or is still to come; the delay counts to the last yuan."""
        on_time = self.make_source(name="党费返还", kind="dues_share", amount=300)
        late = self.make_source(name="市财政拨款", amount=1000)
        open_one = self.make_source(name="场地收入", kind="low_fee", amount=10)
        self.receive(300, "2026-03-30", on_time)
        self.receive(400, "2026-03-30", late)
        self.receive(600, "2026-04-10", late)
        self.assertRecordValues(
            on_time + late + open_one,
            [
                {"received_amount": 300, "open_amount": 0, "delay_days": -1, "late_days": 0},
                {"received_amount": 1000, "open_amount": 0, "delay_days": 10, "late_days": 10},
                {"received_amount": 0, "open_amount": 10, "delay_days": 0, "late_days": 81},
            ],
        )
        found = self.env["community.party.fund.source"].search(
            [("is_late", "=", True), ("id", "in", (on_time + late + open_one).ids)]
        )
        self.assertEqual(found, late + open_one)
        with self.refused(ValidationError, "before 东河社区党建经费 2026 begins"):
            self.make_source(date_due="2025-12-31")
        with self.refused(UserError, "its kind and year stay"):
            late.kind = "donation"

    def test_the_audit_of_an_open_year_is_refused(self):
        """An audit needs a closed year and an opinion; then only remedies are entered."""
        Audit = self.env["community.party.fund.audit"].with_user(self.party_officer)
        values = {"year_id": self.year.id, "auditor": "街道纪工委", "date": "2026-06-20"}
        with self.refused(ValidationError, "is not closed"):
            Audit.create(values)
        with freeze_time("2027-03-01"):
            self.year.action_close()
            audit = Audit.create({**values, "date": "2027-03-01"})
            finding = audit.finding_ids.create(
                {"audit_id": audit.id, "name": "凭证缺签收", "date_due": "2027-04-01"}
            )
            with self.refused(UserError, "has no opinion"):
                audit.action_finish()
            audit.summary = "账目清楚"
            audit.action_finish()
            self.assertTrue(self.year.is_audited)
            self.assertEqual((audit.finding_count, audit.open_count), (1, 1))
            with self.refused(UserError, "stays as it is"):
                audit.auditor = "别人"
            with self.refused(UserError, "say how"):
                finding.date_done = "2027-03-01"
            finding.write({"date_done": "2027-03-01", "remedy": "补签"})
            self.assertEqual(audit.open_count, 0)
            with self.assertRaises(UserError):
                finding.unlink()

    def test_each_closed_year_waits_for_its_audit(self):
        """Each closed year of each fund stands in the list of what is to be audited until an audit
        of it is finished; an open year does not, and finished audits are counted by their day.
        """
        filters = self.env.ref("community_party.community_party_fund_year_view_search").arch
        filters = etree.fromstring(filters)
        domain = filters.xpath("//filter[@name='filter_to_audit']")[0].get("domain")
        Year = self.env["community.party.fund.year"].with_user(self.party_officer)
        figure = self.env.ref("community_party.community_indicator_party_fund_audits")
        period = date(2028, 1, 1), date(2028, 12, 31)

        def waiting():
            return Year.search([*literal_eval(domain), ("fund_id", "=", self.fund.id)])

        before = figure._values(*period, Domain.TRUE)[figure]
        self.assertFalse(waiting())
        with freeze_time("2028-03-01"):
            second = self.make_year("2027")
            self.year.action_close()
            self.assertEqual(waiting(), self.year)
            second.action_close()
            self.assertEqual(waiting(), self.year | second)
            Audit = self.env["community.party.fund.audit"].with_user(self.party_officer)
            audit = Audit.create(
                {"year_id": self.year.id, "auditor": "街道", "date": "2028-03-01", "summary": "清"}
            )
            self.assertEqual(waiting(), self.year | second, "begun is not finished")
            audit.action_finish()
            self.assertEqual(waiting(), second)
        self.assertEqual(figure._values(*period, Domain.TRUE)[figure] - before, 1)

    def test_each_fund_has_its_own_account(self):
        """A second fund on the same account is refused by the database."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.fund.create(
                {
                    "name": "另一经费",
                    "account": "党建经费专户",
                    "organization_id": self.general_branch.id,
                }
            )

    def test_a_branch_reads_the_books_and_its_own_payments(self):
        """Totals are open to every branch; who was paid what, only to the branch that asked."""
        self.receive(1000)
        entry = self.pay(self.signed(300))
        for user in (self.branch_user, self.branch_user2):
            year = self.year.with_user(user)
            self.assertEqual((year.income_amount, year.expense_amount), (1000, 300))
            self.assertEqual(self.fund.with_user(user).balance, 700)
        Entry = self.env["community.party.fund.entry"]
        self.assertTrue(Entry.with_user(self.branch_user).search([("id", "=", entry.id)]))
        self.assertFalse(Entry.with_user(self.branch_user2).search([("id", "=", entry.id)]))
        with self.assertRaises(AccessError):
            entry.with_user(self.party_officer).action_reverse()

    def test_figures_count_each_yuan_once(self):
        """A payment taken back is no use of money, an income taken back was not received."""
        self.receive(20000)
        self.take_back(self.receive(500))
        self.pay(self.signed(300))
        self.take_back(self.pay(self.signed(200)))
        report = (
            self.env["community.report"]
            .with_user(self.manager)
            .create({"name": "半年", "date_from": "2026-01-01", "date_to": "2026-06-30"})
        )
        report.action_refresh()
        values = {line.indicator_id.code: line.value for line in report.line_ids}
        self.assertEqual(values["party_fund_received"], 20000)
        self.assertEqual(values["party_fund_received_finance"], 20000)
        self.assertEqual(values["party_fund_used"], 300)
        self.assertEqual(values["party_fund_promised"], 50000)
        self.assertEqual(values["party_fund_sources_due"], 1)
        self.assertEqual(values["party_fund_sources_on_time"], 0)
