import io
from datetime import timedelta

import openpyxl
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged

from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestReportText(CommunityCase):
    """The text of a report: chapters that the figures tell, typical cases, what moved since."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.home = cls.make_household(
            [{"name": "欧阳小兰", "role": "head", "sex": "female", "birth_date": "1950-03-04"}]
        )
        cls.other = cls.make_household()
        cls.item = cls.env["community.service.item"].search([("is_sensitive", "=", False)], limit=1)
        cls.visit(cls.home)
        cls.first = cls.today.replace(day=1)
        cls.report = cls.env["community.report"].create(
            {"name": "Month", "date_from": cls.first, "date_to": cls.today}
        )

    @classmethod
    def visit(cls, home, day=None):
        return cls.env["community.visit"].create(
            {
                "household_id": home.id,
                "date": day or cls.today,
                "state": "done",
                "user_id": cls.worker.id,
            }
        )

    def figure(self, code):
        return self.report.line_ids.filtered(lambda line: line.code == code)

    def example(self, **values):
        request = self.env["community.request"].create(
            {
                "description": "请代办",
                "item_id": self.item.id,
                "household_id": self.home.id,
                "resident_id": self.home.head_id.id,
                "officer_id": self.officer.id,
            }
        )
        request.write({"state": "done", "date_closed": self.today, "result": "办好了"})
        request.write(
            {
                "is_exemplary": True,
                "example_text": "欧阳小兰腿脚不便，电话13812348888，社区上门代办。",
                "date_consent": self.today,
                "consent_note": "电话同意",
                **values,
            }
        )
        return request

    def test_proposed_once_and_what_was_taken_out_stays_out(self):
        """Chapters tell what the figures say; refreshing writes figures and no text; a sentence or
        a token that the writer took out comes back neither by refreshing nor by proposing.
        """
        self.report.action_refresh()
        before = self.report.problems
        self.report.action_propose()
        self.assertIn("{unvisited} of {households}", self.report.problems)
        self.assertTrue(self.report.problems.startswith(before))
        # What is 0 is not told.
        self.assertNotIn("{aid_students}", self.report.practice)
        self.report.problems = "Without {overdue} any more."
        text = {part: self.report[part] for part in ("practice", "problems", "proposals")}
        self.visit(self.other)
        self.report.action_refresh()
        self.report.action_propose()
        self.assertEqual({part: self.report[part] for part in text}, text)
        self.assertEqual(self.figure("unvisited").value, 0)

    def test_changed_since_the_draft_with_old_and_new(self):
        """However often it is refreshed, the list says what the draft was written with and what
        it is now, until the writer takes it over."""
        self.report.action_refresh()
        self.assertFalse(self.report.changed_line_ids)
        self.visit(self.other)
        for _turn in range(2):
            self.report.action_refresh()
            self.report.invalidate_recordset(["changed_line_ids"])
            line = self.report.changed_line_ids.filtered(lambda line: line.code == "visits")
            self.assertEqual((line.draft_text, line.value_text), ("1", "2"))
            self.assertTrue(line.is_in_text)
        self.report.with_user(self.officer).action_take_changes()
        self.report.invalidate_recordset(["changed_line_ids"])
        self.assertFalse(self.report.changed_line_ids)
        self.assertEqual(self.figure("visits").draft_text, "2")

    def test_typical_cases_without_names_and_with_consent(self):
        """Exemplary requests of the period come with the proposal; name and phone are masked; no
        consent, no story; locked, the story stays, and goes when the consent is taken back."""
        told, silent = self.example(), self.example(date_consent=False)
        self.report.action_propose()
        self.assertEqual(self.report.example_ids, told)
        (story,) = self.report._stories()
        self.assertEqual(story["text"].count("欧阳小兰"), 0)
        self.assertIn("欧阳**", story["text"])
        self.assertNotIn("13812348888", story["text"])
        self.assertFalse(self.report._stories(public=True))
        told.action_publish()
        self.assertTrue(self.report._stories(public=True))
        self.report.example_ids = False
        self.report.action_propose()
        self.assertFalse(self.report.example_ids)
        self.report.example_ids = told | silent
        self.report.action_lock()
        told.example_text = "另一个故事"
        self.assertEqual(self.report._stories(), [story])
        html = self.page()
        self.assertIn("欧阳**", html)
        self.assertNotIn("欧阳小兰", html)
        with self.assertRaisesRegex(UserError, "Month is locked"):
            self.report.example_ids = False
        told.action_unpublish()
        told.write({"is_exemplary": False, "date_consent": False})
        self.assertFalse(self.report._stories())

    def page(self, public=False):
        name = f"community_service.community_report_action_report{'_public' if public else ''}"
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(name, self.report.ids)
        return html.decode()

    def test_paper_has_chapters_charts_and_no_rows_of_zeros(self):
        """Parts and chapters are titles, bars show the figures, what is 0 twice has no row; the
        workbook has all of it."""
        self.report.action_refresh()
        self.report.practice = "# Help\nWe made {visits} visits."
        html = self.page()
        self.assertIn("1) Help", html)
        self.assertIn("We made 1 visits.", html)
        self.assertIn("Residents by age", html)
        self.assertIn("Visits by purpose", html)
        rows = [row[0] for page in self.report._table_pages() for block in page for row in block[1]]
        self.assertIn("Visits made", rows)
        self.assertNotIn("Students helped", rows)
        self.assertTrue(self.figure("aid_students"))
        said = self.report.line_ids.filtered(lambda line: line._says_something())
        self.assertEqual(len(rows), len(said))
        stream = io.BytesIO()
        self.assertEqual(self.report._write_xlsx(stream), len(self.report.line_ids))
        head = [cell.value for cell in openpyxl.load_workbook(stream).active[3]]
        self.assertIn("The same time last year", head)
        # No bar for what the public does not see.
        public = self.report._charts(public=True)
        hidden = [bar for chart in public for bar in chart["bars"] if bar["text"] == "*"]
        self.assertFalse([bar for bar in hidden if bar["width"]])

    def test_compared_with_last_year(self):
        """A report stands beside the same days of last year, or beside the days just before."""
        self.visit(self.home, self.first - relativedelta(years=1))
        self.report.action_refresh()
        self.assertEqual(self.figure("visits").previous_value, 1)
        self.report.comparison = "before"
        self.report.action_refresh()
        self.assertEqual(self.figure("visits").previous_value, 0)
        self.assertEqual(
            self.report._previous_period()[1], self.report.date_from - timedelta(days=1)
        )

    def test_a_second_report_opens_the_first(self):
        """One report for a period, its places and kind: whoever begins another one is led there,
        also when dates or places of one become those of the other, or the first is archived."""
        again = {"name": "Again", "date_from": self.first, "date_to": self.today}
        with self.assertRaises(RedirectWarning) as caught:
            self.env["community.report"].create(again)
        sentence, action = caught.exception.args[:2]
        self.assertIn("Month. Go on with that one", sentence)
        self.assertEqual(action["res_id"], self.report.id)
        place = {"area_ids": self.building1.ids}
        here = self.env["community.report"].create({**again, **place})
        with self.assertRaises(RedirectWarning):
            here.area_ids = False
        self.report.active = False
        with self.assertRaises(RedirectWarning):
            here.copy(place)
        later = self.env["community.report"].create({**again, "date_to": self.today + timedelta(1)})
        with self.assertRaises(RedirectWarning):
            later.date_to = self.today

    def test_no_lock_while_a_figure_cannot_be_computed(self):
        """A figure that breaks for the period, an unknown one in the text, a period that is not
        over: a sentence each, and nothing of it is kept."""
        self.report.action_refresh()
        self.env["community.indicator"].create(
            {
                "name": "Broken",
                "code": "broken",
                "model_id": self.env["ir.model"]._get_id("community.visit"),
                "domain": "[('id', '>', 1 // (1 - min((date_to - date_from).days, 1)))]",
            }
        )
        report = self.env["community.report"].create(
            {"name": "Days", "date_from": self.today - timedelta(days=4), "date_to": self.today}
        )
        with self.assertRaisesRegex(UserError, r"cannot be worked out.*Broken \(.*archive them"):
            report.action_lock()
        self.assertEqual(
            (report.state, report.date_computed, len(report.line_ids)), ("draft", False, 0)
        )
        # What the program keeps goes on without it.
        report._refresh_figures(spare=True)
        self.assertTrue(report.line_ids)
        self.assertNotIn("broken", report.line_ids.mapped("code"))
        self.env["community.indicator"].search([("code", "=", "broken")]).active = False
        report.problems = "Only {nonsense} and {visits}."
        with self.assertRaisesRegex(UserError, r"under “Problems”.*\{nonsense\}"):
            report.action_lock()
        report.write({"problems": "{visits}", "date_to": self.today + timedelta(days=1)})
        with self.assertRaisesRegex(UserError, "that day has not come"):
            report.action_lock()
        self.assertFalse(report.line_ids.sudo().filtered("frozen_ranges"))
        report.date_to = self.today
        report.action_lock()
        self.assertEqual(report.state, "locked")
