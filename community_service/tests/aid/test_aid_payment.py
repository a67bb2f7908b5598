from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..aid_common import AidCase


class PaymentCase(AidCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Payment = cls.env["community.aid.payment"].with_user(cls.officer)
        cls.month = fields.Date.start_of(cls.today, "month")

    def running(self, programme=None, months=3, **values):
        """Return a case granted some months ago, as if time had passed."""
        case = self.grant(programme, **values)
        start = self.month - relativedelta(months=months)
        case.sudo().write({"date_start": start, "date_decision": start - relativedelta(days=5)})
        return case.with_user(self.officer)


@tagged("post_install", "-at_install", "community")
class TestAidPayment(PaymentCase):
    def test_nothing_is_paid_before_the_decision_and_the_month_after_it(self):
        case = self.make_case(income=1500)
        with self.refused("nothing has been granted yet"):
            self.Payment.create({"case_id": case.id, "amount": 100})
        case.with_user(self.manager).unlink()
        case = self.grant()
        with self.refused("the month after the decision"):
            self.Payment.create({"case_id": case.id, "period": self.today})
        self.assertEqual(case.state, "approved")

    def test_first_payment_begins_the_aid(self):
        case = self.running()
        payment = self.Payment.create({"case_id": case.id, "period": self.today})
        self.assertRecordValues(
            payment,
            [
                {
                    "amount": 600,
                    "period": self.month,
                    "method": "bank",
                    "household_id": self.household.id,
                    "resident_id": self.head.id,
                }
            ],
        )
        self.assertEqual(case.state, "active")
        self.assertEqual(case.date_first_paid, self.today)

    @mute_logger("odoo.sql_db")
    def test_the_same_need_and_month_is_paid_once(self):
        """A month is paid once; back pay and another month are something else."""
        case = self.running()
        self.Payment.create({"case_id": case.id})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.Payment.create({"case_id": case.id})
        self.Payment.create({"case_id": case.id, "kind": "back_pay", "amount": 50})
        self.Payment.create({"case_id": case.id, "period": self.month - relativedelta(months=1)})

    def test_back_pay_and_recovery_are_own_lines(self):
        case = self.running()
        self.Payment.create({"case_id": case.id})
        self.Payment.create({"case_id": case.id, "kind": "back_pay", "amount": 200})
        line = self.Payment.create({"case_id": case.id, "kind": "recovery", "amount": 300})
        self.assertEqual(line.signed_amount, -300)
        self.assertEqual(case._balance(), 500)
        with self.refused("more would be recovered than was ever paid"):
            self.Payment.create({"case_id": case.id, "kind": "recovery", "amount": 501})
        for amount in (0, -5, 2_000_000):
            with self.refused("yuan cannot be right"):
                self.Payment.create({"case_id": case.id, "kind": "back_pay", "amount": amount})

    @mute_logger("odoo.sql_db")
    def test_goods_have_item_quantity_and_donor(self):
        """Goods need item and quantity and name the donor; the same goods are not entered twice."""
        case = self.running()
        donor = self.env["res.partner"].create({"name": "望河超市"})
        goods = {"case_id": case.id, "form": "goods", "donor_id": donor.id}
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.Payment.create(goods)
        line = self.Payment.create({**goods, "item": "大米", "quantity": 2, "unit": "袋"})
        self.assertRecordValues(line, [{"method": "goods", "amount": 0}])
        self.Payment.create({**goods, "item": "食用油", "quantity": 1, "unit": "桶"})
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.Payment.create({**goods, "item": "大米"})

    def test_what_was_paid_is_kept(self):
        case = self.running()
        line = self.Payment.create({"case_id": case.id})
        line.is_signed = True
        with self.refused("record a recovery"):
            line.amount = 1
        with self.refused("record a recovery"):
            line.sudo().unlink()
        with self.assertRaises(AccessError):
            self.Payment.with_user(self.worker).create({"case_id": case.id})

    def test_future_and_ended_aid(self):
        case = self.running()
        with self.refused("the day is still to come"):
            self.Payment.create({"case_id": case.id, "date": self.today + relativedelta(days=1)})
        case.sudo().write({"date_end": self.month - relativedelta(months=1)})
        with self.refused("aid ended on"):
            self.Payment.create({"case_id": case.id})

    def test_urgent_help_is_paid_first(self):
        case = self.make_case(self.temporary, is_urgent=True, reason="车祸")
        with self.refused("nothing has been granted"):
            self.Payment.create({"case_id": case.id, "amount": 800})
        case.action_accept()
        self.Payment.create({"case_id": case.id, "amount": 800})
        self.assertEqual(case.state, "accepted")
        self.decide(case, amount=700)
        self.assertIn("papers", case.next_step)

    def test_temporary_aid_beyond_its_limit_needs_a_reason(self):
        case = self.make_case(self.temporary, date_received="2025-03-04")
        case.action_accept()
        case.with_user(self.officer).action_submit()
        with self.refused("is more than 3 months of the standard for 3 people"):
            self.decide(case, amount=700 * 3 * 3 + 1)
        self.decide(case, amount=700 * 3 * 3)
        self.assertEqual(case.state, "approved")

    def test_an_auditor_reads_totals_without_people(self):
        case = self.running()
        self.Payment.create({"case_id": case.id})
        self.Payment.create({"case_id": case.id, "kind": "recovery", "amount": 100})
        self.env.flush_all()
        totals = self.env["community.aid.payment.total"].with_user(self.auditor)
        rows = totals.search([("programme_id", "=", self.dibao.id)])
        self.assertEqual(sorted(rows.mapped("amount")), [-100, 600])
        self.assertFalse({"household_id", "resident_id", "case_id"} & set(totals._fields))

    def test_month_of_many_cases_at_once(self):
        cases = self.running()
        for _turn in range(5):
            self.household = self.make_household()
            cases |= self.running(income=100)
        paid = self.Payment.create({"case_id": cases[0].id})
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            cases.action_pay_month()
            self.env.flush_all()
        self.assertEqual(len(cases.payment_ids), 6)
        self.assertIn(paid, cases.payment_ids)
        with self.refused("None of these cases has a benefit to pay"):
            cases.action_pay_month()


@tagged("post_install", "-at_install", "community")
class TestAidChange(PaymentCase):
    def change(self, case, kind, **values):
        return (
            self.env["community.aid.change"]
            .with_user(self.officer)
            .create(
                {
                    "case_id": case.id,
                    "kind": kind,
                    "reason": "家庭收入变化",
                    "decision_person": "民政局 陈科长",
                    **values,
                }
            )
        )

    def test_rise_holds_from_the_month_after(self):
        case = self.running()
        with self.refused("is no such change"):
            self.change(case, "raise", amount=500)
        self.change(case, "raise", amount=700)
        case.action_start()
        self.assertEqual(case.next_step, "Tell the family what changed and why")
        self.assertEqual(case.amount, 700)
        self.assertEqual(case._amount_of(self.month), 600)
        self.assertEqual(case._amount_of(self.month + relativedelta(months=1)), 700)
        self.assertEqual(case.change_ids.amount_before, 600)

    def test_review_moves_by_the_class(self):
        case = self.running()
        self.change(case, "review")
        self.assertEqual(case.next_review_date, self.today + relativedelta(months=6))
        with self.refused("choose the new class"):
            self.change(case, "class")
        self.change(case, "class", aid_class="c")
        self.assertEqual(case.next_review_date, self.today + relativedelta(months=3))

    def test_three_refused_offers_of_work_in_a_row(self):
        case = self.running()
        for kind in ("work_refused", "work_taken", "work_refused", "work_refused"):
            self.change(case, kind)
        self.assertFalse(case.is_work_warning)
        self.change(case, "work_refused")
        self.assertTrue(case.is_work_warning)
        self.assertEqual(case.work_refusals, 3)

    def test_stop_ends_the_category_and_leaves_the_history(self):
        case = self.running()
        line = self.household.category_line_ids.filtered(lambda x: x.category_id.code == "dibao")
        line.date_from = self.today - relativedelta(days=40)
        case.action_start()
        heard = {"date_heard": self.today, "heard_way": "said", "heard": "没有意见"}
        self.change(case, "exit", **heard)
        self.assertEqual(case.exit_until, self.today + relativedelta(months=6))
        self.change(case, "stop", **heard)
        self.assertRecordValues(case, [{"state": "stopped", "date_end": self.today}])
        self.assertEqual(line.date_to, self.today - relativedelta(days=1))
        with self.refused("this step belongs to"):
            self.change(case, "review")

    def test_changes_are_kept_and_recorded_at_the_desk(self):
        case = self.running()
        change = self.change(case, "review")
        with self.assertRaises(AccessError):
            change.reason = "x"
        with self.refused("are kept"):
            change.sudo().unlink()
        with self.assertRaises(AccessError):
            self.env["community.aid.change"].with_user(self.worker).create(
                {"case_id": case.id, "reason": "x", "decision_person": "x"}
            )
        with self.refused("before its decision or in the future"):
            self.change(case, "review", date=self.today + relativedelta(days=1))
