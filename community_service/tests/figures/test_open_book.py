from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..common import CommunityCase


class OpenBookCase(CommunityCase):
    """Editions drawn up by an officer and approved by a manager."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env,
            login="open_manager",
            groups="community_service.group_community_manager",
            tz="Asia/Shanghai",
        )
        cls.today = fields.Date.context_today(cls.env.user)
        cls.year = cls.today.year - 1

    @classmethod
    def visit(cls, number, month, kind="routine", day=10):
        home = cls.make_household()
        return cls.env["community.visit"].create(
            [
                {
                    "household_id": home.id,
                    "date": date(cls.year, month, day),
                    "state": "done",
                    "kind": kind,
                    "user_id": cls.worker.id,
                }
                for _turn in range(number)
            ]
        )

    def draft(self, span="quarter", month=1):
        return (
            self.env["community.open.book"]
            .with_user(self.officer)
            .create({"span": span, "day": date(self.year, month, 15)})
        )

    def published(self, span="quarter", month=1):
        book = self.draft(span, month).with_user(self.manager)
        book.action_publish()
        return book

    def told(self, book):
        """Return code -> what residents read."""
        return {line.code: line.public_text for line in book.line_ids.filtered("is_out")}


@tagged("post_install", "-at_install", "community")
class TestOpenBook(OpenBookCase):
    """The year's figures for residents: ticked, approved by another, frozen, corrected openly."""

    def test_drawn_up_by_one_and_approved_by_another(self):
        """Figures come by themselves; who drew it up does not approve, an officer neither."""
        self.visit(7, 2)
        book = self.draft()
        self.assertRecordValues(
            book, [{"date_from": date(self.year, 1, 1), "date_to": date(self.year, 3, 31)}]
        )
        line = book.line_ids.filtered(lambda line: line.code == "visits")
        self.assertEqual((line.value_text, line.shown_text), ("7", "7"))
        with self.assertRaisesRegex(AccessError, "approved by a community manager"):
            book.action_publish()
        mine = self.env["community.open.book"].with_user(self.manager)
        own = mine.create({"span": "month", "day": date(self.year, 2, 1)})
        with self.assertRaisesRegex(AccessError, "You drew up"):
            own.action_publish()
        book.with_user(self.manager).action_publish()
        self.assertRecordValues(
            book,
            [
                {
                    "state": "published",
                    "edition": 1,
                    "author_role": "officer",
                    "approved_by_id": self.manager.id,
                    "date_published": self.today,
                    "hidden_below": 5,
                }
            ],
        )
        opened = line.action_open()
        found = self.env[opened["res_model"]].search(opened["domain"])
        self.assertEqual(len(found), 7)

    def test_a_period_that_is_not_over(self):
        book = self.env["community.open.book"].with_user(self.officer)
        book = book.create({"span": "year", "day": self.today})
        with self.assertRaisesRegex(UserError, "publish it when that day is over"):
            book.with_user(self.manager).action_publish()

    def test_proposes_the_last_period_that_is_over(self):
        for span in ("month", "quarter", "year"):
            book = self.env["community.open.book"].new({"span": span})
            self.assertLess(book.date_to, self.today)
            after = fields.Date.add(book.date_to, days=1)
            self.assertTrue(after.day == 1 and after <= self.today)

    def test_only_ticked_lines(self):
        """What is not ticked is not read, and a book without a tick is not published."""
        self.visit(8, 1)
        book = self.draft()
        book.line_ids.filtered(lambda line: line.code != "visits").is_shown = False
        book.with_user(self.manager).action_publish()
        self.assertEqual(self.told(book), {"visits": "8"})
        whole = self.published("month", 8)
        self.assertTrue(whole.line_ids.filtered(lambda line: line.value_text == "–"))
        self.assertNotIn("–", self.told(whole).values())
        other = self.draft("month", 5)
        other.line_ids.is_shown = False
        with self.assertRaisesRegex(UserError, "No line of"):
            other.with_user(self.manager).action_publish()

    def test_frozen_until_a_new_edition_says_what_changed(self):
        """A visit entered late changes nothing that is out; the correction tells of it."""
        self.visit(7, 2)
        book = self.published()
        self.visit(2, 3)
        for call in (
            lambda: book.with_user(self.manager).action_refresh(),
            lambda: book.with_user(self.manager).action_publish(),
            lambda: book.line_ids.with_user(self.manager)[:1].write({"is_shown": False}),
            lambda: book.line_ids.with_user(self.manager)[:1].write({"public_text": "9"}),
            lambda: book.with_user(self.manager).write({"day": date(self.year, 5, 1)}),
            lambda: book.with_user(self.manager).unlink(),
            lambda: book.line_ids.with_user(self.manager).unlink(),
            lambda: book.report_id.with_user(self.manager).action_unlock("ein Fehler"),
            lambda: book.report_id.with_user(self.manager).action_refresh(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                call()
        self.assertEqual(self.told(book)["visits"], "7")
        action = book.with_user(self.officer).action_correct()
        new = self.env["community.open.book"].browse(action["res_id"])
        self.assertEqual(new, new.browse(book.with_user(self.officer).action_correct()["res_id"]))
        new.with_user(self.manager).action_publish()
        self.assertRecordValues(
            book | new, [{"state": "replaced", "edition": 1}, {"state": "published", "edition": 2}]
        )
        changes = {line.code: (line.before_text, line.public_text) for line in new.changed_ids}
        self.assertEqual(changes["visits"], ("7", "9"))
        self.assertNotIn("requests_closed", changes)

    def test_ticks_are_taken_over_by_a_correction(self):
        book = self.draft()
        book.line_ids.filtered(lambda line: line.code == "visits").is_shown = False
        book.with_user(self.manager).action_publish()
        action = book.with_user(self.officer).action_correct()
        new = book.browse(action["res_id"])
        self.assertEqual(
            [line.code for line in new.line_ids if not line.is_shown],
            [line.code for line in book.line_ids if not line.is_shown],
        )

    def test_taken_down(self):
        """A manager takes it down with a reason; another edition may follow."""
        book = self.published()
        with self.assertRaisesRegex(UserError, "why"):
            book.action_withdraw()
        book.withdraw_reason = "数据有误"
        with self.assertRaisesRegex(AccessError, "taken down by a community manager"):
            book.with_user(self.officer).action_withdraw()
        book.action_withdraw()
        self.assertEqual((book.state, book.date_withdrawn), ("withdrawn", self.today))
        action = book.with_user(self.officer).action_correct()
        new = book.browse(action["res_id"])
        new.with_user(self.manager).action_publish()
        self.assertEqual(new.edition, 2)

    def test_a_draft_goes_with_its_figures(self):
        book = self.draft()
        report = book.report_id
        with self.assertRaises(AccessError):
            book.unlink()
        book.with_user(self.manager).unlink()
        self.assertFalse(report.exists())

    def test_no_foreign_figure_and_nothing_that_a_user_wrote(self):
        """A line is of the book's own report, and an indicator of a user never stands in it."""
        self.env["community.indicator"].with_user(self.manager).create(
            {
                "name": "Visits of mine",
                "code": "visits",
                "company_id": self.env.company.id,
                "model_id": self.env["ir.model"]._get_id("community.visit"),
            }
        )
        book, other = self.draft(), self.draft("month", 6)
        self.assertFalse(book.line_ids.filtered(lambda line: line.code == "visits"))
        with self.assertRaisesRegex(ValidationError, "no figure of"):
            self.env["community.open.book.line"].with_user(self.officer).create(
                {"book_id": book.id, "report_line_id": other.report_id.line_ids[:1].id}
            )

    def test_what_may_stand_in_it(self):
        """Counts of records alone: nothing of the population, no share, nothing of today."""
        codes = self.env["community.open.book"]._book_codes()
        found = self.env["community.indicator"].search([("code", "in", list(codes))])
        self.assertEqual(codes, set(found.mapped("code")))
        self.assertLessEqual(set(found.mapped("measure")), {"count", "distinct", "sum"})
        self.assertFalse(found.filtered("is_of_today").mapped("code"))
        self.assertFalse([i.code for i in found if i._asks_sensitive()])

    def test_rolling_figures_leave_it_alone(self):
        """The job that keeps the figures of today removes no figures of an open book."""
        book = self.draft()
        self.env["community.report"]._rolling_reports(self.env.company)
        self.assertTrue(book.report_id.exists())
