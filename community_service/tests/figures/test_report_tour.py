from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


class ReportTourCase(CommunityCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_household()

    def report(self):
        return self.env["community.report"].search([("name", "=", "Situation of a year")])

    def living(self):
        return self.report().line_ids.filtered(lambda line: line.indicator_id.code == "living")


@tagged("post_install", "-at_install", "community", "community_tour")
class TestReportTour(ReportTourCase):
    def test_made_opened_and_locked_on_the_desk(self):
        self.start_tour("/odoo/reports/new", "community_report_desk", login="manager")
        self.assertEqual(self.report().state, "locked")
        people = self.env["community.resident"].search_count([("date_death", "=", False)])
        self.assertEqual(self.living().value, people)


@tagged("post_install", "-at_install", "community", "community_tour")
class TestReportPhoneTour(ReportTourCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_made_and_opened_on_a_phone(self):
        self.start_tour("/odoo/reports/new", "community_report_phone", login="manager")
        self.assertTrue(self.report().date_computed)
        self.assertTrue(self.living().value)
