import random
from itertools import permutations

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .test_aid_exclusion import ExclusionCase


@tagged("post_install", "-at_install", "community")
class TestAidOrder(ExclusionCase):
    """What comes to light after a decision is a proposal, and no order of entering matters."""

    def decided(self, months=6):
        """Return a case granted some months ago at the gap: 2100 less 1500 yuan."""
        case = self.granted(self.dibao, months=months)
        self.set_frozen(case)
        return case

    def set_frozen(self, case):
        case.sudo().write(
            {
                "amount_granted": 600,
                "decision_standard": 700,
                "counted_income": 1500,
                "family_size": 3,
                "standard_id": self.standard.id,
            }
        )

    def standard_from(self, months_ago, amount):
        return self.Standard.create(
            {
                "programme_id": self.dibao.id,
                "amount": amount,
                "date_from": self.month - relativedelta(months=months_ago),
            }
        )

    def propose(self, case):
        """Record what is proposed, as an officer does from the case, until nothing is left."""
        for _turn in range(5):
            if not case.difference_from:
                break
            context = case.action_follow_difference()["context"]
            values = {
                name.removeprefix("default_"): value
                for name, value in context.items()
                if name.startswith("default_")
            }
            values.pop("case_id")
            self.change(case, **values)
        if case.owed_amount:
            context = case.action_pay_owed()["context"]
            self.Payment.create(
                {
                    name.removeprefix("default_"): value
                    for name, value in context.items()
                    if name.startswith("default_")
                }
            )

    def test_a_standard_entered_late_proposes_a_rise_and_the_back_pay(self):
        """The months paid stay; the rise holds from the month of the standard, the difference of
        the months paid is owed, and once both are recorded nothing is left."""
        case = self.decided()
        for ago in (3, 2, 1):
            self.pay(case, period=self.month - relativedelta(months=ago))
        self.assertFalse(case.has_difference)
        self.standard_from(2, 760)
        since = self.month - relativedelta(months=2)
        self.assertRecordValues(
            case, [{"difference_from": since, "difference_amount": 780, "owed_amount": 0}]
        )
        self.assertIn("780 yuan a month in place of 600", case.difference)
        self.assertIn(case, case.search([("has_difference", "=", True)]))
        action = case.action_follow_difference()
        self.assertEqual(action["context"]["default_kind"], "raise")
        self.change(case, "raise", amount=780, date_from=since)
        self.assertRecordValues(case, [{"difference_from": False, "owed_amount": 360}])
        self.propose(case)
        self.assertRecordValues(case, [{"has_difference": False, "owed_amount": 0}])
        self.assertEqual(case._balance(), 600 + 780 + 780)
        with self.refused("nothing has come to light"):
            case.action_follow_difference()
        with self.refused("nothing is owed"):
            case.action_pay_owed()

    def test_a_change_entered_late_leaves_the_later_one(self):
        """An amount holds from its month, whichever change was recorded first."""
        case = self.decided()
        before = self.month - relativedelta(months=2)
        self.change(case, "raise", amount=900, date_from=self.month)
        self.change(case, "raise", amount=700, date_from=before)
        self.assertEqual(case.amount, 900)
        for month, amount in ((3, 600), (2, 700), (1, 700), (0, 900)):
            self.assertEqual(case._amount_of(self.month - relativedelta(months=month)), amount)
        with self.refused("gets 700 yuan a month: 650 is no such change"):
            self.change(case, "raise", amount=650, date_from=self.month - relativedelta(months=1))

    def test_too_much_was_paid_after_the_end(self):
        case = self.decided()
        self.pay(case, period=self.month - relativedelta(months=1))
        self.pay(case)
        stop = fields.Date.subtract(self.month, days=40)
        case.sudo().write({"state": "stopped", "date_end": stop, "date_closed": self.today})
        self.assertEqual(case.owed_amount, -1200)
        self.assertIn("1,200.00", case.difference)
        self.propose(case)
        self.assertEqual(case._balance(), 0)

    def test_who_left_and_who_joined_is_told(self):
        """The family of the decision is kept; the register says who came and went since."""
        case = self.decided()
        line = self.child.residency_ids
        line.write({"date_to": self.today, "end_reason": "move_out"})
        self.make_resident(
            self.household, "child", name="张新", date_from=self.today, birth_date=self.today
        )
        self.assertIn("张乐 left the household on", case.difference)
        self.assertIn("张新 lives in the household since", case.difference)
        born = self.household.resident_ids.filtered(lambda r: r.name == "张新")
        family = {"left_ids": [Command.link(self.child.id)], "joined_ids": [Command.link(born.id)]}
        self.change(case, "review", **family)
        self.assertFalse(case.difference)

    def test_who_left_before_the_decision_is_asked_for(self):
        """Somebody moved out while the application ran: the decision asks for the right family."""
        case = self.make_case(income=1200)
        self.submit(case)
        self.child.residency_ids.write({"date_to": self.today, "end_reason": "move_out"})
        self.assertIn("张乐 left the household", case.difference)
        with self.refused("张乐 left the household on .* Correct the family"):
            self.decide(case)
        member = case.member_ids.filtered(lambda m: m.resident_id == self.child)
        member.write({"counts": False, "override_reason": "已迁出"})
        self.assertFalse(case.difference)
        self.decide(case)
        self.assertEqual(case.state, "approved")

    def test_a_month_taken_back_in_full_is_not_owed(self):
        case = self.decided()
        self.pay(case)
        self.pay(case, kind="recovery")
        self.assertEqual(case.owed_amount, 0)
        self.pay(case, kind="back_pay", amount=500)
        self.assertEqual(case.owed_amount, 100)

    def test_income_after_the_decision_is_refused(self):
        case = self.decided()
        with self.refused("Record a change instead"):
            case.with_user(self.worker).income_ids = [
                Command.create(
                    {
                        "member_id": case.member_ids[0].id,
                        "kind_id": self.wage.id,
                        "amount": 100,
                    }
                )
            ]

    def test_every_order_ends_alike(self):
        """Two standards, a decision, payments and a rise by the standard, in thirty orders: the
        same amounts hold from the same months, and the family has got the same money."""
        ends = {}
        months = [self.month - relativedelta(months=ago) for ago in (5, 4, 3, 2, 1, 0)]
        facts = ("first", "second", "paid early", "paid late", "proposed")
        for order in random.Random(15).sample(list(permutations(facts)), 30):
            savepoint = self.env.cr.savepoint()
            case = self.decided()
            for fact in order:
                if fact == "first":
                    self.standard_from(4, 730)
                elif fact == "second":
                    self.standard_from(2, 760)
                elif fact == "proposed":
                    self.propose(case)
                else:
                    for month in months[:3] if fact == "paid early" else months[3:]:
                        self.Payment.create({"case_id": case.id, "period": month})
            for _turn in range(3):
                self.propose(case)
            self.assertFalse(case.difference, order)
            end = [case._amount_of(month) for month in months], case.amount, case._balance()
            ends.setdefault(repr(end), order)
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.assertEqual(len(ends), 1, ends)
        total = 600 + 2 * 690 + 3 * 780
        amounts = [600.0, 690.0, 690.0, 780.0, 780.0, 780.0]
        self.assertEqual(next(iter(ends)), repr((amounts, 780.0, float(total))))
