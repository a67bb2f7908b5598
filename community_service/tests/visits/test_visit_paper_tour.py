from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestVisitPaperTour(CommunityCase, HttpCase):
    def test_from_the_record_to_the_paper(self):
        """In Chinese: a visit offers its walk list, made it offers its record, which is printed."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.worker.lang = "zh_CN"
        visit = self.env["community.visit"].create(
            {"household_id": self.make_household().id, "user_id": self.worker.id}
        )
        self.start_tour(f"/odoo/visits/{visit.id}", "community_visit_paper", login="worker")
        self.assertRecordValues(visit, [{"state": "done", "situation": "家里都好，楼道灯已修。"}])
        printed = self.env["community.access.log"].search(
            [("kind", "=", "print"), ("model", "=", visit._name), ("res_id", "=", visit.id)]
        )
        self.assertEqual(printed.user_id, self.worker)
