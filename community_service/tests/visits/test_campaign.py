from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestCampaign(CommunityCase):
    """What a campaign into every home must be able to say at its end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.worker)
        cls.home = cls.make_household([{"name": "周德福", "role": "head"}])
        cls.Visit = cls.env["community.visit"].with_user(cls.worker)

    def visit(self, household=None, **values):
        return self.Visit.create(
            {
                "household_id": (household or self.home).id,
                "date": self.today,
                "state": "done",
                **values,
            }
        )

    def figures(self):
        """Return the lines of a report of today by code, as the office sees them."""
        report = self.env["community.report"].with_user(self.officer)
        report = report.create({"name": "x", "date_from": self.today, "date_to": self.today})
        report.area_ids = self.estate
        report.action_refresh()
        return {line.code: line for line in report.line_ids}

    def opened(self, line):
        action = line.action_open()
        return (
            self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])
        )

    def test_programme_with_tasks_and_owners(self):
        """A campaign has a beginning, an end, a target and tasks that somebody answers for."""
        programme = self.env["community.programme"].create(
            {
                "name": "下基层进万家",
                "date_from": self.today,
                "date_to": self.today + relativedelta(months=3),
                "target_rate": 95,
                "task_ids": [
                    fields.Command.create({"name": "摸清底数", "user_id": self.officer.id}),
                    fields.Command.create({"name": "整理典型事例", "user_id": self.manager.id}),
                ],
            }
        )
        self.assertEqual(programme.coverage, 0)
        self.visit()
        programme.invalidate_recordset()
        self.assertEqual((programme.visited_count, programme.coverage), (1, 100))
        programme.task_ids[0].with_user(self.officer).action_done()
        self.assertEqual(programme.task_ids.mapped("date_done"), [self.today, False])

    def test_each_kind_of_visit_is_counted_and_opened(self):
        """Care, comfort, explained policy, heard opinions: each has its figure and its records."""
        kinds = self.Visit._fields["kind"].get_values(self.env)
        visits = {kind: self.visit(kind=kind) for kind in kinds}
        lines = self.figures()
        for kind in ("routine", "care", "comfort", "policy", "hearing", "follow_up", "aid_survey"):
            with self.subTest(kind=kind):
                self.assertEqual(self.opened(lines[f"visits_{kind}"]), visits.pop(kind).sudo())
        self.assertFalse(visits, "a kind of visit without a figure")
        self.assertEqual(lines["visits"].value, len(kinds))

    def test_claims_are_collected_and_answered_on_the_spot(self):
        """What residents ask for is kept with an owner and a day, or answered at the door."""
        answered = self.visit(answered_on_spot=True)
        asked = self.visit()
        need = self.env["community.visit.need"].with_user(self.worker)
        need = need.create({"visit_id": asked.id, "name": "楼道灯坏了", "kind": "request"})
        self.assertEqual((need.user_id, need.state), (self.worker, "open"))
        self.assertGreater(need.date_due, self.today)
        lines = self.figures()
        self.assertEqual(self.opened(lines["answered_on_spot"]), answered.sudo())
        self.assertEqual(self.opened(lines["needs_open"]), need.sudo())

    def test_weak_groups_are_visited_more_often(self):
        """Whoever is in need is visited by the interval of the category, and planned first."""
        Category = self.env["community.category"]
        weak = self.make_household([{"name": "吴桂兰", "role": "head"}])
        category = Category.search([("code", "=", "severe_disability")])
        self.env["community.category.line"].create(
            {"category_id": category.id, "resident_id": weak.head_id.id}
        )
        months = category.visit_interval_months
        self.assertLess(months, weak._default_visit_rule()[1])
        self.assertEqual(weak.next_visit_date, self.today + relativedelta(months=months))
        self.assertEqual(weak.need_level, category.need_level)
        self.assertEqual(
            self.home.next_visit_date,
            self.today + relativedelta(months=self.home._default_visit_rule()[1]),
        )

    def test_report_has_three_parts_of_its_own_text(self):
        """Practice, problems, proposals stand in a new report, each with figures of the period."""
        self.visit()
        report = self.figures()["visits"].report_id
        parts = {part["key"]: part["segments"] for part in report.text_parts}
        self.assertEqual(list(parts), ["practice", "problems", "proposals"])
        for key, segments in parts.items():
            with self.subTest(part=key):
                self.assertTrue(any(segment.get("line") for segment in segments))
                self.assertFalse([segment for segment in segments if segment.get("unknown")])

    def test_village_that_became_a_community(self):
        """A village-turned-urban community is marked as such, and its homes are found by that."""
        village = self.env["community.area"].create(
            {"name": "东河村", "kind": "community", "community_type": "village_to_urban"}
        )
        building = self.env["community.area"].create(
            {
                "name": "1号楼",
                "kind": "building",
                "parent_id": village.id,
                "own_grid_id": self.grid.id,
            }
        )
        home = self.make_household(building=building)
        marked = self.env["community.area"].search([("community_type", "=", "village_to_urban")])
        found = self.env["community.household"].with_user(self.officer)
        self.assertEqual(found.search([("area_id", "child_of", marked.ids)]), home)
