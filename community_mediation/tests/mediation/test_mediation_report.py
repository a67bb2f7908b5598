from datetime import date

from odoo.fields import Domain
from odoo.tests import tagged

from .test_mediation_agreement import AgreementCase


@tagged("post_install", "-at_install", "community")
class TestMediationReport(AgreementCase):
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
