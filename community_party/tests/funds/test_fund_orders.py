import random

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..fund_case import FundCase

INCOMES = (("2026-01-10", 700), ("2026-02-10", 500.55), ("2026-04-10", 300), ("2026-05-10", 0.45))
PAYMENTS = (("2026-01-20", 600), ("2026-03-01", 550.5), ("2026-04-11", 100), ("2026-05-12", 250.5))


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-20")
class TestFundOrders(FundCase):
    """Whenever income and payments are entered, the books say the same in the end."""

    def figures(self):
        """Return what the books say, with what they must: no day below zero."""
        self.env.flush_all()
        self.env.invalidate_all()
        held, days = 0, {}
        posted = self.fund.sudo().entry_ids.filtered(lambda entry: entry.state == "posted")
        for entry in posted.sorted("date"):
            days[entry.date] = days.get(entry.date, 0) + entry.signed_amount
        for day in sorted(days):
            held += days[day]
            self.assertGreaterEqual(round(held, 2), 0, day)
        self.assertAlmostEqual(self.fund.balance, held, 2)
        self.assertAlmostEqual(self.budget.used_amount, sum(posted.mapped("spent_amount")), 2)
        year = self.year
        return [
            round(value, 2)
            for value in (
                self.fund.balance,
                self.source.received_amount,
                self.budget.used_amount,
                self.budget.left_amount,
                year.income_amount,
                year.expense_amount,
                year.closing_amount,
            )
        ]

    def enter(self, rng):
        """Enter everything in some order, again and again what is refused; return the figures.

        Now and then an entry is taken back and entered anew.
        """
        todo = [(self.receive_on, *line) for line in INCOMES]
        todo += [(self.pay_on, *line) for line in PAYMENTS]
        rng.shuffle(todo)
        refused = 0
        for _turn in range(300):
            if not todo:
                break
            step, date, amount = todo.pop(0)
            before = self.fund.balance
            try:
                with self.env.cr.savepoint():
                    entry = step(date, amount)
            except UserError:
                refused += 1
                self.env.invalidate_all()
                self.assertEqual(self.fund.balance, before)
                todo.append((step, date, amount))
                continue
            if rng.random() < 0.3:
                try:
                    with self.env.cr.savepoint():
                        self.take_back(entry)
                except UserError:
                    self.env.invalidate_all()
                    self.assertFalse(entry.is_reversed)
                else:
                    again = (self.pay_again(entry), date, amount) if entry.request_id else None
                    todo.append(again or (step, date, amount))
            self.figures()
        self.assertFalse(todo)
        return self.figures(), refused

    def pay_again(self, entry):
        """Return the step that pays anew: today, as the money came back today."""
        return lambda _date, _amount: self.pay(entry.request_id, "2026-06-20")

    def receive_on(self, date, amount):
        return self.receive(amount, date)

    def pay_on(self, date, amount):
        return self.pay(self.signed(amount), date)

    def test_any_order_gives_the_same_books(self):
        results, refused = set(), 0
        for seed in range(8):
            with self.subTest(seed=seed):
                savepoint = self.env.cr.savepoint()
                figures, count = self.enter(random.Random(seed))
                savepoint.close(rollback=True)
                self.env.invalidate_all()
                results.add(tuple(figures))
                refused += count
        self.assertEqual(results, {(0, 1501, 1501, 38499, 1501, 1501, 0)})
        self.assertGreater(refused, 0)
