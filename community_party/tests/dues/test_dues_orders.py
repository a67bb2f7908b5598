import random
from collections import defaultdict
from datetime import date
from decimal import Decimal

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .test_dues_follow import FollowCase

# Sets of facts that are tried in all their orders, and how many facts each set has.
SETS, SIZE = 4, 4


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-03-20")
class TestDuesOrders(FollowCase):
    """Facts of the dues in all orders: one end for what was taken, or a sentence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The community keeps dues since November.
        cls.make_member("老党员", dues_category="dibao")
        for month in (date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1)):
            cls.Dues._assess(month)
        cls.member = cls.make_member(
            "新党员",
            stage="candidate",
            date_probation=False,
            date_full=False,
            dues_category="salary",
        )
        cls.year = cls.env["community.party.dues.year"].create({"year": "2025"})

    # the facts

    def accept(self):
        """The meeting of 10 December accepted; the approval above is entered now."""
        self.member.sudo().write({"stage": "probationary", "date_probation": "2025-12-10"})

    def declare(self):
        self.base(self.member, 3000, "2025-12-01")

    def promote(self):
        self.base(self.member, 5000, "2026-02-01")

    def demote(self):
        self.base(self.member, 2000, "2026-01-01")

    def pay_winter(self):
        self.pay(self.member, "2025-12-01", "2026-01-01")

    def pay_ahead(self):
        self.pay(self.member, "2026-02-01", "2026-05-01")

    def excuse(self):
        self.waive(self.member, "2025-12-01", "2026-02-01", amount=5)

    def assess_december(self):
        self.Dues.with_user(self.treasurer).action_assess("2025-12-01")

    def assess_march(self):
        self.Dues.with_user(self.treasurer).action_assess("2026-03-01")

    def lock(self):
        self.year.with_user(self.treasurer).action_close()

    def leave(self):
        self.letter(self.member, day="2026-03-20", dues_paid_until="2026-01-01")

    def move(self):
        self.letter(
            self.member,
            day="2026-03-20",
            direction="internal",
            to_organization_id=self.branch2.id,
        )

    def suspend(self):
        self.env["community.party.membership.decision"].create(
            {
                "member_id": self.member.id,
                "ground": "other",
                "kind": "suspend",
                "date": "2026-01-15",
                "decided_by": "党委",
                "basis": "纪要",
            }
        )

    def withdraw(self):
        """Cancel the receipt that came last."""
        payment = self.env["community.party.dues.payment"].search(
            [("member_id", "=", self.member.id), ("state", "=", "posted")], order="id desc", limit=1
        )
        if not payment:
            raise UserError("nothing to cancel")
        payment.cancel_reason = "重复缴费"
        payment.with_user(self.treasurer).action_cancel()

    FACTS = (
        "accept",
        "declare",
        "promote",
        "demote",
        "pay_winter",
        "pay_ahead",
        "excuse",
        "assess_december",
        "assess_march",
        "lock",
        "leave",
        "move",
        "suspend",
        "withdraw",
    )

    # the end

    def owed(self, taken):
        """Return month -> yuan that the rules ask for, by the facts alone."""
        bases = {
            date(2025, 12, 1): 3000 if "declare" in taken else None,
            date(2026, 1, 1): 2000 if "demote" in taken else None,
            date(2026, 2, 1): 5000 if "promote" in taken else None,
        }
        result = {}
        for number in range(12):
            month = date(2025 + (number + 10) // 12, (number + 10) % 12 + 1, 1)
            known = [base for first, base in bases.items() if base and first <= month]
            stopped = ("leave" in taken or "suspend" in taken) and month > date(2026, 1, 1)
            if "accept" not in taken or month < date(2025, 12, 1) or stopped or not known:
                continue
            share = Decimal("0.005") if known[-1] <= 3000 else Decimal("0.01")
            amount = known[-1] * share
            if "excuse" in taken and date(2025, 12, 1) <= month <= date(2026, 2, 1):
                amount = min(amount, Decimal(5))
            if month <= date(2026, 3, 1) or "pay_ahead" in taken and month <= date(2026, 5, 1):
                result[month] = amount
        return result

    def end(self):
        """Return month -> yuan that the rows sum up to, and check each against its payment."""
        rows = self.Dues.search([("member_id", "=", self.member.id)])
        sums = defaultdict(Decimal)
        for row in rows:
            sums[row.month] += Decimal(str(row.amount)).quantize(Decimal("0.01"))
        for payment in rows.payment_id:
            self.assertAlmostEqual(payment.amount, sum(payment.dues_ids.mapped("amount")))
        return {month: amount for month, amount in sums.items() if amount}

    def walk(self, left, order, taken, seen):
        """Try what is left in each order, and compare where nothing is left."""
        if not left:
            self.env.flush_all()
            self.env.invalidate_all()
            end = self.end()
            if "withdraw" not in taken:
                self.assertEqual(end, self.owed(taken), f"{' '.join(order)}: {sorted(taken)}")
            self.assertEqual(seen.setdefault(frozenset(taken), end), end, " ".join(order))
            self.orders += 1
            return
        for fact in left:
            savepoint = self.env.cr.savepoint()
            try:
                refusal = self.enter(fact)
                said = f"{fact} ({refusal})" if refusal else fact
                added = set() if refusal else {fact}
                self.walk(left - {fact}, [*order, said], taken | added, seen)
            finally:
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def enter(self, fact):
        """Enter a fact; return the sentence that refuses it, which leaves nothing behind."""
        try:
            with self.env.cr.savepoint():
                getattr(self, fact)()
                self.env.flush_all()
        except (UserError, ValidationError) as refusal:
            self.env.invalidate_all()
            self.assertGreater(len(str(refusal)), 15, fact)
            return str(refusal)
        return ""

    def test_all_orders_of_a_few_facts_have_one_end(self):
        """Random sets of facts, each in all its orders, as the people who enter them."""
        rng = random.Random(15)
        self.orders = 0
        for _number in range(SETS):
            others = rng.sample(self.FACTS[1:], SIZE - 1)
            with self.subTest(facts=others):
                self.walk(frozenset({"accept", *others}), [], frozenset(), {})
        self.assertEqual(self.orders, SETS * 24)
