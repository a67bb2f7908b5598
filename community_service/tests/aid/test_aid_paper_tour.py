from odoo.tests import HttpCase, tagged

from ..aid_common import AidCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestAidPaperTour(AidCase, HttpCase):
    def test_form_of_confirmation_from_the_case(self):
        """In Chinese: a case that was handed in offers its form of confirmation, no refusal."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.officer.lang = "zh_CN"
        case = self.make_case(income=1500, reason="收入减少")
        self.submit(case)
        self.start_tour(f"/odoo/aid-cases/{case.id}", "community_aid_paper", login="officer")
        printed = self.env["community.access.log"].search(
            [("kind", "=", "print"), ("model", "=", case._name), ("res_id", "=", case.id)]
        )
        self.assertEqual(printed.description, "community_service.report_aid_confirmation")
