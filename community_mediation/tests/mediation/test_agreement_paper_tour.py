from odoo.tests import HttpCase, tagged

from .test_mediation_agreement import AgreementCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestAgreementPaperTour(AgreementCase, HttpCase):
    def test_agreement_from_its_record(self):
        """In Chinese: an agreement that nobody signed offers itself to be signed, and is not yet
        for the court.
        """
        self.env["res.lang"]._activate_lang("zh_CN")
        self.mediator_user.lang = "zh_CN"
        agreement = self.agree(self.make_accepted(), date_reached=False)
        self.start_tour(
            f"/odoo/{agreement._name}/{agreement.id}",
            "community_mediation_agreement_paper",
            login="mediator",
        )
        printed = self.env["community.access.log"].search(
            [("kind", "=", "print"), ("model", "=", agreement._name), ("res_id", "=", agreement.id)]
        )
        self.assertEqual(printed.description, "community_mediation.report_mediation_agreement")
