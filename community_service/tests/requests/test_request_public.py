import re

from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ...tools.public_code import ALPHABET
from .test_request import RequestCase

LOCKED = "do not belong together"


@tagged("post_install", "-at_install", "community")
class TestRequestPublic(RequestCase, HttpCase):
    """What a person without an account can reach: progress by number and code, and the QR page."""

    def ask(self, number, code):
        page = self.url_open("/community/progress").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        return self.url_open(
            "/community/progress", data={"csrf_token": token, "number": number, "code": code}
        ).text

    def wrong(self, code):
        return ("4" if code[0] == "3" else "3") + code[1:]

    def test_progress_by_number_and_code_shows_no_person(self):
        """Number and code show state and service of a request, and no name, address or words."""
        request = self.make_request(description="家中漏水，张小明", resident_id=self.resident.id)
        request.action_accept()
        code = request.sudo().access_code
        page = self.ask(request.number, code)
        self.assertIn(request.number, page)
        self.assertIn("Accepted", page)
        self.assertIn(self.repair.name, page)
        for secret in (self.resident.name, "漏水", self.household.address, self.officer.name):
            self.assertNotIn(secret, page)

    def test_codes_are_long_and_easy_to_type(self):
        request = self.make_request()
        code = request.sudo().access_code
        self.assertRegex(code, f"^[{ALPHABET}]{{6}}$")
        for typed in (code.lower(), f" {code[:3]}-{code[3:]} "):
            self.assertNotIn(LOCKED, self.ask(request.number, typed))
        request.action_new_code()
        self.assertNotEqual(request.sudo().access_code, code)
        self.assertIn(LOCKED, self.ask(request.number, code))

    def test_wrong_number_and_wrong_code_read_alike(self):
        request = self.make_request()
        unknown = self.ask("R2020-99999", "347CDE")
        wrong = self.ask(request.number, self.wrong(request.sudo().access_code))
        for page in (unknown, wrong):
            self.assertIn(LOCKED, page)
        self.assertEqual(
            unknown.replace("R2020-99999", ""),
            wrong.replace(request.number, ""),
            "the pages differ in the number typed alone",
        )

    def test_a_merged_request_shows_how_far_the_other_is(self):
        first, second = self.make_request(), self.make_request()
        (first | second).action_merge()
        first.action_accept()
        page = self.ask(second.number, second.sudo().access_code)
        self.assertIn(second.number, page)
        self.assertNotIn(first.number, page)
        self.assertIn("Accepted", page)

    def make_certificate(self):
        item = self.env.ref("community_service.service_item_cert_residence")
        request = self.make_request(item_id=item.id, resident_id=self.resident.id)
        request.material_ids.action_received()
        certificate = (
            self.env["community.certificate"]
            .with_user(self.officer)
            .create({"request_id": request.id, "purpose": "办理入学"})
        )
        return request, certificate

    def test_certificate_has_number_seal_line_and_page(self):
        request, certificate = self.make_certificate()
        self.assertIn(self.resident.name, certificate.body)
        self.assertIn("办理入学", certificate.body)
        with self.assertRaisesRegex(UserError, "accept the request before"):
            certificate.action_issue()
        request.action_accept()
        certificate.action_issue()
        self.assertRegex(certificate.number, r"^C\d{4}-\d{4}$")
        self.assertRecordValues(
            certificate.seal_use_ids, [{"user_id": self.officer.id, "copies": 1}]
        )
        url = certificate._verify_url().replace(certificate.get_base_url(), "")
        page = self.url_open(url).text
        self.assertIn("This certificate is valid", page)
        self.assertIn("张**", page)
        self.assertNotIn(self.resident.name, page)
        certificate.action_revoke("填写有误")
        self.assertIn("has been revoked", self.url_open(url).text)
        self.assertIn("no such certificate", self.url_open("/community/certificate/abc").text)

    def test_a_proposed_text_is_issued_in_the_language_of_the_issuer(self):
        """Made by one who reads English, issued by one who reads Chinese; own words stay."""
        self.env["res.lang"]._activate_lang("zh_CN")
        request, certificate = self.make_certificate()
        item = request.item_id.sudo()
        item.with_context(lang="en_US").certificate_text = "{name} lives here. For: {purpose}."
        item.with_context(
            lang="zh_CN"
        ).certificate_text = "兹证明{name}住在本社区。用途：{purpose}。"
        certificate.with_context(lang="en_US").body = "王一 lives here. For: 办理入学.".replace(
            "王一", self.resident.name
        )
        own = certificate.copy()
        own.body = "Lives here since 2010."
        request.action_accept()
        (certificate | own).with_context(lang="zh_CN").action_issue()
        self.assertEqual(
            certificate.body, f"兹证明{self.resident.name}住在本社区。用途：办理入学。"
        )
        self.assertEqual(own.body, "Lives here since 2010.")

    def test_issued_certificate_and_seal_line_are_not_changed(self):
        request, certificate = self.make_certificate()
        request.action_accept()
        certificate.action_issue()
        with self.assertRaisesRegex(UserError, "revoke it and make a new one"):
            certificate.write({"purpose": "别的"})
        with self.assertRaisesRegex(UserError, "revoke it"):
            certificate.with_user(self.manager).unlink()
        with self.assertRaisesRegex(UserError, "is not changed"):
            certificate.seal_use_ids.sudo().write({"copies": 2})

    def test_no_certificate_is_born_issued(self):
        request, _certificate = self.make_certificate()
        values = {"request_id": request.id, "purpose": "x", "number": "C1", "state": "issued"}
        with self.assertRaisesRegex(UserError, "follows from its steps"):
            self.env["community.certificate"].with_user(self.officer).create(values)

    def test_certificate_outside_the_list_is_refused_with_the_standard_reason(self):
        """A certificate off the list cannot be accepted or made; the refusal bears the standard
        reason and is printed.
        """
        item = self.env.ref("community_service.service_item_cert_kinship")
        request = self.make_request(item_id=item.id, resident_id=self.resident.id)
        with self.assertRaisesRegex(UserError, "not on the list.*does not issue it"):
            request.action_accept()
        with self.assertRaisesRegex(ValidationError, "not on the list"):
            self.env["community.certificate"].with_user(self.officer).create(
                {"request_id": request.id, "purpose": "x"}
            )
        dialog = (
            self.env["community.request.move"]
            .with_user(self.officer)
            .create({"kind": "refuse", "request_ids": request.ids})
        )
        self.assertEqual(dialog.reason, item.refusal_reason)
        action = dialog.action_apply()
        self.assertEqual(action["report_name"], "community_service.report_request_refusal")
        self.assertEqual(request.state, "refused")

    def test_receipt_holds_number_and_code_and_no_person(self):
        request = self.make_request(resident_id=self.resident.id, description="张小明要轮椅")
        html = self.render("report_request_receipt", request)
        self.assertIn(request.number, html)
        self.assertIn(request.sudo().access_code, html)
        for secret in (self.resident.name, self.household.address, "轮椅"):
            self.assertNotIn(secret, html)

    def test_told_once_list_and_authority_name_the_papers(self):
        item = self.env.ref("community_service.service_item_old_age_allowance")
        request = self.make_request(item_id=item.id, resident_id=self.resident.id, is_proxy=True)
        request.action_tell_missing()
        request.material_ids[0].action_received()
        html = self.render("report_request_missing", request)
        self.assertNotIn(request.material_ids[0].name, html)
        self.assertIn(request.material_ids[1].name, html)
        html = self.render("report_request_authority", request)
        self.assertIn(self.resident.name, html)
        self.assertIn(request.material_ids[0].name, html)
        self.assertIn("free of charge", html)

    def test_certificate_paper_carries_a_code_only_when_issued(self):
        request, certificate = self.make_certificate()
        with self.assertRaisesRegex(UserError, "once it is issued"):
            self.render("report_certificate", certificate)
        request.action_accept()
        certificate.action_issue()
        html = self.render("report_certificate", certificate)
        self.assertIn("data:image/png;base64,", html)
        self.assertEqual(html.count(certificate.number), 3, "stub, riding seal, certificate")
        certificate.action_revoke("写错了")
        with self.assertRaisesRegex(UserError, "no more when it is revoked"):
            self.render("report_certificate", certificate)

    def test_a_text_with_a_gap_is_not_issued(self):
        """A certificate “for :” certifies nothing: what its text names has to be there."""
        request, certificate = self.make_certificate()
        self.assertIn("{purpose}", certificate.item_id.certificate_text)
        request.action_accept()
        certificate.purpose = " "
        field = certificate._fields["purpose"]._description_string(self.env)
        with self.assertRaisesRegex(UserError, f"names “{field}”, which is empty"):
            certificate.action_issue()
        self.assertEqual(certificate.state, "draft")

    def render(self, name, records):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            f"community_service.{name}", records.ids
        )
        return html.decode()
