import base64
import io
from datetime import date

import openpyxl

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import CommunityCase


def workbook(cells=None, merged=()):
    """Return a workbook in base64; ``cells`` is ``{address: value}`` of its one sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "月报"
    for address, value in (cells or {"A1": "月报表"}).items():
        page[address] = value
    for span in merged:
        page.merge_cells(span)
    stream = io.BytesIO()
    book.save(stream)
    return base64.b64encode(stream.getvalue())


@tagged("post_install", "-at_install", "community")
class TestForm(CommunityCase):
    """The register of the forms that other bodies demand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Form = cls.env["community.form"].with_user(cls.officer)

    def form(self, **values):
        return self.Form.create(
            {
                "name": "低保动态月报表",
                "body": "街道民政办",
                "date_start": "2026-01-15",
                "minutes": 90,
                **values,
            }
        )

    def test_a_form_is_approved_by_its_basis(self):
        """A manager approves a form by the rule that it names; nothing of it changes afterwards."""
        form = self.form()
        self.assertFalse(form.date_due, "nothing is due of what nobody approved")
        with self.assertRaises(AccessError):
            form.action_approve()
        mine = form.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Article or paper"):
            mine.action_approve()
        form.basis = "街道办发〔2026〕3号"
        mine.action_approve()
        self.assertEqual((form.state, form.approved_by_id), ("approved", self.manager))
        self.assertEqual((form.next_from, form.next_to), (date(2026, 1, 1), date(2026, 1, 31)))
        self.assertEqual(form.date_due, date(2026, 2, 5))
        for name, value in (("body", "另一个部门"), ("basis", "x"), ("period", "year")):
            with self.assertRaisesRegex(UserError, "decided on as it is"):
                form.write({name: value})
        with self.assertRaisesRegex(UserError, "stays in the register"):
            mine.unlink()
        with self.assertRaisesRegex(UserError, "To be approved"):
            mine.action_approve()
        copy = form.copy()
        self.assertEqual((copy.state, copy.name), ("proposed", "低保动态月报表 (copy)"))

    def test_what_nothing_demands_is_refused_with_a_reason(self):
        """A form is refused with the reason that its body is told, and may be decided anew."""
        mine = self.form().with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Why it is not filled in"):
            mine.action_refuse()
        mine.refusal = "未列入区级报表清单"
        mine.action_refuse()
        self.assertEqual(mine.state, "refused")
        self.assertFalse(mine.date_due)
        mine.action_reopen()
        self.assertEqual((mine.state, mine.approved_by_id), ("proposed", self.env["res.users"]))

    def test_due_by_period_and_until_the_day_it_ends(self):
        """Each period has its day; after the last day demanded, or given up, nothing is due."""
        quarter = self.form(period="quarter", days_after=15, basis="x").with_user(self.manager)
        half = self.form(period="half_year", basis="x").with_user(self.manager)
        year = self.form(period="year", days_after=0, basis="x").with_user(self.manager)
        (quarter | half | year).action_approve()
        self.assertEqual(quarter.date_due, date(2026, 4, 15))
        self.assertEqual(half.date_due, date(2026, 7, 5))
        self.assertEqual(year.date_due, date(2026, 12, 31))
        year.action_end()
        self.assertFalse(year.date_due)
        self.assertEqual(year.date_stop, fields.Date.context_today(year))
        late = self.form(basis="x", date_stop="2026-01-20").with_user(self.manager)
        late.action_approve()
        self.assertEqual(late.date_due, date(2026, 2, 5), "the period in which it ends is demanded")
        with self.assertRaises(ValidationError):
            self.form(name="   ")

    def test_it_stands_among_what_is_due(self):
        """Whoever fills a form in finds it among what is due; a grid worker does not."""
        form = self.form(basis="x").with_user(self.manager)
        form.action_approve()
        self.env.flush_all()
        Due = self.env["community.due"].with_user(self.officer)
        line = Due.search([("res_model", "=", form._name), ("res_id", "=", form.id)])
        self.assertEqual(
            (line.kind, line.date_due, line.user_id), ("form", form.date_due, self.officer)
        )
        self.assertEqual(line.action_open()["res_id"], form.id)
        mine = self.env["community.due"].with_user(self.worker)
        self.assertFalse(mine.search([("res_model", "=", form._name)]))

    def test_a_workbook_that_cannot_be_filled_is_refused(self):
        """No workbook, the old kind, and anything else get a sentence that says what to do."""
        self.assertTrue(self.form(file=workbook(), filename="月报.xlsx"))
        for data, words in (
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 50, "old kind"),
            (b"not a workbook", "cannot be read"),
            (b"PK\x03\x04" + b"x" * 50, "cannot be read"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.form(file=base64.b64encode(data), filename="月报.xlsx")
        with self.assertRaisesRegex(UserError, "drop in the blank workbook"):
            self.form()._book()
