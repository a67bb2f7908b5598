from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .test_dues_follow import FollowCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-05-20")
class TestDuesSheet(FollowCase):
    """A whole branch or group pays on one sheet, as the least role that takes dues."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rich = cls.make_member("甲党员")
        cls.base(cls, cls.rich, 5000)
        cls.poor, cls.third = (
            cls.make_member(name, dues_category="dibao") for name in ("乙党员", "丙党员")
        )
        cls.unknown = cls.make_member("丁党员", dues_category="salary")
        cls.elsewhere = cls.make_member("钱党员", cls.branch2, dues_category="dibao")
        cls.all = cls.rich | cls.poor | cls.third | cls.unknown
        for number in (4, 5):
            cls.Dues._assess(date(2026, number, 1), cls.all | cls.elsewhere)

    def collect(self, user=None):
        """Open the sheet as the menu does and return it."""
        sheets = self.env["community.party.dues.sheet"].with_user(user or self.branch_user)
        return sheets.browse(sheets.action_collect()["res_id"])

    def line(self, sheet, member):
        return sheet.line_ids.filtered(lambda line: line.member_id == member)

    def test_one_tick_and_one_post_for_all(self):
        """Everybody on the sheet gets their own receipt; who cannot pay says why."""
        sheet = self.collect()
        self.assertEqual(sheet.line_ids.member_id, self.all)
        self.assertEqual(self.collect(), sheet, "one sheet for the month")
        self.assertEqual(
            sorted(sheet.line_ids.mapped("state")), ["no_base", "open", "open", "open"]
        )
        sheet.action_tick_all()
        self.assertEqual((sheet.ticked_count, sheet.ticked_amount), (3, 100.8))
        self.line(sheet, self.unknown).action_tick()
        self.line(sheet, self.third).action_tick()
        sheet.action_post()
        payments = sheet.line_ids.payment_id
        self.assertEqual(payments.member_id, self.rich | self.poor)
        self.assertEqual(len(set(payments.mapped("number"))), 2)
        self.assertEqual(payments.posted_by_id, self.branch_user)
        self.assertEqual(sorted(payments.mapped("amount")), [0.4, 100.0])
        self.assertEqual(self.line(sheet, self.unknown).state, "refused")
        self.assertIn("no confirmed base for 2026-04", self.line(sheet, self.unknown).result)
        self.assertEqual((sheet.paid_count, sheet.paid_amount), (2, 100.4))
        self.assertEqual(self.line(sheet, self.third).state, "open")
        self.base(self.unknown, 3000, "2026-04-01")
        self.line(sheet, self.third).action_tick()
        sheet.action_post()
        self.assertEqual((sheet.paid_count, sheet.refused_count), (4, 0))
        with self.assertRaisesRegex(UserError, "nobody is ticked"):
            sheet.action_post()

    def test_an_amount_fills_whole_months(self):
        sheet = self.collect()
        line = self.line(sheet, self.rich)
        for amount in (60, 100.01):
            line.write({"is_ticked": True, "amount": amount})
            sheet.action_post()
            self.assertEqual(line.state, "refused")
            self.assertIn("2026-04 50.00, 2026-05 50.00", line.result)
        line.amount = 50
        sheet.action_post()
        self.assertEqual(line.payment_id.dues_ids.month, date(2026, 4, 1))
        self.assertEqual(line.open_amount, 50.0)

    def test_paid_ahead_with_a_gap_behind(self):
        """A sheet up to a later month takes what is open before it, and passes what is paid."""
        self.pay(self.poor, "2026-05-01")
        sheet = (
            self.env["community.party.dues.sheet"]
            .with_user(self.branch_user)
            .create({"organization_id": self.branch.id, "month": "2026-07-15"})
        )
        line = self.line(sheet, self.poor)
        self.assertEqual((line.month_from, line.open_amount), (date(2026, 4, 1), 0.6))
        self.assertFalse(self.Dues.search([("month", ">", "2026-05-01")]), "nothing is written yet")
        line.is_ticked = True
        sheet.action_post()
        months = sorted(row.month.month for row in line.payment_id.dues_ids)
        self.assertEqual(months, [4, 6, 7])
        self.assertEqual(self.poor.dues_paid_until, date(2026, 7, 1))

    def test_taken_back_the_months_are_open_and_it_is_entered_anew(self):
        sheet = self.collect()
        sheet.action_tick_all()
        sheet.action_post()
        line = self.line(sheet, self.rich)
        receipt = line.payment_id
        with self.assertRaisesRegex(UserError, receipt.number):
            line.amount = 50
        with self.assertRaisesRegex(UserError, "with a reason"):
            line.action_take_back()
        sheet.cancel_reason = "点错了"
        line.action_take_back()
        self.assertEqual((receipt.state, receipt.cancel_reason), ("cancelled", "点错了"))
        self.assertEqual((line.state, line.open_amount, line.is_ticked), ("open", 100.0, False))
        with self.assertRaisesRegex(UserError, "no receipt"):
            line.action_take_back()
        elsewhere = self.line(sheet, self.poor).payment_id
        elsewhere.cancel_reason = "重复"
        elsewhere.action_cancel()
        self.assertFalse(self.line(sheet, self.poor).is_ticked, "not posted again unseen")
        sheet.action_take_back()
        self.assertEqual(sheet.paid_count, 0)
        sheet.action_tick_all()
        sheet.action_post()
        self.assertEqual(sheet.paid_count, 3)
        self.assertNotEqual(line.payment_id, receipt)

    def test_what_counts_with_the_next_payment_counts_on_the_sheet(self):
        self.pay(self.rich, "2026-04-01")
        self.base(self.rich, 3000, "2026-04-01")
        row = self.rows(self.rich).filtered(lambda row: row.state == "too_much")
        row.with_user(self.branch_user).action_offset()
        self.base(self.rich, 6000, "2026-05-01")
        sheet = self.collect()
        line = self.line(sheet, self.rich)
        self.assertEqual(line.open_amount, 55.0)
        line.is_ticked = True
        sheet.action_post()
        self.assertEqual(line.payment_id.amount, 55.0)

    def test_older_months_need_the_reason_on_the_sheet(self):
        self.Dues._assess(date(2025, 10, 1), self.poor)
        sheet = self.collect()
        line = self.line(sheet, self.poor)
        line.is_ticked = True
        sheet.action_post()
        self.assertIn("at most 6", line.result)
        sheet.override_reason = "住院"
        sheet.action_post()
        self.assertEqual((line.state, line.payment_id.override_reason), ("paid", "住院"))

    def test_the_treasurer_collects_everywhere_and_a_branch_at_home(self):
        sheets = self.env["community.party.dues.sheet"].with_user(self.treasurer)
        self.assertFalse(sheets.action_collect()["res_id"], "who keeps nothing chooses")
        with Form(sheets) as form:
            form.organization_id = self.general_branch
        sheet = form.record
        self.assertEqual(sheet.line_ids.member_id, self.all | self.elsewhere)
        sheet.action_tick_all()
        sheet.action_post()
        self.assertEqual(sheet.paid_count, 4)
        mine = self.collect()
        self.assertFalse(self.line(mine, self.elsewhere))
        self.assertFalse(sheet.with_user(self.branch_user).has_access("read"))
        mine.action_tick_all()
        self.assertEqual(mine.ticked_count, 0, "paid on the other sheet")

    def test_who_left_or_died_since_is_told_in_the_line(self):
        resident = self.make_household([{"name": "丙党员", "role": "head"}]).head_id
        self.third.resident_id = resident
        sheet = self.collect()
        sheet.action_tick_all()
        resident.household_id._death(date(2026, 5, 10), resident)
        self.letter(self.poor, dues_paid_until="2026-03-01")
        sheet.action_post()
        self.assertEqual(self.line(sheet, self.rich).state, "paid")
        for member, words in ((self.third, "died on 2026-05-10"), (self.poor, "transfer")):
            self.assertEqual(self.line(sheet, member).state, "refused", member.name)
            self.assertIn(words, self.line(sheet, member).result)

    def test_who_comes_later_is_added(self):
        sheet = self.collect()
        late = self.make_member("新来", dues_category="dibao")
        sheet.action_fill()
        self.assertEqual(self.line(sheet, late).open_amount, 0.4)
        with self.assertRaisesRegex(UserError, "has its members"):
            sheet.organization_id = self.branch2
