import re
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.community_service.models.base import community_public_try

from ..petition_case import PetitionCase

PAGE = "/community/progress"


@tagged("post_install", "-at_install", "community")
class TestPetitionProgress(PetitionCase, HttpCase):
    """Number and code open the state and the days; the answer is rated once."""

    def code(self, petition):
        return petition._printed_code()

    def post(self, path, **form):
        page = self.url_open(PAGE).text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
        return self.url_open(path, data={"csrf_token": token, **form})

    def test_progress_shows_days_and_no_person(self):
        """Number and code show how far a petition is, and no person, matter or place."""
        petition = self.make_answered()
        answer = self.post(PAGE, number=petition.number.lower(), code=self.code(petition)).text
        self.assertIn(petition.number, answer)
        self.assertIn("Answered", answer)
        for word in ("周玉兰", "漏水", "望河小区"):
            self.assertNotIn(word, answer)

    def test_five_wrong_codes_lock_the_connection_that_erred(self):
        """A stranger locks nobody else out, and nothing for good."""
        petition = self.make_petition()
        right = self.code(petition)
        wrong = ("4" if right[0] == "3" else "3") + right[1:]

        def ask(code):
            return "Received on" in self.post(PAGE, number=petition.number, code=code).text

        with self.connection("203.0.113.7"):
            for _turn in range(5):
                self.assertFalse(ask(wrong))
            self.assertFalse(ask(right), "locked for whoever erred")
        with self.connection("203.0.113.8"):
            self.assertTrue(ask(right), "open for the petitioner")
        self.env.cr.execute("UPDATE community_public_try SET date = date - interval '15 minutes'")
        with self.connection("203.0.113.7"):
            self.assertTrue(ask(right), "open again by time")

    def connection(self, address):
        return patch.object(community_public_try, "network_of", lambda _address: address)

    def test_a_rating_counts_as_a_try(self):
        petition = self.make_answered()
        form = {"number": petition.number, "rating": "fairly"}
        for _turn in range(5):
            self.post("/community/petition/rate", code="347CDE", **form)
        self.post("/community/petition/rate", code=self.code(petition), **form)
        petition.invalidate_recordset()
        self.assertFalse(petition.rating)

    def test_the_petitioner_rates_the_answer_once(self):
        """With number and code the petitioner rates the answer once; a second rating changes
        nothing.
        """
        petition = self.make_answered()
        code = self.code(petition)
        answer = self.post(
            "/community/petition/rate",
            number=petition.number,
            code=code,
            rating="fairly",
            note="修得快",
        )
        self.assertIn("rating is stored", answer.text)
        petition.invalidate_recordset()
        self.assertEqual((petition.rating, petition.rating_note), ("fairly", "修得快"))
        again = self.post(
            "/community/petition/rate", number=petition.number, code=code, rating="not"
        )
        self.assertIn("rated once", again.text)
        petition.invalidate_recordset()
        self.assertEqual(petition.rating, "fairly")

    def test_what_cannot_be_rated(self):
        petition = self.make_accepted()
        rate = self.env["community.petition"]._rate
        code = self.code(petition)
        for arguments in (
            (petition.number, code, "very"),
            (petition.number, code, "other"),
            (petition.number, code, "very", "x" * 501),
            (petition.number, "", "very"),
        ):
            with self.subTest(arguments=arguments), self.assertRaises(UserError):
                rate(*arguments)

    def test_a_joined_petition_shows_how_far_the_first_one_is(self):
        first, second = self.make_answered(), self.make_petition()
        self.step(second, "join", original_id=first.id)
        progress = self.env["community.petition"]._progress(second.number, self.code(second))
        self.assertEqual((progress["number"], progress["state"]), (second.number, "Answered"))
        self.assertTrue(progress["can_rate"])

    def test_opening_a_file_leaves_a_trace(self):
        petition = self.make_petition()
        self.authenticate("petition_officer", "petition_officer")
        self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{petition._name}/web_read",
            {
                "model": petition._name,
                "method": "web_read",
                "args": [petition.ids, {"number": {}, "description": {}}],
                "kwargs": {},
            },
        )
        log = self.env["community.access.log"].search(
            [("model", "=", petition._name), ("res_id", "=", petition.id), ("kind", "=", "view")]
        )
        self.assertEqual(log.user_id, self.petition_officer)

    def test_the_receipt_holds_no_personal_data(self):
        petition = self.make_petition()
        html = (
            self.env["ir.actions.report"]
            .with_user(self.petition_officer)
            ._render_qweb_html("community_mediation.report_petition_receipt", petition.ids)[0]
            .decode()
        )
        self.assertIn(petition.number, html)
        self.assertIn(self.code(petition), html)
        for word in ("周玉兰", "漏水", "望河小区"):
            self.assertNotIn(word, html)
