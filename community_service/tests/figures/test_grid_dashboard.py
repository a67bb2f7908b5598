import json
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..common import CommunityCase
from .dashboard_checks import DashboardChecks


@tagged("post_install", "-at_install", "community")
class TestGridDashboard(DashboardChecks, CommunityCase):
    """What a grid worker has to do, in six figures of the own grids."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.dashboard = cls.env.ref("community_service.spreadsheet_dashboard_grid")
        cls.data = json.loads(cls.dashboard.spreadsheet_data)
        cls.other = new_test_user(
            cls.env,
            login="elsewhere",
            groups="community_service.group_community_grid_worker",
            tz="Asia/Shanghai",
        )
        grid = cls.env["community.grid"].create({"name": "别处网格"})
        grid.officer_line_ids = [Command.create({"user_id": cls.other.id})]
        cls.fill(1)

    @classmethod
    def fill(cls, number):
        for _turn in range(number):
            home = cls.make_household()
            home.next_visit_date = cls.today - timedelta(days=4)
            values = {"household_id": home.id, "user_id": cls.worker.id}
            cls.env["community.visit.need"].create(
                {
                    **values,
                    "name": "修灯",
                    "date_found": cls.today - timedelta(days=20),
                    "date_due": cls.today - timedelta(days=2),
                }
            )
            cls.env["community.visit"].create({**values, "date": cls.today, "state": "absent"})

    def figures(self, user):
        """Return name -> number of each card for a reader, equal to the list that it opens."""
        self.env.flush_all()
        found = {}
        for pivot in self.data["pivots"].values():
            records = self.env[pivot["model"]].with_user(user)
            (group,) = records.formatted_read_group(pivot["domain"], [], ["__count"])
            listed = records.search(pivot["domain"])
            self.assertEqual(group["__count"], len(listed), pivot["name"])
            found[pivot["name"]] = len(listed)
        return found

    def test_each_card_is_the_number_of_its_list(self):
        """Own grids are counted, and whoever has none of these homes counts none of it."""
        found = self.figures(self.worker)
        self.assertEqual(len(found), 6)
        self.assertEqual(
            {name: found[name] for name in ("Open needs", "Needs past their day", "Calls in vain")},
            {"Open needs": 1, "Needs past their day": 1, "Calls in vain": 1},
        )
        self.assertGreaterEqual(found["Homes overdue"], 1)
        self.assertEqual(set(self.figures(self.other).values()), {0})

    def test_as_many_queries_for_many_homes(self):
        """Cards, charts and lists ask as often for seven homes as for one."""

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for pivot in self.data["pivots"].values():
                records = self.env[pivot["model"]].with_user(self.worker)
                records.formatted_read_group(pivot["domain"], [], ["__count"])
            for figure in self.data["sheets"][0]["figures"]:
                if figure["data"]["type"].startswith("odoo_"):
                    meta, domain = figure["data"]["metaData"], figure["data"]["searchParams"]
                    records = self.env[meta["resModel"]].with_user(self.worker)
                    records.formatted_read_group(domain["domain"], meta["groupBy"], ["__count"])
            for source in self.data["lists"].values():
                records = self.env[source["model"]].with_user(self.worker)
                order = source["orderBy"][0]["name"]
                records.search(source["domain"], order=order).read(source["columns"])
            return self.env.cr.sql_log_count - before

        queries()
        few = queries()
        self.fill(6)
        queries()
        self.assertEqual(queries(), few)

    def test_who_finds_it(self):
        """Whoever has grids finds it, and nobody makes a link of it for strangers."""
        self.check_finders(((self.worker, True), (self.auditor, False)))
        self.check_no_link(self.worker)
