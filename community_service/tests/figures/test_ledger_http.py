import io
import json
import unicodedata
from unittest.mock import patch

import openpyxl
from pypdf import PdfReader

from odoo import fields
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...tools.suppression import UNKNOWN
from ..common import CommunityCase


class LedgerHttpCase(CommunityCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.make_household([{"name": "王芳", "role": "head"}], note="=1+1")
        cls.make_resident(cls.home, name="王强", role="child")
        cls.other = cls.make_household(
            [{"name": "李娜", "role": "head"}], building=cls.building2, note="@SUM(A1)"
        )
        cls.ledger = cls.env["community.ledger"].create(
            {
                "name": "People",
                "code": "test_route",
                "model_id": cls.env["ir.model"]._get_id("community.resident"),
                "domain": "[('name', 'in', ('王芳', '王强', '李娜'))]",
                "order": "name, id",
                "column_ids": [
                    Command.create({"name": name, "path": path})
                    for name, path in (("Name", "name"), ("Note", "household_id.note"))
                ],
            }
        )
        for user in (cls.officer, cls.worker, cls.plain, cls.auditor):
            user.password = user.login

    def post(self, login, code="test_route", **payload):
        self.authenticate(login, login)
        data = {"payload": json.dumps(payload), "csrf_token": Request.csrf_token(self)}
        return self.url_open(f"/community/ledger/{code}", data=data)

    def rows(self, answer):
        """Return the rows below the headings of the workbook that was downloaded."""
        self.assertEqual(answer.status_code, 200, answer.text[:500])
        self.assertIn("spreadsheetml", answer.headers["Content-Type"])
        self.assertEqual(int(answer.headers["Content-Length"]), len(answer.content))
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
        self.assertFalse(
            [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"],
            "a text became a formula",
        )
        return list(sheet.iter_rows(min_row=4, values_only=True))

    def numbered_rows(self, answer):
        """Return the rows of a ledger without their numbers; a total and signatures follow."""
        rows = self.rows(answer)
        numbered = [row for row in rows if isinstance(row[0], int)]
        self.assertEqual([row[0] for row in numbered], list(range(1, len(numbered) + 1)))
        self.assertTrue(rows[len(numbered)][0].startswith("Total"), rows)
        return [row[1:] for row in numbered]

    def names(self, answer):
        return [row[0] for row in self.numbered_rows(answer)]

    def refusal(self, answer):
        self.assertEqual(answer.status_code, 500)
        return answer.json()["data"]


@tagged("post_install", "-at_install", "community")
class TestLedgerRoute(LedgerHttpCase):
    def exports(self):
        return self.env["community.access.log"].search([("kind", "=", "export")])

    def test_an_officer_gets_all_rows_as_text_and_it_is_logged(self):
        before = self.exports()
        rows = self.numbered_rows(self.post("officer", domain=[]))
        self.assertEqual(rows, [("李娜", "@SUM(A1)"), ("王强", "=1+1"), ("王芳", "=1+1")])
        entries = self.exports() - before
        # Names are in every list; the notes are facts of the files of two homes.
        self.assertEqual(entries.user_id, self.officer)
        people = entries.filtered(lambda entry: entry.model == "community.resident")
        self.assertEqual(people.count, 3)
        self.assertIn("test_route", people.description)
        self.assertEqual((entries - people).mapped("model"), ["community.household"] * 2)

    def test_a_worker_gets_own_rows_only(self):
        self.assertEqual(self.names(self.post("worker", domain=[])), ["王强", "王芳"])
        stranger = self.other.head_id
        self.assertEqual(self.names(self.post("worker", ids=stranger.ids)), [])

    def test_a_user_without_a_community_group_is_refused(self):
        before = self.exports()
        self.assertIn("AccessError", self.refusal(self.post("plain", domain=[]))["name"])
        self.assertEqual(self.exports(), before)

    def test_whoever_is_not_logged_in_is_sent_to_the_login(self):
        self.authenticate(None, None)
        answer = self.url_open(
            "/community/ledger/test_route", data={"payload": "{}"}, allow_redirects=False
        )
        self.assertEqual(answer.status_code, 303)
        self.assertIn("/web/login", answer.headers["Location"])

    def test_records_ticked_and_all_records_of_a_list(self):
        """Ids are exactly those ids; a domain is the whole list, whatever its length."""
        self.assertEqual(self.names(self.post("officer", ids=self.home.head_id.ids)), ["王芳"])
        self.assertEqual(self.names(self.post("officer", ids=[])), [])
        domain = [("household_id", "=", self.home.id)]
        self.assertEqual(self.names(self.post("officer", domain=domain)), ["王强", "王芳"])

    def test_archived_records_that_were_ticked_are_in_it(self):
        gone = self.home.head_id
        others = self.home.resident_ids - gone
        day = fields.Date.context_today(self.env["community.household"])
        self.home._move_out(day, gone, new_head=others[:1])
        gone.active = False
        self.assertEqual(self.names(self.post("officer", ids=gone.ids)), ["王芳"])
        self.assertNotIn("王芳", self.names(self.post("officer", domain=[])))
        answer = self.post("officer", domain=[], context={"active_test": False})
        self.assertIn("王芳", self.names(answer))

    def test_a_wrong_request_is_answered_by_a_sentence(self):
        for payload, word in (
            ({"code": "nothing"}, "There is no ledger “nothing”"),
            ({"domain": [["nonsense", "=", 1]]}, "nonsense"),
            ({"ids": ["x"]}, "invalid literal"),
        ):
            with self.subTest(payload=payload):
                answer = self.refusal(self.post("officer", **payload))
                self.assertIn(word, answer["message"])

    def test_too_many_rows_are_refused_before_any_is_read(self):
        # sudo: administrators alone set it.
        self.env.company.sudo().community_ledger_max_rows = 10
        self.make_household([{"name": "王芳"} for _turn in range(10)])
        before = self.exports()
        with patch.object(type(self.ledger), "_rows", side_effect=AssertionError("rows are read")):
            message = self.refusal(self.post("officer", domain=[]))["message"]
        self.assertEqual(
            message,
            "Ledger People has more than 10 rows: take a part of it, for example one estate or "
            "one year at a time.",
        )
        self.assertEqual(self.exports(), before)
        # Ten rows are not more than ten.
        ids = self.env["community.resident"].search([("name", "=", "王芳")], limit=10).ids
        self.assertEqual(len(self.names(self.post("officer", ids=ids))), 10)


@tagged("post_install", "-at_install", "community")
class TestReportRoute(LedgerHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        today = fields.Date.context_today(cls.env.user)
        cls.report = cls.env["community.report"].create(
            {"name": "本月情况", "date_from": today.replace(day=1), "date_to": today}
        )
        cls.report.action_refresh()

    def get(self, login, record_id=None):
        self.authenticate(login, login)
        return self.url_open(f"/community/report/{record_id or self.report.id}/xlsx")

    def test_the_table_of_figures(self):
        rows = self.rows(self.get("officer"))
        self.assertEqual(
            [(row[1], row[2]) for row in rows],
            [
                (line.name, UNKNOWN if line.value_text == UNKNOWN else line.value)
                for line in self.report.line_ids
            ],
        )
        entry = self.env["community.access.log"].search([], order="id desc", limit=1)
        self.assertEqual((entry.kind, entry.user_id), ("export", self.officer))
        self.assertEqual(entry.model, "community.report")

    def test_a_user_without_a_community_group_is_refused(self):
        with mute_logger("odoo.http"):
            self.assertEqual(self.get("plain").status_code, 403)
            self.assertEqual(self.get("officer", 999_999).status_code, 404)

    def test_the_paper_holds_chinese_glyphs(self):
        """Text alone proves nothing: a font without the signs would print empty boxes."""
        self.env["res.lang"]._activate_lang("zh_CN")
        self.officer.lang = "zh_CN"
        self.authenticate("officer", "officer")
        self.report.practice = "走访工作 2026"
        reports = self.env["ir.actions.report"].with_user(self.officer).with_context(lang="zh_CN")
        content, kind = reports.with_context(force_report_rendering=True)._render_qweb_pdf(
            "community_service.community_report_action_report", self.report.ids
        )
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        # The paper's font gives the sign of a radical the code of the radical: 月 may read ⽉.
        text = unicodedata.normalize("NFKC", "".join(page.extract_text() for page in pages))
        for words in ("本月情况", "走访工作", "常住人口"):
            self.assertIn(words, text)
        for page in pages:
            for font in page["/Resources"]["/Font"].values():
                for descendant in font.get_object().get("/DescendantFonts", [font]):
                    described = descendant.get_object()["/FontDescriptor"]
                    self.assertTrue(
                        {"/FontFile", "/FontFile2", "/FontFile3"} & set(described),
                        "a font of the paper is not embedded",
                    )


@tagged("post_install", "-at_install", "community", "community_tour")
class TestLedgerTour(LedgerHttpCase):
    def test_all_records_of_a_list(self):
        """What is ticked goes as ids, however many; all of a list goes as its domain."""
        for _turn in range(81):
            self.make_household()
        self.start_tour("/odoo/households", "community_ledger_selection", login="officer")
