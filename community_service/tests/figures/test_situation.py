import datetime
import json

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ..common import CommunityCase
from .dashboard_checks import DashboardChecks


@tagged("post_install", "-at_install", "community")
class TestSituation(DashboardChecks, CommunityCase, CronMixinCase):
    """The figures that the program keeps, and the dashboard made of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.home = cls.make_household()
        cls.make_household()
        cls.env["community.visit"].create(
            {
                "household_id": cls.home.id,
                "date": cls.today,
                "state": "done",
                "kind": "care",
                "user_id": cls.worker.id,
            }
        )
        cls.dashboard = cls.env.ref("community_service.spreadsheet_dashboard_situation")
        cls.reports = cls.env["community.report"].search([("kind", "!=", "written")])

    def situation(self, user=None):
        """Open the dashboard and return the figures of this year by the codes of indicators."""
        self.env["community.report"].with_user(user or self.officer).action_open_situation()
        report = self.env["community.report"].search(
            [("kind", "=", "current"), ("company_id", "=", self.env.company.id)]
        )
        return {line.code: line.value for line in report.line_ids}

    def test_opening_brings_the_figures_up_to_date(self):
        for user in (self.officer, self.manager, self.auditor):
            action = self.env["community.report"].with_user(user).action_open_situation()
            self.assertEqual(action["tag"], "action_spreadsheet_dashboard")
            self.assertEqual(action["params"], {"dashboard_id": self.dashboard.id})
        for user in (self.worker, self.plain):
            with self.assertRaises(AccessError):
                self.env["community.report"].with_user(user).action_open_situation()
        values = self.situation()
        households = self.env["community.household"].search_count(
            [("residency_ids", "any", [("date_to", "=", False), ("kind", "!=", "registered")])]
        )
        self.assertEqual(values["households"], households)
        self.assertEqual(values["visits_care"], values["visits"])

    def test_figures_are_those_of_a_report_by_hand(self):
        kept = self.situation(self.auditor)
        report = (
            self.env["community.report"]
            .with_user(self.officer)
            .create(
                {
                    "name": "By hand",
                    "date_from": self.today.replace(month=1, day=1),
                    "date_to": self.today,
                }
            )
        )
        report.action_refresh()
        self.assertEqual(kept, {line.code: line.value for line in report.line_ids})

    def test_another_community_is_not_counted(self):
        before = self.situation()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        there = self.env(context={**self.env.context, "allowed_company_ids": other.ids})
        area = there["community.area"].create(
            {"name": "别处", "kind": "building", "company_id": other.id}
        )
        home = there["community.household"].create({"area_id": area.id})
        there["community.resident"].create(
            {
                "name": "外人",
                "birth_date": self.today,
                "residency_ids": [Command.create({"household_id": home.id, "role": "head"})],
            }
        )
        there["community.visit"].create(
            {
                "household_id": home.id,
                "date": self.today,
                "state": "done",
                "user_id": self.worker.id,
            }
        )
        self.officer.company_ids += other
        self.reports.invalidate_recordset()
        with freeze_time(fields.Datetime.now() + datetime.timedelta(minutes=2)):
            self.assertEqual(self.situation(), before)
            both = self.env(
                user=self.officer.id,
                context={"allowed_company_ids": (self.env.company | other).ids},
            )
            line = both["community.report.line"].search(
                [("report_id.kind", "=", "current"), ("code", "=", "visits")]
            )
            self.assertEqual(
                both["community.visit"].search_count(line.action_open()["domain"]), line.value
            )
            self.assertNotIn(
                "外人",
                line.env["community.resident"]
                .search([("figure_ref", "=", f"community.report.line,{line.id}")])
                .mapped("name"),
            )

    def test_cron_keeps_a_report_per_month(self):
        with self.enter_registry_test_mode():
            self.env.ref("community_service.ir_cron_refresh_situation").method_direct_trigger()
        reports = self.env["community.report"].search(
            [("kind", "=", "month"), ("company_id", "=", self.env.company.id)], order="date_from"
        )
        self.assertEqual(len(reports), 13)
        self.assertTrue(all(reports.mapped("date_computed")))
        self.assertEqual(reports[-1].date_to, self.today)
        self.assertEqual(
            [report.date_to + datetime.timedelta(days=1) for report in reports[:-1]],
            [report.date_from for report in reports[1:]],
        )
        visits = reports.line_ids.filtered(lambda line: line.code == "visits")
        self.assertEqual(
            sum(visits.mapped("value")),
            self.env["community.visit"].search_count(
                Domain("state", "=", "done") & Domain("date", ">=", reports[0].date_from)
            ),
        )

    def test_months_roll_on(self):
        self.situation()
        with freeze_time(self.today.replace(day=1) + datetime.timedelta(days=70)):
            self.situation()
            reports = self.env["community.report"].search(
                [("kind", "!=", "written"), ("company_id", "=", self.env.company.id)]
            )
            self.assertEqual(len(reports), 14)
            self.assertEqual(
                max(reports.mapped("date_to")), fields.Date.context_today(self.env.user)
            )

    def test_opening_twice_reads_only(self):
        self.situation()
        reports = self.env["community.report"].with_user(self.officer)
        self.env.flush_all()
        with self.assertQueryCount(6):
            reports.action_open_situation()
            self.env.flush_all()

    def test_kept_reports_are_not_locked(self):
        self.situation()
        report = self.env["community.report"].search([("kind", "=", "current")], limit=1)
        with self.assertRaisesRegex(UserError, "follows every day"):
            report.action_lock()
        copy = report.copy()
        self.assertEqual(copy.kind, "written")
        copy.action_lock()
        self.assertEqual(copy.state, "locked")

    def test_dashboard_asks_for_what_exists(self):
        self.situation()
        data = json.loads(self.dashboard.spreadsheet_data)
        codes = set(self.env["community.indicator"].search([]).mapped("code"))
        asked = {
            formula.split('"')[5]
            for formula in data["sheets"][1]["cells"].values()
            if formula.startswith("=PIVOT.VALUE")
        }
        domains = []
        for figure in data["sheets"][0]["figures"]:
            if figure["data"]["type"] != "scorecard":
                domains.append(figure["data"]["searchParams"]["domain"])
                asked |= {
                    code
                    for field, _operator, value in domains[-1]
                    if field == "code"
                    for code in value
                }
        self.assertFalse(asked - codes)
        self.assertGreaterEqual(len(asked), 20)
        domains += [source["domain"] for source in data["pivots"].values()]
        lines = self.env["community.report.line"].with_user(self.auditor)
        for domain in domains:
            self.assertTrue(lines.search_count(domain), domain)
            lines.formatted_read_group(domain, ["code"], ["value:sum"])
        for source in data["lists"].values():
            records = self.env[source["model"]].with_user(self.auditor)
            self.assertTrue(records.search(source["domain"]).read(source["columns"]))

    def test_who_finds_the_dashboard(self):
        self.check_finders(
            (
                (self.officer, True),
                (self.manager, True),
                (self.auditor, True),
                (self.worker, False),
                (self.plain, False),
            )
        )

    def test_no_link_for_everybody(self):
        self.check_no_link(self.officer)


@tagged("post_install", "-at_install", "community")
class TestSituationTour(CommunityCase, HttpCase):
    def test_the_dashboard_shows_figures(self):
        home = self.make_household()
        self.env["community.visit"].create(
            {
                "household_id": home.id,
                "date": fields.Date.context_today(self.env.user),
                "state": "done",
                "user_id": self.worker.id,
            }
        )
        self.start_tour("/odoo/situation", "community_situation", login="officer")
