import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestVisitCoverage(CommunityCase):
    """The vectors of coverage: who is counted, which visits count, one answer everywhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.start = cls.today - relativedelta(months=3)
        cls.Visit = cls.env["community.visit"]
        cls.homes = cls.env["community.household"]
        for _number in range(4):
            cls.homes |= cls.make_household(date_entered=cls.start)
        cls.scope = [("grid_id", "=", cls.grid.id)]

    def visit(self, household, days_ago=1, **values):
        return self.Visit.create(
            {
                "household_id": household.id,
                "date": self.today - datetime.timedelta(days=days_ago),
                "state": "done",
                **values,
            }
        )

    def coverage(self, **values):
        figures = self.Visit._coverage(self.start, self.today, self.scope, **values)
        return figures

    def test_counts(self):
        self.visit(self.homes[0], visitor_ids=(self.worker | self.worker2).ids)
        self.visit(self.homes[0], days_ago=5)
        self.visit(self.homes[1], state="absent")
        self.visit(self.homes[2], mode="phone")  # ordinary households are visited in person
        self.visit(self.homes[3], days_ago=200)
        self.assertEqual(
            self.coverage(),
            {
                "households": 4,
                "visited": 1,
                "on_time": 1,
                "coverage": 25.0,
                "on_time_rate": 25.0,
            },
        )

    def test_late_visit_covers_but_is_not_on_time(self):
        self.homes[0].date_entered = self.today - relativedelta(months=14)
        self.visit(self.homes[0])
        self.assertEqual((self.coverage()["visited"], self.coverage()["on_time"]), (1, 0))

    def test_population_is_that_of_the_last_day(self):
        gone = self.homes[0]
        gone.residency_ids.write({"date_to": self.today, "end_reason": "move_out"})
        self.visit(gone)
        self.assertEqual(self.coverage()["households"], 3)
        before = self.Visit._coverage(
            self.start, self.today - datetime.timedelta(days=1), self.scope
        )
        self.assertEqual((before["households"], before["visited"]), (4, 1))
        gone.active = False
        before = self.Visit._coverage(
            self.start, self.today - datetime.timedelta(days=1), self.scope
        )
        self.assertEqual(before["households"], 4, "archived later, but there at the time")

    def test_period_in_the_future_counts_today(self):
        figures = self.Visit._coverage(self.start, self.today + relativedelta(years=1), self.scope)
        self.assertEqual(figures["households"], 4)

    def test_registered_only_is_not_counted(self):
        self.make_household(members=[{"name": "王空", "role": "head", "kind": "registered"}])
        self.assertEqual(self.coverage()["households"], 4)

    def test_nobody(self):
        figures = self.Visit._coverage(self.start, self.today, [("grid_id", "=", self.grid2.id)])
        self.assertEqual((figures["households"], figures["coverage"]), (0, 0.0))

    def test_by_grid_and_queries(self):
        self.make_household(building=self.building2)
        self.visit(self.homes[0])
        self.env.flush_all()
        with self.assertQueryCount(3):
            groups = self.Visit._coverage(
                self.start,
                self.today,
                [("grid_id", "in", (self.grid | self.grid2).ids)],
                groupby="grid_id",
            )
        self.assertEqual(groups[self.grid]["coverage"], 25.0)
        self.assertEqual(groups[self.grid2]["visited"], 0)

    def test_figures_open_their_records(self):
        self.visit(self.homes[0])
        domains = self.Visit._coverage_domains(self.start, self.today, self.scope)
        Household = self.env["community.household"].with_context(active_test=False)
        self.assertEqual(Household.search(domains["visited"]), self.homes[0])
        self.assertEqual(Household.search(domains["missing"]), self.homes[1:])

    def test_programme(self):
        dibao = self.env.ref("community_service.community_category_dibao")
        self.env["community.category.line"].create(
            [
                {
                    "category_id": dibao.id,
                    "household_id": home.id,
                    "date_from": self.start,
                    "source": "operation",
                }
                for home in self.homes[:2]
            ]
        )
        visit = self.visit(self.homes[0])
        outside = self.visit(self.homes[2])
        Programme = self.env["community.programme"]
        wide, narrow, elsewhere = Programme.create(
            [
                {"name": name, "date_from": self.start, "date_to": self.today, **values}
                for name, values in (
                    ("Every household", {}),
                    (
                        "Dibao",
                        {"area_ids": self.estate.ids, "category_ids": dibao.ids},
                    ),
                    ("Elsewhere", {"area_ids": self.building2.ids}),
                )
            ]
        )
        self.assertRecordValues(
            narrow, [{"household_count": 2, "visited_count": 1, "coverage": 50.0}]
        )
        self.assertEqual(visit.programme_ids, wide | narrow, "one visit, many obligations")
        self.assertEqual(outside.programme_ids, wide)
        for programme in wide | narrow | elsewhere:
            found = self.Visit.search([("programme_ids", "in", programme.ids)])
            self.assertEqual(
                found & (visit | outside),
                (visit | outside).filtered(lambda v, p=programme: p in v.programme_ids),
            )
        action = narrow.action_open_missing()
        self.assertEqual(self.env["community.household"].search(action["domain"]), self.homes[1])

    def test_programme_bad_input(self):
        company = self.env["res.company"].create({"name": "另一社区"})
        area = self.env["community.area"].create(
            {"name": "另一社区", "kind": "community", "company_id": company.id}
        )
        with self.assertRaisesRegex(ValidationError, "another community"):
            self.env["community.programme"].create(
                {"name": "x", "date_to": self.today, "area_ids": area.ids}
            )

    def test_overdue_is_the_same_everywhere(self):
        """Search, list and count agree on what is overdue, and a visit due today is not."""
        late = self.homes[1]
        late.date_entered = self.today - relativedelta(months=13)
        edge = self.homes[2]  # due today is not overdue yet
        edge.date_entered = self.today - relativedelta(months=12)
        Household = self.env["community.household"].with_user(self.worker)
        self.assertEqual(edge.next_visit_date, self.today)
        self.assertEqual(Household.search([("is_overdue", "=", True)]), late)
        self.assertEqual(Household.search([]).filtered("is_overdue"), late)
        self.assertEqual(Household.search_count([("is_overdue", "=", False)]), 3)
