import re
from datetime import timedelta

from odoo import SUPERUSER_ID, fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_request import RequestCase

PAGE = "/community/request"


@tagged("post_install", "-at_install", "community")
class TestRequestOnline(RequestCase, HttpCase):
    """The public page that takes requests: off at first, and really anonymous."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.community = cls.env.company
        cls.community.community_online_intake = True

    def send(self, **form):
        page = self.url_open(PAGE).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        return self.url_open(PAGE, data={"csrf_token": token, "text": "路灯不亮", **form})

    def taken(self):
        return self.env["community.request"].search([("channel", "=", "online")])

    def test_off_by_default(self):
        self.community.community_online_intake = False
        self.assertEqual(self.url_open(PAGE).status_code, 404)
        self.community.community_online_intake = True
        page = self.url_open(PAGE)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    @mute_logger("odoo.http")  # says that the token is missing
    def test_without_token_nothing_is_taken(self):
        self.assertEqual(self.url_open(PAGE, data={"text": "路灯不亮"}).status_code, 400)
        self.assertFalse(self.taken())

    def test_an_anonymous_request_keeps_nothing_of_its_sender(self):
        """Sent without a name, also by somebody logged in, a request keeps place and matter and no
        trace of its sender; the answer shows number and code.
        """
        # Even of somebody who is logged in while writing.
        self.authenticate("worker", "worker")
        answer = self.send(item=self.repair.id, place=self.building1.id)
        request = self.taken()
        self.assertRecordValues(
            request,
            [
                {
                    "state": "draft",
                    "is_anonymous": True,
                    "item_id": self.repair.id,
                    "area_id": self.building1.id,
                    "grid_id": self.grid.id,
                    "company_id": self.env.company.id,
                    "resident_id": False,
                    "household_id": False,
                    "contact_name": False,
                    "description": "路灯不亮",
                }
            ],
        )
        self.assertFalse(request.sudo().contact_phone)
        self.assertIn(request.number, answer.text)
        self.assertIn(f">{request.sudo().access_code}<", answer.text)
        self.assertNotIn(request.sudo().access_code, answer.url)
        self.assertEqual((request.create_uid | request.write_uid).ids, [SUPERUSER_ID])
        self.assertFalse(request.message_ids)
        self.assertEqual(request.message_partner_ids, request.activity_ids.user_id.partner_id)
        self.assertNotIn(self.worker, request.activity_ids.user_id)
        self.assertFalse(
            self.env["community.access.log"].search_count([("user_id", "=", self.worker.id)])
        )

    def test_with_name_and_phone(self):
        answer = self.send(name="王小姐", phone="138 0000 1234", item="")
        request = self.taken()
        self.assertRecordValues(
            request, [{"is_anonymous": False, "contact_name": "王小姐", "item_id": False}]
        )
        self.assertEqual(request.sudo().contact_phone, "138 0000 1234")
        for secret in ("王小姐", "138 0000"):
            self.assertNotIn(secret, answer.text)

    def test_somebody_is_told(self):
        self.env.company.community_manager_id = self.manager
        self.send()
        request = self.taken()
        self.assertEqual(request.officer_id, self.manager)
        self.assertEqual(request.activity_ids.user_id, self.manager)
        self.assertEqual(request.activity_ids.date_deadline, fields.Date.context_today(request))

    def test_progress_of_what_was_handed_in(self):
        self.send()
        request = self.taken()
        progress = self.env["community.request"]._progress(
            request.number, request.sudo().access_code
        )
        self.assertEqual(progress["number"], request.number)

    def test_bad_input_is_a_sentence_and_nothing_is_saved(self):
        other = self.env["res.company"].create({"name": "他区"})
        abroad = self.env["community.area"].create(
            {"name": "他小区", "kind": "estate", "company_id": other.id}
        )
        refused = self.env.ref("community_service.service_item_cert_kinship")
        for form, words in (
            ({"text": "   "}, "write what you ask for"),
            ({"text": "字" * 1001}, "1001 characters"),
            ({"name": "王小姐"}, "name and phone, or neither"),
            ({"phone": "13800001234"}, "name and phone, or neither"),
            ({"name": "王小姐", "phone": "abc"}, "5 to 15 digits"),
            ({"name": "王" * 41, "phone": "13800001234"}, "at most 40"),
            ({"item": refused.id}, "no longer on offer"),
            ({"item": "1 or 1=1"}, "no longer on offer"),
            ({"item": "9" * 30}, "no longer on offer"),
            ({"place": abroad.id}, "no longer on offer"),
            ({"place": self.community.id}, "no longer on offer"),
        ):
            answer = self.send(**form)
            self.assertIn(words, answer.text, form)
            self.assertEqual(answer.status_code, 200)
        self.assertFalse(self.taken())
        self.assertIn("路灯不亮", self.send(name="王小姐").text, "what was written stays")

    def test_text_is_shown_as_text(self):
        answer = self.send(text="<script>alert(1)</script>", name="王小姐")
        self.assertNotIn("<script>alert(1)", answer.text)

    def test_flood(self):
        self.community.community_online_per_hour = 2
        # What the staff enters by hand does not count.
        self.make_request(channel="online")
        for _turn in range(2):
            self.assertIn("has come in", self.send().text)
        self.assertIn("Too many requests", self.send().text)
        self.assertEqual(len(self.taken()), 3)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE community_request SET create_date = %s WHERE channel = 'online'",
            [fields.Datetime.now() - timedelta(minutes=61)],
        )
        self.env.invalidate_all()
        self.assertIn("has come in", self.send().text)

    def test_the_page_names_no_person_and_no_flat(self):
        """The public page names estates, buildings and services, and no person, address or flat."""
        page = self.url_open(PAGE).text
        for word in (self.estate.name, self.building1.name, self.repair.name):
            self.assertIn(word, page)
        for secret in (self.resident.name, self.household.address, "101"):
            self.assertNotIn(f">{secret}<", page)
