import datetime
from itertools import permutations

from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestVisitOrder(CommunityCase):
    """Visits, categories and corrections are entered late and in any order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Visit = cls.env["community.visit"]
        cls.category = cls.env["community.category"].create(
            {
                "name": "走访",
                "code": "order",
                "subject": "household",
                "visit_interval_months": 1,
                "visit_modes": "home",
                "company_id": cls.env.company.id,
            }
        )
        cls.household = cls.make_household()
        cls.household.date_entered = "2025-01-01"

    def visit(self, date, **values):
        return self.Visit.create(
            {"household_id": self.household.id, "date": date, "state": "done", **values}
        )

    def facts(self):
        """Return what happened: each entry names the visits by their day, made or to be made."""
        day = datetime.date.fromisoformat
        kept = self.visit("2025-02-10")
        return {
            "a visit entered late": lambda: self.visit("2025-03-05"),
            "a call that is no visit": lambda: self.visit("2025-05-20", mode="phone"),
            "an own date": lambda: kept.write({"next_date": day("2025-03-01")}),
            "a category since March": lambda: self.env["community.category.line"].create(
                {
                    "household_id": self.household.id,
                    "category_id": self.category.id,
                    "date_from": "2025-03-01",
                    "date_to": "2025-12-31",
                }
            ),
            "the day corrected": lambda: kept.write({"date": day("2025-02-12")}),
        }

    def end(self):
        self.env.flush_all()
        self.env.invalidate_all()
        home = self.household
        visits = [
            (v.date, v.mode, v.is_valid, v.date_due, v.is_late)
            for v in home.visit_ids.sorted(lambda v: v.date)
        ]
        dates = ("last_visit_date", "next_visit_date", "own_visit_date", "need_level")
        return visits, tuple(home[name] for name in dates)

    def test_every_order_ends_alike(self):
        """A visit and a call entered late, an own date, a category and a corrected day: all orders
        give the same next visit, the same duties, and the same visits that count."""
        ends = {}
        for order in permutations(range(5)):
            savepoint = self.env.cr.savepoint()
            facts = list(self.facts().items())
            for number in order:
                facts[number][1]()
            ends.setdefault(repr(self.end()), [facts[number][0] for number in order])
            savepoint.close(rollback=True)
            self.env.invalidate_all()
        self.assertEqual(len(ends), 1, ends)
        visits, home = next(iter(ends)), None
        self.assertIn("datetime.date(2025, 5, 20), 'phone', False", visits, home)

    def test_a_visit_entered_late_moves_those_after_it(self):
        """What looked late is in time once the visit before it stands in the file, and again late
        when that one is taken back."""
        late = self.visit("2026-02-10")
        self.assertTrue(late.is_late)
        before = self.visit("2025-12-01")
        self.assertFalse(late.is_late)
        self.assertEqual(late.date_due, datetime.date(2026, 12, 1))
        before.action_plan_again()
        self.assertTrue(late.is_late)
        self.assertFalse(before.date_due)

    def test_an_own_date_of_the_household_stays(self):
        """What a worker set for the household is not taken for a visit's own date."""
        visit = self.visit("2025-02-10")
        self.household.own_visit_date = "2025-04-01"
        visit.mode = "office"
        self.assertEqual(self.household.own_visit_date, datetime.date(2025, 4, 1))
        visit.next_date = "2025-03-01"
        self.assertEqual(self.household.own_visit_date, datetime.date(2025, 4, 1))
