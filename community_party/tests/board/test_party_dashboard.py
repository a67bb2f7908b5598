import json

from odoo.tests import HttpCase, tagged

from odoo.addons.community_service.tests.figures.dashboard_checks import DashboardChecks

from ..common import PartyCase


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


@tagged("post_install", "-at_install", "community", "community_tour")
class TestPartyDashboardTour(PartyCase, HttpCase):
    def test_the_dashboard_shows_figures(self):
        self.make_member()
        self.start_tour("/odoo/party-situation", "community_party_dashboard", login="party_branch")
