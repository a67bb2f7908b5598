import random
from itertools import permutations

from odoo.tests import tagged

from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community")
class TestAidCoverOrder(AidCase):
    """Full cover follows what it rests on at once, in whatever order that is entered."""

    COLUMNS = ("group", "finding", "member_count", "missing_count", "has_sign")

    def rows(self, home):
        """Return the row of a household as whoever opens the list finds it."""
        row = self.env["community.aid.cover"].search([("household_id", "=", home.id)])
        return [tuple(found[name] for name in self.COLUMNS) for found in row]

    def facts(self, home, head, wife):
        def case():
            self.make_case(household_id=home.id).sudo().write({"state": "stopped"})

        return {
            "income": lambda: head.write({"monthly_income": 900}),
            "wife without work": lambda: wife.write({"employment": "laid_off"}),
            "wife left": lambda: wife.residency_ids.write(
                {"date_to": self.today, "end_reason": "move_out"}
            ),
            "standard": lambda: self.Standard.create(
                {"programme_id": self.dibao.id, "amount": 950, "date_from": "2024-01-01"}
            ),
            "case that ended": case,
        }

    def test_every_order_ends_alike(self):
        """Income, work, somebody who left, a standard and a case that ended: after each of them the
        list says what a full reckoning says, and forty orders end alike."""
        ends, seen = set(), set()
        for order in random.Random(15).sample(list(permutations(range(5))), 40):
            savepoint = self.env.cr.savepoint()
            home = self.make_household(
                [{"name": "王甲", "role": "head"}, {"name": "王乙", "role": "spouse"}]
            )
            head = home.head_id
            facts = list(self.facts(home, head, home.resident_ids - head).values())
            for count, number in enumerate(order):
                facts[number]()
                rows = self.rows(home)
                seen.update(rows)
                # A full reckoning after each fact of a few orders: the rest is the same question.
                if order[0] == 0 or count == 4:
                    self.env["community.aid.cover"]._refresh()
                    self.assertEqual(rows, self.rows(home), order[: count + 1])
            ends.add(repr(rows))
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.assertEqual(ends, {"[('qualifies', 'dibao', 1, 0, True)]"})
        self.assertGreater(len(seen), 3, seen)

    def test_an_application_taken_back_leaves_the_family_in_the_list(self):
        home = self.make_household()
        home.monthly_income = 100
        self.assertTrue(self.rows(home))
        case = self.make_case(household_id=home.id)
        self.assertFalse(self.rows(home))
        case.with_user(self.manager).unlink()
        self.assertTrue(self.rows(home))
        need = self.env["community.visit.need"].create(
            {"name": "低保", "kind": "aid", "household_id": home.id, "user_id": self.worker.id}
        )
        home.monthly_income = 0
        self.assertEqual(self.rows(home)[0][0], "unknown")
        need.sudo().write({"kind": "request"})
        self.assertFalse(self.rows(home))
