from odoo.tests import HttpCase, tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestImportTour(CommunityCase, HttpCase):
    def test_import_on_the_desk(self):
        self.officer.password = "officer"
        self.start_tour("/odoo/imports/new", "community_register_import", login="officer")
        names = self.env["community.resident"].search([("name", "in", ("丁一", "丁二"))])
        self.assertEqual(len(names), 2)
        self.assertEqual(names[0].household_id.address, "测试社区东风里1号楼101")
        message = self.env["community.import"].search([], limit=1).message_ids
        self.assertIn("2 rows of 东风里.csv applied", "".join(message.mapped("body")))

    def test_downloads(self):
        self.authenticate("officer", "officer")
        answer = self.url_open("/community/import/template")
        self.assertEqual(answer.content[:2], b"PK")


@tagged("post_install", "-at_install", "community", "community_tour")
class TestImportPhoneTour(CommunityCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_import_on_a_phone(self):
        self.start_tour("/odoo/imports/new", "community_register_import", login="officer")
        names = self.env["community.resident"].search([("name", "in", ("丁一", "丁二"))])
        self.assertEqual(len(names), 2)
