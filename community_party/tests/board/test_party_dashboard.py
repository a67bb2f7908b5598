import itertools
import json
import re

from odoo.tests import HttpCase, tagged
from odoo.tools import file_open

from odoo.addons.community_service.tests.figures.dashboard_checks import DashboardChecks

from ..common import PartyCase
from ..fund_case import FundCase
from ..plans.test_party_pledge import PledgeCase


@tagged("post_install", "-at_install", "community")
class TestPartyDashboard(DashboardChecks, PartyCase):
    """The dashboard asks the records, so it shows what its reader may read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("community_party.spreadsheet_dashboard_party")
        cls.data = json.loads(cls.dashboard.spreadsheet_data)

    def test_who_finds_it(self):
        self.check_finders(
            (
                (self.branch_user, True),
                (self.party_officer, True),
                (self.party_manager, True),
                (self.officer, False),
                (self.manager, False),
                (self.worker, False),
            )
        )

    def test_no_link_for_everybody(self):
        self.check_no_link(self.party_officer)

    def test_it_asks_for_what_a_branch_may_read(self):
        """Each source answers a branch, with its own records alone."""
        self.make_member("本支部")
        self.make_member("外支部", self.branch2)
        counted = set()
        for pivot in self.data["pivots"].values():
            records = self.env[pivot["model"]].with_user(self.branch_user)
            (measure,) = pivot["measures"]
            records.formatted_read_group(pivot["domain"], [], [measure["id"]])
            if pivot["name"] == "Full members":
                counted = set(records.search(pivot["domain"]).mapped("name"))
        self.assertEqual(counted, {"本支部"})
        figures = self.data["sheets"][0]["figures"]
        charts = [f["data"] for f in figures if f["data"]["type"] == "odoo_bar"]
        self.assertEqual(len(charts), 4)
        for chart in charts:
            meta = chart["metaData"]
            measure = meta["measure"]
            self.env[meta["resModel"]].with_user(self.branch_user).formatted_read_group(
                chart["searchParams"]["domain"],
                meta["groupBy"],
                [measure if measure == "__count" else f"{measure}:sum"],
            )
        for source in self.data["lists"].values():
            records = self.env[source["model"]].with_user(self.branch_user)
            records.search(source["domain"], order=source["orderBy"][0]["name"]).read(
                source["columns"]
            )


@tagged("post_install", "-at_install", "community")
class TestPartyWorkDashboard(DashboardChecks, FundCase, PledgeCase):
    """Plans, pledges, awards and the fund: each figure is that of the list behind it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("community_party.spreadsheet_dashboard_party_work")
        cls.data = json.loads(cls.dashboard.spreadsheet_data)

    def figures(self, user):
        """Return name -> number of each card for a reader, with the records that it counts."""
        self.env.flush_all()
        found = {}
        for pivot in self.data["pivots"].values():
            records = self.env[pivot["model"]].with_user(user)
            (measure,) = pivot["measures"]
            (group,) = records.formatted_read_group(pivot["domain"], [], [measure["id"]])
            listed = records.search(pivot["domain"])
            field = measure["fieldName"]
            expected = len(listed) if field == "__count" else sum(listed.mapped(field))
            self.assertEqual(group[measure["id"]] or 0, expected, pivot["name"])
            found[pivot["name"]] = expected
        return found

    def test_who_finds_it(self):
        self.check_finders(
            ((self.branch_user, True), (self.party_manager, True), (self.manager, False))
        )
        self.check_no_link(self.party_officer)

    def test_each_card_is_the_number_of_its_list(self):
        """Cards count what the lists show to the same reader: own plans and pledges, the fund."""
        before = self.figures(self.branch_user)
        plan = self.env["community.party.plan"].create(
            {
                "name": "年度工作计划",
                "kind": "work",
                "organization_id": self.branch.id,
                "date_from": self.today.replace(month=1, day=1),
                "date_to": self.today.replace(month=12, day=31),
            }
        )
        values = {"plan_id": plan.id, "owner_id": self.member.id, "goal": "growth"}
        first = self.today.replace(month=1, day=1)
        self.env["community.party.plan.line"].create(
            [
                {**values, "name": "帮扶", "date_due": first},
                {**values, "name": "巡楼", "date_due": first, "state": "cancelled"},
            ]
        )
        self.pledge(self.make_need())
        # Of this year, whenever the test runs.
        year = self.year
        if year.year != str(self.today.year):
            year = self.make_year(str(self.today.year))
        source = self.make_source(year_id=year.id, date_due=self.today)
        self.receive(1200, self.today, source)
        after = self.figures(self.branch_user)
        gained = {name: after[name] - before[name] for name in after if after[name] != before[name]}
        overdue = {"Plan lines overdue": 1} if self.today > first else {}
        self.assertEqual(
            gained,
            {
                "Plan lines of this year": 1,
                **overdue,
                "Pledges in hand": 1,
                "Left in the fund (yuan)": 1200,
            },
        )
        other = self.figures(self.branch_user2)
        self.assertEqual(other["Pledges in hand"], before["Pledges in hand"])

    def test_charts_and_lists_answer_a_branch(self):
        charts = [
            figure["data"]
            for figure in self.data["sheets"][0]["figures"]
            if figure["data"]["type"].startswith("odoo_")
        ]
        self.assertEqual(len(charts), 4)
        for chart in charts:
            meta = chart["metaData"]
            measure = meta["measure"]
            self.env[meta["resModel"]].with_user(self.branch_user).formatted_read_group(
                chart["searchParams"]["domain"],
                meta["groupBy"],
                [measure if measure == "__count" else f"{measure}:sum"],
            )
        for source in self.data["lists"].values():
            records = self.env[source["model"]].with_user(self.branch_user)
            order = source["orderBy"][0]["name"]
            records.search(source["domain"], order=order).read(source["columns"])


@tagged("post_install", "-at_install", "community", "community_tour")
class TestPartyDashboardTour(PartyCase, HttpCase):
    def test_the_dashboard_shows_figures(self):
        self.make_member()
        self.start_tour("/odoo/party-situation", "community_party_dashboard", login="party_branch")

    def test_the_dashboard_of_work_shows_figures(self):
        self.start_tour(
            "/odoo/party-work-situation", "community_party_work_dashboard", login="party_branch"
        )


@tagged("post_install", "-at_install", "community")
class TestPartyColours(PartyCase):
    """Charts of the Party are red and gold, in its dashboards and in its lists."""

    def colours(self):
        """Return the colours that the graph views use."""
        with file_open("community_party/static/src/party_graph/party_graph.js") as script:
            return re.findall(r'^    "(#[0-9A-F]{6})",$', script.read(), re.MULTILINE)

    def test_every_chart_of_the_party_is_red_and_gold(self):
        """Both dashboards and all graph views; the colours are told apart in grey as well."""
        colours = self.colours()
        self.assertEqual(colours[:2], ["#C8102E", "#F2B705"])
        for name in ("party", "party_work"):
            with file_open(f"community_party/data/files/{name}_dashboard.json") as file:
                figures = json.load(file)["sheets"][0]["figures"]
            charts = [f["data"] for f in figures if f["data"]["type"] != "scorecard"]
            self.assertEqual(len(charts), 4)
            for chart in charts:
                self.assertEqual([s["backgroundColor"] for s in chart["dataSets"]], colours)
        known = self.env["ir.model.data"].search(
            [("model", "=", "ir.ui.view"), ("module", "=", "community_party")]
        )
        graphs = self.env["ir.ui.view"].browse(known.mapped("res_id"))
        graphs = graphs.filtered(lambda view: view.type == "graph")
        self.assertGreaterEqual(len(graphs), 5)
        for view in graphs:
            self.assertIn('js_class="community_party_graph"', view.arch, view.name)

        def light(colour):
            red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue

        for first, second in itertools.pairwise(colours):
            self.assertGreater(abs(light(first) - light(second)), 40, (first, second))
