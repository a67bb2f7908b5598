from datetime import date

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ...models.base import community_public_try
from .test_open_book import OpenBookCase

PAGE = "/community/open-book"


@tagged("post_install", "-at_install", "community")
class TestOpenBookPage(OpenBookCase, HttpCase):
    """The page for residents: off at first, no session, no name, no small count."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.community_online_book = True

    def setUp(self):
        super().setUp()
        # A process remembers for itself who has read how often.
        community_public_try._recent.clear()

    def test_off_by_default_and_nothing_out_yet(self):
        self.assertIn("Nothing has been published yet", self.url_open(PAGE).text)
        self.draft()
        self.assertIn("Nothing has been published yet", self.url_open(PAGE).text)
        self.published(month=4)
        self.company.community_online_book = False
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(PAGE).status_code, 404)

    def test_what_residents_read(self):
        """Figures of the edition that stands, the others by a link; a draft and what was taken
        down by none, whatever number is asked for.
        """
        self.visit(7, 2)
        self.visit(2, 2, kind="care")
        first, second = self.published(), self.published(month=4)
        draft = self.draft(month=7)
        page = self.url_open(PAGE)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn(f"edition={first.id}", page.text)
        older = self.url_open(f"{PAGE}?edition={first.id}").text
        self.assertIn("<b>9</b>", older.replace(" ", "").replace("\n", ""))
        self.assertIn("a count below", older)
        self.assertNotIn(self.worker.name, older)
        for asked in (draft.id, "x", "-1", "9" * 30, "²", 0):
            answer = self.url_open(f"{PAGE}?edition={asked}")
            self.assertEqual(answer.status_code, 200)
            self.assertNotIn(draft.name, answer.text)
        first.withdraw_reason = "数据有误"
        first.action_withdraw()
        self.assertNotIn(first.name, self.url_open(f"{PAGE}?edition={first.id}").text)
        self.assertIn(second.name, self.url_open(PAGE).text)

    def test_another_community_is_not_read_here(self):
        """The book of a community with an address of its own is read there alone."""
        east = self.env["res.company"].create(
            {"name": "East", "community_public_host": "east.example.org"}
        )
        east.community_online_book = True
        book = (
            self.env["community.open.book"]
            .with_company(east)
            .create({"span": "month", "day": date(self.year, 5, 1), "company_id": east.id})
        )
        book._set_closed(state="published")
        self.assertNotIn("edition=", self.url_open(f"{PAGE}?edition={book.id}").text)
        self.assertNotIn("East", self.url_open(f"{PAGE}?edition={book.id}").text)

    def test_no_session_and_a_limit(self):
        """Nothing is kept of whoever reads, and nobody reads a thousand times."""
        self.published()
        self.opener.cookies.clear()
        tries = self.env["community.public.try"].search_count([])
        self.assertEqual(self.url_open(PAGE).status_code, 200)
        self.assertNotIn("session_id", self.opener.cookies)
        self.assertEqual(self.env["community.public.try"].search_count([]), tries)
        self.company.community_public_per_address = 5
        codes = [self.url_open(PAGE).status_code for _turn in range(8)]
        self.assertEqual(codes[-1], 429)
        self.assertEqual(self.url_open(PAGE).headers["Retry-After"], "900")

    def test_as_many_queries_for_many_editions(self):
        """The page asks as often for two editions as for eight."""

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.env["community.open.book"].with_user(
                self.env.ref("base.public_user")
            )._public_page()
            return self.env.cr.sql_log_count - start

        self.published()
        self.published("month", 4)
        queries()
        few = queries()
        for month in (4, 7, 10):
            self.published(month=month)
        for month in (1, 2, 3):
            self.published("month", month)
        queries()
        self.assertEqual(queries(), few)
        self.assertLessEqual(few, 20)

    def test_the_sheet_for_the_board(self):
        """The printed sheet says what the page says; a draft has none."""
        self.visit(7, 2)
        book = self.published()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "community_service.community_open_book_action_report", book.ids
        )
        text = html.decode()
        for _section, rows in book._public_values()["sections"]:
            for name, figure, _unit in rows:
                self.assertIn(name, text)
                self.assertIn(f">{figure}<", text)
        self.assertNotIn(self.worker.name, text)
        self.assertFalse(self.draft(month=7).filtered_domain([("state", "=", "published")]))
