from datetime import date

from odoo.fields import Domain
from odoo.tests import tagged

from .test_mediation_agreement import AgreementCase


@tagged("post_install", "-at_install", "community")
class TestMediationReport(AgreementCase):
    def html(self, name, record):
        report = self.env["ir.actions.report"].with_user(self.mediator_user)
        return report._render_qweb_html(f"community_mediation.report_mediation_{name}", record.ids)[
            0
        ].decode()

    def test_each_paper_shows_its_case(self):
        case, agreement = self.make_sealed()
        session = case.env["community.mediation.session"].create(
            {"case_id": case.id, "date_start": "2024-05-02 01:00:00", "minutes": "双方陈述"}
        )
        visit = case.env["community.mediation.followup"].create(
            {"case_id": case.id, "date": "2024-05-20", "performance": "full", "satisfaction": "3"}
        )
        for name, record, words in (
            ("application", case, ("陈秀兰", "楼上漏水")),
            ("acceptance", case, (case.number, "王建国")),
            ("rights", case, (case.number,)),
            ("record", session, (case.number, "双方陈述")),
            ("agreement", agreement, ("楼上水管老化", "赔偿粉刷费", "3,000")),
            ("oral", agreement, ("撤回投诉",)),
            ("receipt", agreement.term_ids[0], ("赔偿粉刷费",)),
            ("return_visit", visit, (case.number,)),
            ("cover", case, (case.number, "Rights notice")),
        ):
            html = self.html(name, record)
            for word in words:
                with self.subTest(paper=name, word=word):
                    self.assertIn(word, html)

    def test_figures_are_counted_for_those_who_may_not_open_them(self):
        self.make_sealed()
        indicators = (
            self.env["community.indicator"]
            .with_user(self.manager)
            .search([("section", "=", "mediation")])
        )
        year = indicators._values(date(2024, 1, 1), date(2024, 12, 31), Domain.TRUE)
        found = {indicator.code: value for indicator, value in year.items()}
        self.assertGreaterEqual(found["mediation_accepted"], 1)
        cases = self.env["community.mediation.case"].with_user(self.manager)
        self.assertFalse(cases.has_access("read"))
        self.assertEqual(found["mediation_accepted"], found["mediation_settled"])
        self.assertEqual(found["mediation_rate"], 100)
        self.assertGreaterEqual(found["mediation_amount"], 3000)
        self.assertEqual(found["mediation_written"], found["mediation_accepted"])
