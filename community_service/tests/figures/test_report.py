import datetime
import io

import openpyxl
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ...tools.page_numbers import count_pages, overlay
from ..common import CommunityCase


@tagged("post_install", "-at_install", "community")
class TestReport(CommunityCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.homes = [cls.make_household() for _turn in range(3)]
        cls.elsewhere = cls.make_household(building=cls.building2)
        cls.env["community.visit"].create(
            [
                {
                    "household_id": home.id,
                    "date": cls.today - datetime.timedelta(days=days),
                    "state": state,
                    "user_id": cls.worker.id,
                }
                for home, days, state in (
                    (cls.homes[0], 3, "done"),
                    (cls.homes[0], 2, "done"),
                    (cls.homes[1], 2, "absent"),
                    (cls.homes[2], 40, "done"),
                )
            ]
        )
        cls.report = cls.env["community.report"].create(
            {
                "name": "Ten days",
                "date_from": cls.today - datetime.timedelta(days=9),
                "date_to": cls.today,
                "area_ids": cls.building1.ids,
            }
        )

    def figure(self, code, report=None):
        line = (report or self.report).line_ids.filtered(lambda line: line.code == code)
        self.assertEqual(len(line), 1, code)
        return line

    def opened(self, code):
        """Return the records that a click on the figure shows."""
        action = self.figure(code).action_open()
        records = self.env[action["res_model"]].with_context(**action["context"])
        return records.search(action["domain"])

    def test_figures(self):
        """Visits, homes visited, coverage and calls in vain of the period and its places are
        counted, and every indicator that follows places has a line.
        """
        self.report.with_user(self.officer).action_refresh()
        values = {line.code: line.value for line in self.report.line_ids}
        expected = {
            "households": 3,
            "living": 3,
            "visits": 2,
            "absent": 1,
            "visited": 1,
            "coverage": 33.3,
        }
        self.assertEqual({code: values[code] for code in expected}, expected)
        indicators = self.env["community.indicator"].search([])
        self.assertEqual(set(values), {line.code for line in indicators if line._follows_places()})

    def test_every_figure_opens_its_records(self):
        """Each figure, and the numerator of each rate, opens exactly as many records as it says."""
        self.report.area_ids = False
        self.report.action_refresh()
        for line in self.report.line_ids:
            with self.subTest(indicator=line.code):
                action = line.action_open()
                records = self.env[action["res_model"]].with_context(**action["context"])
                count = records.search_count(action["domain"])
                value = line.value
                if line.indicator_id.measure == "rate":
                    value = self.figure(line.indicator_id.numerator_id.code).value
                self.assertEqual(count, value)

    def test_changed_since_the_last_draft(self):
        self.report.action_refresh()
        self.assertFalse(self.figure("visits").is_changed)
        self.env["community.visit"].create(
            {
                "household_id": self.homes[1].id,
                "date": self.today,
                "state": "done",
                "user_id": self.worker.id,
            }
        )
        self.report.action_refresh()
        self.assertTrue(self.figure("visits").is_changed)
        self.assertFalse(self.figure("households").is_changed)
        changed = [
            segment
            for part in self.report.text_parts
            for segment in part["segments"]
            if segment.get("changed")
        ]
        self.assertIn("3", [segment["text"] for segment in changed])

    def test_locked_does_not_move(self):
        """A locked report keeps figures and records whatever is entered later, refuses changes, and
        is unlocked by a manager with a reason only.
        """
        self.report.with_user(self.officer).action_lock()
        before = {line.code: line.value for line in self.report.line_ids}
        opened = self.opened("visited")
        self.env["community.visit"].create(
            {
                "household_id": self.homes[1].id,
                "date": self.today,
                "state": "done",
                "user_id": self.worker.id,
            }
        )
        self.assertEqual(opened, self.homes[0])
        self.assertEqual(self.opened("visited"), opened)
        self.assertEqual({line.code: line.value for line in self.report.line_ids}, before)
        for attempt in (
            self.report.action_refresh,
            lambda: self.report.line_ids[0].write({"value": 99}),
            self.report.line_ids[0].unlink,
            lambda: self.report.write({"date_to": self.today}),
            self.report.unlink,
        ):
            with self.assertRaisesRegex(UserError, "Ten days is locked"):
                attempt()
        forged = {"community_opened": ["community.report", ["state"]]}
        with self.assertRaisesRegex(AccessError, "follows from its steps"):
            self.report.with_user(self.manager).with_context(**forged).state = "draft"
        with self.assertRaises(AccessError):
            self.report.with_user(self.officer).action_unlock("a mistake in the dates")
        with self.assertRaisesRegex(UserError, "few words"):
            self.report.with_user(self.manager).action_unlock(" ")
        self.report.with_user(self.manager).action_unlock("a mistake in the dates")
        self.report.action_refresh()
        self.assertEqual(self.figure("visited").value, before["visited"] + 1)
        self.assertEqual(self.opened("visited"), self.homes[0] | self.homes[1])

    def test_drill_down_ships_no_ids(self):
        self.report.area_ids = False
        self.report.action_refresh()
        line = self.figure("living")
        few = line.action_open()
        for _turn in range(5):
            self.make_household()
        self.report.action_refresh()
        self.env.flush_all()
        with self.assertQueryCount(0):
            self.assertEqual(line.action_open()["domain"], few["domain"])
        found = self.opened("living")
        self.assertEqual(len(found), line.value)
        self.report.action_lock()
        # Residents made one after the other are one range, however many they are.
        self.assertLessEqual(len(line.sudo().frozen_ranges), 60)
        action = line.action_open()
        people = self.env["community.resident"].with_context(**action["context"])
        self.env.flush_all()
        with self.assertQueryCount(1):
            ids = people._search(action["domain"]).get_result_ids()
        self.assertEqual(set(ids), set(found.ids))
        with self.assertRaises(AccessError):
            line.with_user(self.manager).read(["frozen_ranges"])

    def test_figure_that_is_none(self):
        people = self.env["community.resident"]
        for ref in ("nonsense", "community.report.line", "community.resident,1"):
            with self.assertRaisesRegex(UserError, "There is no figure"):
                people.search([("figure_ref", "=", ref)])
        self.report.action_refresh()
        line = self.figure("visits")
        self.assertFalse(people.search([("figure_ref", "=", f"community.report.line,{line.id}")]))
        with self.assertRaises(AccessError):
            people.with_user(self.worker).search(
                [("figure_ref", "=", f"community.report.line,{line.id}")]
            )

    def test_previous_period(self):
        """The period before a whole month, quarter, half year or year is the one before it;
        otherwise the same number of days; it always ends the day before.
        """
        self.report.comparison = "before"
        self.assertEqual(
            self.report._previous_period(),
            (self.today - datetime.timedelta(days=19), self.today - datetime.timedelta(days=10)),
        )
        for first, last, before in (
            ("2026-01-01", "2026-01-31", ("2025-12-01", "2025-12-31")),
            ("2026-03-01", "2026-03-31", ("2026-02-01", "2026-02-28")),
            ("2026-04-01", "2026-06-30", ("2026-01-01", "2026-03-31")),
            ("2026-07-01", "2026-12-31", ("2026-01-01", "2026-06-30")),
            ("2025-01-01", "2025-12-31", ("2024-01-01", "2024-12-31")),
            ("2026-01-01", "2026-11-22", ("2025-02-09", "2025-12-31")),
        ):
            with self.subTest(first=first, last=last):
                report = self.report.copy({"date_from": first, "date_to": last})
                previous = report._previous_period()
                self.assertEqual(previous, tuple(map(datetime.date.fromisoformat, before)))
                self.assertEqual(previous[1] + datetime.timedelta(days=1), report.date_from)

    def test_unknown_figure_is_shown(self):
        """The text has three parts; a code in it becomes its figure, one that no figure bears is
        marked.
        """
        self.report.practice = "We count {nonsense} and {households}."
        self.report.action_refresh()
        parts = self.report.text_parts
        self.assertEqual([part["key"] for part in parts], ["practice", "problems", "proposals"])
        segments = parts[0]["segments"]
        self.assertEqual(segments[1], {"text": "{nonsense}", "unknown": True})
        self.assertEqual(segments[3]["text"], "3")

    def test_indicator_that_does_not_work(self):
        indicator = self.env.ref("community_service.community_indicator_visits")
        for values in ({"domain": "[('nonsense', '=', 1)]"}, {"domain": "nonsense"}):
            with self.assertRaisesRegex(ValidationError, "Visits made does not work"):
                indicator.write(values)
        with self.assertRaisesRegex(ValidationError, "nonsense"):
            self.env.ref("community_service.community_indicator_living").statement_key = "nonsense"

    def test_paper_and_workbook(self):
        """The paper names the figures, and the workbook holds one row for each of them."""
        self.report.action_refresh()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "community_service.community_report_action_report", self.report.ids
        )
        self.assertIn("Households visited", html.decode())
        stream = io.BytesIO()
        rows = self.report._write_xlsx(stream)
        self.assertEqual(rows, len(self.report.line_ids))
        sheet = openpyxl.load_workbook(stream).active
        self.assertEqual(sheet["B4"].value, self.report.line_ids[0].name)

    def test_page_numbers_are_laid_over(self):
        def pages(text):
            out = io.BytesIO()
            canvas = Canvas(out, pagesize=(300, 400))
            for number in (1, 2):
                canvas.drawString(50, 50, f"{text} {number}")
                canvas.showPage()
            canvas.save()
            return out.getvalue()

        both = overlay(pages("body"), pages("foot"))
        self.assertEqual(count_pages(both), 2)
        text = PdfReader(io.BytesIO(both)).pages[1].extract_text()
        self.assertIn("body 2", text)
        self.assertIn("foot 2", text)

    def test_queries_do_not_grow(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            # A moment of its own: a second that stays the same would save the write of the time.
            self.report.date_computed = False
            self.report.action_refresh()
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        queries()
        few = queries()
        for home in [self.make_household() for _turn in range(4)]:
            self.env["community.visit"].create(
                {
                    "household_id": home.id,
                    "date": self.today,
                    "state": "done",
                    "user_id": self.worker.id,
                }
            )
        self.report.action_refresh()  # the figures change once
        self.report.action_refresh()  # their mark goes, then they stand
        self.assertLessEqual(queries(), few)

    def test_a_report_on_one_place_leaves_out_what_follows_no_place(self):
        """Hours of volunteers are the community's: they would read as those of the building."""
        self.report.action_refresh()
        of_place = self.report.line_ids.indicator_id
        self.report.area_ids = False
        self.report.action_refresh()
        left_out = self.report.line_ids.indicator_id - of_place
        self.assertTrue(left_out)
        self.assertFalse(left_out.filtered(lambda indicator: indicator._follows_places()))
        self.assertIn("visits", of_place.mapped("code"))
