import doctest
from datetime import date

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ...tools import dues as tool
from ..common import PartyCase


class DuesCase(PartyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Dues = cls.env["community.party.dues"]

    def base(self, member, amount, start="2026-01-01", category="salary", **values):
        """Enter and confirm a base as the branch does."""
        line = self.env["community.party.dues.base"].create(
            {
                "member_id": member.id,
                "date_from": start,
                "base": amount,
                "category": category,
                **values,
            }
        )
        line.with_user(self.branch_user).action_confirm()
        return line

    def pay(self, member, first, last=None, **values):
        """Enter and post a payment as the branch does."""
        payment = (
            self.env["community.party.dues.payment"]
            .with_user(self.branch_user)
            .create(
                {"member_id": member.id, "month_from": first, "month_to": last or first, **values}
            )
        )
        payment.action_post()
        return payment


@tagged("post_install", "-at_install", "community")
class TestDuesAssessment(DuesCase):
    def test_doctests(self):
        result = doctest.testmod(tool)
        self.assertTrue(result.attempted)
        self.assertFalse(result.failed)

    @freeze_time("2026-05-20")
    def test_a_raise_counts_from_its_month(self):
        member = self.make_member()
        self.base(member, 5000)
        self.base(member, 5000.01, "2026-03-01")
        months = [date(2026, month, 1) for month in (2, 3)]
        self.assertEqual([self.Dues._assess(m, member).amount for m in months], [50.0, 75.0])

    @freeze_time("2026-05-20")
    def test_fixed_for_the_year(self):
        self.env.ref("community_party.community_parameter_party_dues_fix_yearly").value = 1
        member, newcomer = self.make_member(), self.make_member("新党员")
        self.base(member, 5000)
        self.base(member, 5000.01, "2026-03-01")
        self.base(newcomer, 3000.01, "2026-02-01")
        rows = self.Dues._assess(date(2026, 4, 1), member | newcomer)
        self.assertEqual(sorted(rows.mapped("amount")), [30.0, 50.0])

    @freeze_time("2026-05-20")
    def test_base_counts_only_when_confirmed(self):
        member = self.make_member()
        line = self.env["community.party.dues.base"].create(
            {"member_id": member.id, "base": 3000, "date_from": "2026-01-01"}
        )
        row = self.Dues._assess(date(2026, 5, 1), member)
        self.assertEqual(row.state, "no_base")
        line.with_user(self.branch_user).action_confirm()
        again = self.Dues._assess(date(2026, 5, 1), member)
        self.assertEqual((again, again.amount, again.state), (row, 15.0, "unpaid"))
        with self.assertRaisesRegex(UserError, "is confirmed"):
            line.with_user(self.branch_user).base = 1

    @freeze_time("2026-05-20")
    def test_the_lower_of_two_rules_counts_and_is_noted(self):
        member = self.make_member()
        self.base(member, 3200, category="pension", other_category="dibao")
        row = self.Dues._assess(date(2026, 5, 1), member)
        self.assertEqual((row.amount, row.category), (0.2, "dibao"))
        self.assertIn("16.00", row.note)

    @freeze_time("2026-05-20")
    def test_set_amounts_and_the_range_of_farmers(self):
        student = self.make_member("学生", dues_category="student")
        farmer = self.make_member("农民")
        self.base(farmer, 0.5, category="farmer")
        rows = self.Dues._assess(date(2026, 5, 1), student | farmer)
        self.assertEqual(sorted(rows.mapped("amount")), [0.2, 0.5])
        with self.assertRaisesRegex(ValidationError, "between 0.2 and 1.0"):
            self.base(farmer, 1.2, "2026-06-01", category="farmer")

    @freeze_time("2026-05-20")
    def test_probationary_members_pay_from_the_month_of_the_meeting(self):
        member = self.make_member(
            stage="probationary", date_probation="2026-04-28", date_full=False
        )
        applicant = self.make_member("申请人", stage="applicant", date_full=False)
        Member = self.env["community.party.member"]
        owing = [Member.search(self.Dues._paying_domain(date(2026, month, 1))) for month in (3, 4)]
        self.assertNotIn(member, owing[0])
        self.assertIn(member, owing[1])
        self.assertNotIn(applicant, owing[1])

    @freeze_time("2026-05-20")
    def test_assessing_again_changes_nothing(self):
        """Assessing a month again leaves each member one row, unchanged."""
        members = self.env["community.party.member"]
        for number in range(3):
            members |= self.make_member(f"党员{number}", dues_category="relief")
        Dues = self.Dues.with_user(self.treasurer)
        Dues.action_assess("2026-05-20")
        rows = self.Dues.search([("member_id", "in", members.ids)])
        before = rows.read()
        Dues.action_assess("2026-05-01")
        self.env.invalidate_all()
        self.assertEqual(self.Dues.search([("member_id", "in", members.ids)]).read(), before)
        self.assertEqual(len(rows), 3)

    @freeze_time("2026-05-20")
    def test_queries_do_not_grow_with_the_members(self):
        members = self.env["community.party.member"]
        for number in range(40):
            member = self.make_member(f"党员{number}")
            self.base(member, 3000 + number)
            members |= member
        self.env.flush_all()
        counts = []
        self.Dues._assess(date(2026, 2, 1), members[:1])
        for month, group in ((3, members[:4]), (4, members)):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.cr.sql_log_count
            self.Dues._assess(date(2026, month, 1), group)
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - start)
        self.assertEqual(counts[0], counts[1])

    def test_a_branch_does_not_assess_all(self):
        with self.assertRaises(UserError):
            self.Dues.with_user(self.branch_user).action_assess("2026-05-01")

    @freeze_time("2026-05-20")
    def test_each_branch_sees_the_money_of_its_own_members(self):
        own, other = self.make_member(), self.make_member("钱党员", self.branch2)
        for member in own | other:
            member.dues_category = "dibao"
            self.Dues._assess(date(2026, 5, 1), member)
        seen = self.Dues.with_user(self.branch_user).search([])
        self.assertIn(own, seen.member_id)
        self.assertNotIn(other, seen.member_id)
        self.assertIn(other, self.Dues.with_user(self.treasurer).search([]).member_id)
        with self.assertRaises(AccessError):
            seen[:1].with_user(self.treasurer).write({"amount": 0})

    @freeze_time("2026-05-20")
    def test_waiver_needs_two_people(self):
        member = self.make_member(dues_category="relief")
        row = self.Dues._assess(date(2026, 5, 1), member)
        waiver = (
            self.env["community.party.dues.waiver"]
            .with_user(self.party_manager)
            .create(
                {
                    "member_id": member.id,
                    "date_from": "2026-05-10",
                    "date_to": "2026-06-30",
                    "reason": "重病",
                }
            )
        )
        with self.assertRaisesRegex(UserError, "Studied by the branch"):
            waiver.action_approve()
        waiver.action_study()
        with self.assertRaisesRegex(UserError, "studied the waiver"):
            waiver.action_approve()
        waiver.with_user(self.party_officer).action_approve()
        self.assertEqual((row.amount, row.state, row.full_amount), (0.0, "nothing", 0.2))
        self.assertEqual(waiver.approved_by_id, self.party_officer)

    @freeze_time("2026-07-01")
    def test_arrears_never_change_the_status(self):
        member = self.make_member(dues_category="dibao", number="D-17")
        for month in range(1, 7):
            self.Dues._assess(date(2026, month, 1), member)
        self.assertEqual((member.dues_unpaid_months, member.dues_alert), (6, "flag"))
        Member = self.env["community.party.member"]
        self.assertIn(member, Member.search([("dues_alert", "=", "flag")]))
        self.assertNotIn(member, Member.search([("dues_alert", "=", "none")]))
        Member._remind_of_arrears()
        Member._remind_of_arrears()
        self.assertEqual(len(member.activity_ids), 1)
        self.assertIn("D-17", member.activity_ids.summary)
        self.assertNotIn(member.name, member.activity_ids.summary)
        self.assertEqual(member.activity_ids.user_id, self.branch_user)
        self.assertEqual(member.status, "normal")
        self.pay(member, "2026-06-01", payer_id=self.make_member("代缴人").partner_id.id)
        self.assertEqual((member.dues_unpaid_months, member.dues_alert), (0, "none"))

    @freeze_time("2026-01-10")
    def test_bases_are_proposed_anew_each_year(self):
        member = self.make_member()
        self.base(member, 4000, "2025-03-01")
        row = self.Dues._assess(date(2026, 1, 1), member)
        self.assertTrue(row.is_base_old)
        self.env["community.party.dues.base"].with_user(self.branch_user).action_propose_year()
        line = member.dues_base_ids.filtered(lambda line: line.state == "draft")
        self.assertEqual((line.date_from, line.base), (date(2026, 1, 1), 4000.0))
        line.with_user(self.branch_user).action_confirm()
        self.assertFalse(self.Dues._assess(date(2026, 1, 1), member).is_base_old)


@tagged("post_install", "-at_install", "community")
class TestDuesPayment(DuesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.make_member(dues_category="dibao", date_probation="2020-05-10")

    @freeze_time("2026-05-20")
    def test_several_months_at_once_on_behalf(self):
        payer = self.make_member("代缴人").partner_id
        payment = self.pay(self.member, "2026-03-15", "2026-07-01", payer_id=payer.id)
        self.assertEqual((payment.amount, len(payment.dues_ids)), (1.0, 5))
        self.assertTrue(payment.is_on_behalf)
        self.assertTrue(payment.number)
        self.assertEqual(self.member.dues_paid_until, date(2026, 7, 1))

    @freeze_time("2026-05-20")
    def test_six_months_at_most_without_a_reason(self):
        self.pay(self.member, "2025-11-01")
        self.pay(self.member, "2026-11-01")
        for month in ("2025-10-01", "2026-12-01"):
            with self.assertRaisesRegex(UserError, "at most 6"):
                self.pay(self.member, month)
        self.assertTrue(self.pay(self.member, "2025-10-01", override_reason="住院").number)

    @freeze_time("2026-05-20")
    def test_bad_payments_get_a_sentence(self):
        newcomer = self.make_member("新党员", date_probation="2026-04-10", date_full=False)
        newcomer.write({"stage": "probationary", "dues_category": "student"})
        with self.assertRaisesRegex(UserError, "counts from 2026-04"):
            self.pay(newcomer, "2026-03-01")
        payment = self.pay(newcomer, "2026-04-01")
        with self.assertRaisesRegex(UserError, f"receipt {payment.number}"):
            self.pay(newcomer, "2026-04-01")
        with self.assertRaisesRegex(UserError, "no confirmed base"):
            self.pay(self.make_member("无基数", dues_category="salary"), "2026-05-01")
        with self.assertRaisesRegex(ValidationError, "lies ahead"):
            self.pay(newcomer, "2026-05-01", date="2026-05-21")
        with self.assertRaisesRegex(UserError, "is issued"):
            payment.with_user(self.branch_user).month_to = "2026-06-01"

    def test_what_the_buttons_set_is_refused_and_not_dropped(self):
        Payment = self.env["community.party.dues.payment"].with_user(self.branch_user)
        draft = Payment.create({"member_id": self.member.id})
        for vals in ({"state": "posted"}, {"number": "1"}, {"amount": 5}, {"dues_ids": []}):
            with self.subTest(vals=vals):
                with self.assertRaises(UserError):
                    Payment.create({"member_id": self.member.id, **vals})
                with self.assertRaises(UserError):
                    draft.write(vals)

    @freeze_time("2026-05-20")
    def test_cancelled_with_a_reason_the_months_are_open_again(self):
        payment = self.pay(self.member, "2026-05-01").with_user(self.branch_user)
        with self.assertRaisesRegex(UserError, "with a reason"):
            payment.action_cancel()
        payment.cancel_reason = "重复缴费"
        payment.action_cancel()
        row = self.Dues.search([("member_id", "=", self.member.id)])
        self.assertEqual(row.state, "unpaid")

    def test_a_closed_year_takes_nothing_more(self):
        """A year of dues is closed after its end; then payments, entries, assessments and its own
        figures are refused.
        """
        with freeze_time("2025-12-20"):
            self.pay(self.member, "2025-12-01")
        entry = self.env["community.party.dues.entry"].with_user(self.treasurer)
        values = {"name": "党员教育图书", "use_category": "reading", "amount": 0.1}
        entry.create({**values, "date": "2025-12-21", "organization_id": self.general_branch.id})
        with freeze_time("2026-02-01"):
            year = self.env["community.party.dues.year"].with_user(self.treasurer)
            year = year.create({"year": "2025"})
            year.action_close()
            self.assertEqual((year.collected_amount, year.used_amount), (0.2, 0.1))
            self.assertAlmostEqual(year.closing_amount, 0.1)
            for call in (
                lambda: self.pay(self.member, "2025-11-01", date="2025-12-30"),
                lambda: entry.create(
                    {**values, "date": "2025-12-22", "organization_id": self.general_branch.id}
                ),
                lambda: self.Dues._assess(date(2025, 10, 1), self.member),
                year.action_refresh,
            ):
                with self.assertRaisesRegex(UserError, "closed"):
                    call()
            running = self.env["community.party.dues.year"].with_user(self.treasurer)
            with self.assertRaisesRegex(UserError, "not ended"):
                running.create({"year": "2026"}).action_close()

    @freeze_time("2026-01-20")
    def test_receipts_of_two_years_have_different_numbers(self):
        old = self.pay(self.member, "2025-12-01", date="2025-12-30")
        new = self.pay(self.member, "2026-01-01")
        self.env.flush_all()
        self.assertEqual((old.number[:7], new.number[:7]), ("DF2025-", "DF2026-"))

    def test_special_dues_from_a_thousand_go_up(self):
        values = {
            "name": "大额党费",
            "kind": "special",
            "member_id": self.member.id,
            "organization_id": self.branch.id,
        }
        entries = self.env["community.party.dues.entry"].create(
            [{**values, "amount": 999.99}, {**values, "amount": 1000}]
        )
        self.assertEqual(entries.mapped("goes_up"), [False, True])

    @freeze_time("2026-05-20")
    def test_a_mobile_member_pays_at_another_branch(self):
        self.member.status = "mobile"
        payment = (
            self.env["community.party.dues.payment"]
            .with_user(self.party_officer)
            .create(
                {
                    "member_id": self.member.id,
                    "paid_at_id": self.branch2.id,
                    "month_from": "2026-05-01",
                    "month_to": "2026-05-01",
                }
            )
        )
        payment.action_post()
        self.assertEqual(payment.organization_id, self.branch)
        start = date(2026, 5, 1)
        self.assertEqual(self.Dues._assess(start, self.member).state, "paid")
        self.assertGreater(start + relativedelta(months=1), payment.date)
