import io
import logging
import re
import time
from collections import Counter

import lxml.html
import polib
from pypdf import PdfReader

from odoo.tests import tagged
from odoo.tools import file_path, mute_logger

from .paper_case import PaperCase
from .test_paper_states import BLOCKS, words

_logger = logging.getLogger(__name__)

# Radicals, compatibility signs, signs of private use and what could not be read.
NO_CHARACTER = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ue000-\uf8ff\ufffd\t\x00]")
# Names of the cut of the mainland; a paper without Chinese letters has none.
OTHER_CUT = re.compile(r"CJK\w*?(jp|kr|tc|hk)\b|(JP|KR|TC|HK|TW)-|Gothic|Mincho|Myungjo|IPA", re.I)
# A sentence whose day, name or number is missing.
HALF_SAID = re.compile("[至于自][，。；]|[（(][)）]|《》|“”")
NUMBERED = "第{page}页"
PAGE_NUMBER = re.compile(r"第\d+页共\d+页")
ADDONS = ("community_service", "community_party", "community_mediation")
# What stands in for a fact, or marks up a text.
GAP = re.compile(r"%\(\w+\)[sdf]|%[sdf]|\{\w*\}|<[^>]+>")


def squeezed(text):
    """Return a text without blanks and ends of lines, which paper has where it likes."""
    return "".join(text.split())


def said(page):
    """Yield what a paper says: the text of each block that holds no other, and no line for a pen.

    :param str page: the paper as HTML
    """
    for article in lxml.html.fromstring(page).xpath("//main"):
        for node in article.iter(*BLOCKS):
            if not any(child.tag in BLOCKS for child in node.iterdescendants()):
                for part in words(node).replace("[image]", "____").split("____"):
                    if part := squeezed(part):
                        yield part


def unread(pdf, page):
    """Return what a search in a PDF does not find of what its reader sees, and what is not said."""
    found = squeezed("".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages))
    # A paragraph may go on behind the number of its page.
    found = PAGE_NUMBER.sub("", found)
    wrong = [f"U+{ord(sign):04X} {sign}" for sign in sorted(set(NO_CHARACTER.findall(found)))]
    wrong += HALF_SAID.findall(found)
    return wrong + [part for part in said(page) if part not in found]


def foreign_pieces():
    """Return the English pieces of texts that have a Chinese translation, three words at least."""
    pieces = set()
    for addon in ADDONS:
        for entry in polib.pofile(file_path(f"{addon}/i18n/zh_CN.po")):
            if entry.msgstr and not entry.msgstr.isascii():
                found = (" ".join(piece.split()) for piece in GAP.split(entry.msgid))
                pieces.update(piece for piece in found if len(re.findall("[A-Za-z]+", piece)) > 2)
    return pieces


def foreign(page, pieces):
    """Return the English that stands on a Chinese paper though there is Chinese for it."""
    wrong = set()
    for article in lxml.html.fromstring(page).xpath("//main"):
        text = " ".join(article.text_content().split())
        if re.search("[A-Za-z]+ [A-Za-z]+ [A-Za-z]+", text):
            wrong.update(piece for piece in pieces if piece in text)
    return sorted(wrong)


def faces(pdf):
    """Return the names of the fonts that a PDF carries, and whether each lies in the file."""
    names = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
            parts = inner.get("/FontDescriptor", {})
            names[inner["/BaseFont"].rpartition("+")[2]] = any(
                name in parts for name in ("/FontFile", "/FontFile2", "/FontFile3")
            )
    return names


@tagged("post_install", "-at_install", "community")
class TestPaperText(PaperCase):
    """Every paper is printed once as PDF, in Chinese, and read back.

    What an office hands out is in the language of whoever hands it out, not in that of whoever
    entered the record.
    """

    lang = "zh_CN"

    @mute_logger("odoo.sql_db")
    def test_every_paper_can_be_searched_and_copied(self):
        """Digits, Latin letters and 人民 are found in each PDF; no face is of another cut."""
        start, wrong, numbers, signs = time.monotonic(), {}, 0, Counter()
        papers, pieces = list(self.papers()), foreign_pieces()
        self.assertGreater(len(pieces), 3000)
        for report, record in papers:
            paper = self.name_of(report)
            self.env.flush_all()
            self.env.cr.execute("SAVEPOINT text")
            known = dict(self.places["own"].records)
            true = self.make_true(report, record)
            Report = self.env["ir.actions.report"].with_context(
                lang="zh_CN", force_report_rendering=True, tz="Asia/Shanghai"
            )
            page = Report._render_qweb_html(report.report_name, true.ids)[0].decode()
            pdf, _kind = Report._render_qweb_pdf(report.report_name, true.ids)
            if found := unread(pdf, page):
                wrong[paper] = found[:4]
            # The records of the walk were made by somebody who reads English.
            if found := foreign(page, pieces):
                wrong[paper, "in another language"] = found[:4]
            texts = [one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages]
            signs.update("".join(texts))
            if len(texts) > 1:
                numbers += 1
                missing = [
                    number
                    for number, text in enumerate(texts, 1)
                    if NUMBERED.format(page=number) not in squeezed(text)
                ]
                if missing:
                    wrong[paper, "numbers of pages"] = missing
            for name, is_inside in faces(pdf).items():
                if OTHER_CUT.search(name) or not is_inside:
                    wrong[paper, "face"] = [name]
            self.env.cr.execute("ROLLBACK TO SAVEPOINT text")
            self.env.invalidate_all()
            self.places["own"].records = known
        _logger.info(
            "Tried: text of papers: %s printed as PDF and read back in %.0f s, %s of several "
            "pages, %s digits, %s Latin letters, %s times 人",
            len(papers),
            time.monotonic() - start,
            numbers,
            sum(count for sign, count in signs.items() if sign in "0123456789"),
            sum(count for sign, count in signs.items() if sign.isascii() and sign.isalpha()),
            signs["人"],
        )
        for key, found in wrong.items():
            _logger.info("%s: %s", key, found)
        self.assertFalse(wrong)
        self.assertGreater(len(papers), 70)
        self.assertTrue(numbers and signs["人"] and signs["民"] and signs["7"])

    def test_another_language_is_found(self):
        """A sentence with a fact in it is found by what stands around the fact."""
        page = (
            "<main><p>兹证明 This is to certify that 王一 lives at 1 in this community.</p></main>"
        )
        pieces = foreign_pieces()
        self.assertIn("This is to certify that", foreign(page, pieces))
        self.assertFalse(foreign("<main><p>王一 John Smith, 东河社区</p></main>", pieces))

    def test_what_cannot_be_read_is_found(self):
        """Another cut, a radical in place of a character and a missing word each are found."""
        report = self.env.ref("community_service.community_request_report_receipt")
        page = "<main><p>人民调解 2026 ABC</p></main>"
        face = '<p style="font-family: Noto Sans CJK JP">人民调解 2026 ABC</p>'
        sheet = report._paper_sheet(f'<div class="article">{face}</div>')
        pdf = report._run_wkhtmltopdf([sheet], report_ref=report.report_name)
        self.assertFalse(unread(pdf, page))
        self.assertTrue(any(OTHER_CUT.search(name) for name in faces(pdf)))
        raw = report._print_sheet(sheet)
        self.assertTrue(unread(raw, page), "the engine's own text has radicals")
        self.assertEqual(unread(pdf, "<main><p>人民法院</p></main>"), ["人民法院"])
