import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from .test_volunteer import VolunteerCase


@tagged("post_install", "-at_install", "community")
class TestVolunteerCertificate(VolunteerCase, HttpCase):
    def issue(self, **values):
        return (
            self.env["community.volunteer.certificate"]
            .with_user(self.officer)
            .create({"volunteer_id": self.anna.id, **values})
        )

    def test_hours_by_kind_are_frozen(self):
        with self.assertRaisesRegex(UserError, "no confirmed hours in this period"):
            self.issue()
        services = self.serve(2) | self.serve(1.5, days_ago=2, kind="care")
        services.with_user(self.officer).action_confirm()
        self.serve(3, days_ago=3)
        for name, value in (("number", "MINE"), ("code", "MINE"), ("hours", 99)):
            with self.subTest(name), self.assertRaisesRegex(AccessError, "follows from its steps"):
                self.issue(**{name: value})
        certificate = self.issue()
        self.assertEqual(certificate.hours, 3.5)
        self.assertEqual(certificate.hours_by_kind, [["care", 1.5], ["environment", 2.0]])
        self.assertRegex(certificate.number, r"^VC\d{4}-\d{5}$")
        self.assertRegex(certificate.code, r"^[2-9A-Z]{10}$")
        later = self.serve(4, days_ago=4)
        later.with_user(self.officer).action_confirm()
        self.assertEqual(certificate.hours, 3.5)
        with self.assertRaisesRegex(UserError, "kept as it was issued"):
            certificate.with_user(self.manager).date_to = "2020-01-01"
        with self.assertRaises(AccessError):
            self.env["community.volunteer.certificate"].with_user(self.worker).create(
                {"volunteer_id": self.anna.id}
            )

    def test_paper(self):
        self.serve(2).with_user(self.officer).action_confirm()
        certificate = self.issue()
        html = (
            self.env["ir.actions.report"]
            .with_user(self.officer)
            ._render_qweb_html("community_service.report_volunteer_certificate", certificate.ids)[0]
            .decode()
        )
        for word in (
            self.anna.name,
            self.anna.number,
            certificate.number,
            certificate.code,
            "2.0",
            "Environment",
            self.env.company.name,
            "not for commercial use",
            "data:image/png",
        ):
            self.assertIn(word, html)
        self.assertNotIn("13900000001", html)

    def ask(self, number, code):
        page = self.url_open("/community/volunteer/certificate")
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        return self.url_open(
            "/community/volunteer/certificate",
            data={"csrf_token": token, "number": number, "code": code},
        ).text

    def test_anybody_checks_it_by_number_and_code(self):
        self.serve(2).with_user(self.officer).action_confirm()
        certificate = self.issue()
        page = self.ask(certificate.number, certificate.code.lower())
        self.assertIn("This certificate is valid", page)
        self.assertIn("2.0", page)
        self.assertIn("Not for commercial use", page)
        self.assertNotIn(self.anna.name, page)
        for number, code in (
            (certificate.number, ""),
            (certificate.number, "WRONG"),
            ("", certificate.code),
            ("VC0000-00000", "语言"),
        ):
            with self.subTest(number=number, code=code):
                self.assertIn("do not belong to a certificate", self.ask(number, code))
        with self.assertRaises(AccessError):
            certificate.action_revoke()
        certificate.with_user(self.manager).action_revoke()
        self.assertIn("has been revoked", self.ask(certificate.number, certificate.code))
