from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from ..admission_case import AdmissionCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestPartyFigures(AdmissionCase):
    """Figures of the Party file in a report of the service: numbers for all, records for few."""

    def report(self, user, year=2024):
        report = (
            self.env["community.report"]
            .with_user(user)
            .create({"name": f"{year}", "date_from": f"{year}-01-01", "date_to": f"{year}-12-31"})
        )
        report.action_refresh()
        return report

    def figure(self, report, code):
        return report.line_ids.filtered(lambda line: line.indicator_id.code == code)

    def test_a_manager_of_the_service_gets_the_numbers_and_no_records(self):
        self.walk(3)
        report = self.report(self.manager)
        for code, value in (
            ("party_applications", 1),
            ("party_activists", 1),
            ("party_candidates", 0),
            ("party_excellent_share", 0),
        ):
            self.assertEqual(self.figure(report, code).value, value, code)
        line = self.figure(report, "party_applications")
        with self.assertRaises(UserError) as caught:
            line.action_open()
        self.assertIn("confidential file", str(caught.exception))
        with self.assertRaises(AccessError):
            self.env["community.party.member"].with_user(self.manager).search(
                [("figure_ref", "=", f"community.report.line,{line.id}")]
            )

    def test_a_keeper_opens_exactly_the_people_behind_the_number(self):
        self.walk(3)
        line = self.figure(self.report(self.manager), "party_applications")
        keeper = self.party_officer
        keeper.group_ids += self.env.ref("community_service.group_community_manager")
        action = line.with_user(keeper).action_open()
        found = self.env[action["res_model"]].with_user(keeper).search(action["domain"])
        self.assertEqual(found, self.person)

    def test_a_locked_report_keeps_the_number(self):
        self.walk(1)
        report = self.report(self.manager)
        report.action_lock()
        self.make_applicant("郑申请").date_applied = "2024-05-01"
        self.assertEqual(self.figure(report, "party_applications").value, 1)

    def test_nobody_asks_for_one_person_by_a_number(self):
        Indicator = self.env["community.indicator"].with_user(self.manager)
        values = {
            "name": "张三?",
            "code": "spy",
            "section": "party",
            "is_confidential": True,
            "model_id": self.env.ref("community_party.model_community_party_member").id,
            "domain": "[('name', '=', '周申请')]",
        }
        with self.assertRaises(AccessError):
            Indicator.create(values)
        with self.assertRaises(UserError):
            Indicator.search([("code", "=", "party_applications")]).domain = values["domain"]
        indicator = Indicator.search([("code", "=", "party_applications")])
        with self.assertRaises(AccessError):
            self.own_copy(indicator, self.manager)
        share = {
            "name": "x",
            "code": "spy2",
            "section": "party",
            "measure": "rate",
            "numerator_id": indicator.id,
            "denominator_id": indicator.id,
        }
        with self.assertRaises(AccessError):
            Indicator.create(share)

    def test_another_community_is_not_counted(self):
        other = self.env["res.company"].create({"name": "西河社区"})
        branch = self.env["community.party.organization"].create(
            {"name": "西河党支部", "company_id": other.id}
        )
        self.make_applicant("外社区", organization=branch).date_applied = "2024-05-01"
        report = self.report(self.manager)
        self.assertEqual(self.figure(report, "party_applications").value, 0)
