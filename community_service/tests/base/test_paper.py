import io
from unittest.mock import patch

from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...tools.page_numbers import count_pages, left_edges
from ..common import CommunityCase

TEXT = (
    "人民调解委员会户口簿 2026年7月31日 自行支付 长门风见 "
    "ABC xyz 1,234.50 A4-12 （盖章）〔2026〕《办法》"
)
CHINESE = ("NotoSerifCJKsc", "NotoSansCJKsc")


@tagged("post_install", "-at_install", "community")
class TestPaper(CommunityCase):
    """Our papers come out in true millimetres, in Chinese faces, and their text is text."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env.ref("community_service.community_request_report_receipt")

    def print_page(self, *bodies):
        sheets = [self.report._paper_sheet(f'<div class="article">{body}</div>') for body in bodies]
        return self.report._run_wkhtmltopdf(sheets, report_ref=self.report.report_name)

    def text(self, pdf):
        return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]

    def test_what_is_read_is_found(self):
        """A search finds 人民, digits and Latin letters, in the body as in titles."""
        page = self.print_page(f"<h1>{TEXT}</h1><p>{TEXT}</p>")
        (found,) = self.text(page)
        self.assertNotIn("\t", found)
        self.assertEqual("".join(found.split()), "".join((TEXT * 2).split()))

    def test_the_faces_are_chinese_and_in_the_file(self):
        """The cut is that of the mainland, and whoever opens the paper needs no font."""
        page = self.print_page(f"<h1>{TEXT}</h1><p>{TEXT}<b>{TEXT}</b></p>")
        fonts = PdfReader(io.BytesIO(page)).pages[0]["/Resources"]["/Font"]
        self.assertTrue(fonts)
        for font in fonts.values():
            inner = font["/DescendantFonts"][0]
            self.assertIn(inner["/BaseFont"].rpartition("+")[2].split("-")[0].lstrip("/"), CHINESE)
            self.assertIn("/FontFile2", inner["/FontDescriptor"])

    def test_millimetres_are_true(self):
        """100 mm on the sheet are 100 mm on paper, and the margins are those of the format."""
        mark = '<b style="position: absolute; left: {left}mm">{name}</b>'
        page = self.print_page(mark.format(left=0, name="A") + mark.format(left=100, name="B"))
        edges = left_edges(page)
        self.assertAlmostEqual(edges["B"] - edges["A"], 100, delta=0.5)
        margin = self.report.get_paperformat().margin_left
        self.assertAlmostEqual(edges["A"], margin, delta=1)

    def test_each_paper_has_its_own_page_numbers(self):
        """Two papers in one print: the first has two pages with numbers, the second is one page."""
        two = '<p>A</p><p style="page-break-before: always">B</p>'
        pdf = self.print_page(two, "<p>C</p>")
        self.assertEqual(count_pages(pdf), 3)
        first, second, third = self.text(pdf)
        self.assertIn("Page 1 of 2", first)
        self.assertIn("Page 2 of 2", second)
        self.assertNotIn("Page", third)

    def test_no_heading_ends_a_page_and_no_seal_stands_alone(self):
        """Wherever a page ends: a heading has text below it, a seal the last words above it."""
        room = "<div style='height: {}mm'></div>"
        body = (
            "<h3>HEAD</h3><div class='body'><p>FIRST</p><p>LAST</p></div>"
            "<p class='hand'>SIGN</p><div class='seal'><div>SEAL</div></div>"
        )
        self.assertTrue(self.parted(self.print_page, room, body), "the engine alone parts them")
        self.assertFalse(self.parted(self.print_held, room, body))

    def parted(self, print_page, room, body):
        """Return what stood where it should not, for ends of the page at each height."""
        wrong = []
        for height in range(170, 260, 9):
            seen = []
            for text in self.text(print_page(room.format(height) + body)):
                words = [word for word in text.split() if word.isupper()]
                seen += words
                if words and (words[-1] == "HEAD" or words[0] in ("SIGN", "SEAL")):
                    wrong.append((height, words))
            if len(seen) != len(set(seen)):
                wrong.append((height, "twice"))
        return wrong

    def print_held(self, body):
        page = f'<html><body><main><div class="article">{body}</div></main></body></html>'
        sheets = self.report._prepare_html(page, report_model=self.report.model)[0]
        return self.report._run_wkhtmltopdf(sheets, report_ref=self.report.report_name)

    def test_several_records_are_printed_at_once(self):
        """No engine has to take two documents: two receipts come out in one file."""
        requests = self.env["community.request"].create(
            [
                {
                    "description": "路灯不亮",
                    "household_id": self.make_household().id,
                    "item_id": self.env.ref("community_service.service_item_repair").id,
                }
                for _number in range(2)
            ]
        )
        Report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        pdf, kind = Report._render_qweb_pdf(self.report.report_name, requests.ids)
        self.assertEqual(kind, "pdf")
        found = "".join(self.text(pdf))
        for request in requests:
            self.assertIn(request.number, found)

    def test_days_are_written_in_words(self):
        """A day is 2026年11月28日 on a paper of ours, and what the language says elsewhere."""
        self.env["res.lang"]._activate_lang("zh_CN")
        here = self.env["ir.qweb.field.date"].with_context(lang="zh_CN")
        self.assertEqual(here.value_to_html("2026-11-28", {}), "2026/11/28")
        paper = here.with_context(community_paper=True)
        self.assertEqual(paper.value_to_html("2026-11-28", {}), "2026年11月28日")
        self.assertEqual(paper.value_to_html("2026-11-28", {"format": "yyyy"}), "2026")
        hour = self.env["ir.qweb.field.datetime"].with_context(
            lang="zh_CN", community_paper=True, tz="Asia/Shanghai"
        )
        self.assertEqual(hour.value_to_html("2026-11-28 06:30:00", {}), "2026年11月28日 14:30")

    def test_a_paper_that_is_not_true_is_refused(self):
        """Another state, and a blank where a fact belongs, each get a sentence that says which."""
        report = self.env.ref("community_service.community_request_report_receipt")
        request = self.env["community.request"].create(
            {"description": "路灯不亮", "household_id": self.make_household().id}
        )
        Report = self.env["ir.actions.report"]
        report.domain = "[('state', '=', 'no such state')]"
        report.help = "It belongs to another state."
        with self.assertRaisesRegex(UserError, request.number + ".*It belongs to another state"):
            Report._render_qweb_html(report.report_name, request.ids)
        self.assertFalse(report.get_valid_action_reports(request._name, request.ids))
        report.domain = False
        needs = self.patch_needs("date_closed")
        with needs, self.assertRaisesRegex(UserError, "it lacks: Closed on"):
            Report._render_qweb_html(report.report_name, request.ids)
        self.assertIn(
            request.number, Report._render_qweb_html(report.report_name, request.ids)[0].decode()
        )

    def patch_needs(self, *names):
        model = type(self.env["community.request"])
        return patch.object(model, "_paper_needs", lambda record, paper: names)
