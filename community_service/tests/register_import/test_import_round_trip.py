import io

import openpyxl
import xlsxwriter

from odoo.tests import tagged

from ...tools.register_values import covered_number, text_of
from .import_shapes import Bad, ShapesCase
from .test_import_given_back import WRONG


@tagged("post_install", "-at_install", "community")
class TestImportRoundTrip(ShapesCase):
    """Of every shape: refused, given back, corrected where it is marked, and dropped in again, the
    register is what it would be if the workbook had been right at once."""

    def content(self, book, at):
        """Return the file of a book; ``at`` is 0 for the right one, 1 for what was handed in."""

        def told(cell):
            return cell[at] if isinstance(cell, Bad) else cell

        if book.filename.endswith(".csv"):
            rows = [[str(told(cell) or "") for cell in row] for row in book.sheets[0][1]]
            return "\n".join(map(",".join, rows)).encode()
        stream = io.BytesIO()
        workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
        for place, (name, rows) in enumerate(book.sheets):
            page = workbook.add_worksheet(name)
            for area in () if place else book.merges:
                row = rows[area[0]]
                cell = row[area[1]] if area[1] < len(row) else None
                page.merge_range(*area, told(cell))
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        page.write(number, column, told(cell))
        workbook.close()
        return stream.getvalue()

    def bring(self, content, filename, book=None):
        record = self.make_import(content, filename)
        if book and book.pointed and not self.is_taught:
            record.header_row = 2
            record.action_point_header()
            for column in record.column_ids:
                column.target = f"header/{book.pointed[column.heading]}"
        elif book and book.pointed:
            record.header_row = 2
        record.action_check()
        if record.is_estate_asked:
            record.estate_name = "望河小区"
            record.action_check()
        return record

    is_taught = False

    def register(self):
        """Return what the register holds of the community, without numbers of records."""
        self.env.flush_all()
        self.env.invalidate_all()
        facts = (
            "name id_kind id_number birth_date sex ethnicity education marital phone phone2 note "
            "monthly_income register_extra role resident_kind"
        ).split()
        people = self.env["community.resident"].sudo().search([("name", "like", "__")])
        found = {"people": sorted(str([person[name] for name in facts]) for person in people)}
        lines = people.residency_ids
        homes = lines.household_id
        found["residencies"] = sorted(
            str([line.resident_id.name, line.household_id.address, line.role, line.kind])
            for line in lines
        )
        found["homes"] = sorted(
            str(
                [
                    home.address,
                    home.register_no,
                    home.head_id.name,
                    sorted(home.residency_ids.resident_id.mapped("name")),
                    home.dwelling_id.tenure,
                    sorted(home.mapped("category_line_ids.category_id.code")),
                ]
            )
            for home in homes
        )
        found["categories"] = sorted(
            str([person.name, sorted(person.category_ids.mapped("code"))]) for person in people
        )
        return found

    def correct(self, content, book):
        """Correct the marked cells, as a clerk does, and no other; return the file.

        A marked cell must be one that was wrong, and each wrong one must be marked.
        """
        right = {}
        for _name, rows in book.sheets:
            for cell in (cell for row in rows for cell in row if isinstance(cell, Bad)):
                for shown in (text_of(cell.wrong), covered_number(text_of(cell.wrong))):
                    right.setdefault(shown, set()).add(cell.right)
        places = {text for text, values in right.items() if len(values) > 1}
        self.assertFalse(places, "the sample has one wrong text for two right ones")
        workbook, met = openpyxl.load_workbook(io.BytesIO(content)), set()
        for page in workbook:
            for cell in (cell for row in page.iter_rows() for cell in row):
                if cell.fill.fgColor.rgb != WRONG:
                    continue
                shown = text_of(cell.value)
                self.assertIn(shown, right, f"{page.title} {cell.coordinate} is marked")
                (cell.value,) = right[shown]
                met.add(cell.value)
        self.assertEqual(met, {value for values in right.values() for value in values})
        stream = io.BytesIO()
        workbook.save(stream)
        return stream.getvalue()

    def refused(self, record):
        return sorted(
            (row.sheet, row.name or "", row.error, row.error_field)
            for row in record.sudo().row_ids
            if row.state == "refused"
        )

    def walk(self, book, langs):
        """Hand in the wrong book, drop its refused rows in untouched, then corrected."""
        with self.env.cr.savepoint() as savepoint:
            record = self.bring(self.content(book, 0), book.filename, book)
            self.assertFalse(self.refused(record))
            record.action_apply()
            wanted = self.register()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)
        record = self.bring(self.content(book, 1), book.filename, book)
        self.assertTrue(record.error_count)
        record.action_apply()
        before, refused = self.register(), self.refused(record)
        shown = record.with_context(lang=langs[0])._error_workbook()
        again = self.bring(shown, "refused.xlsx")
        self.assertEqual(self.refused(again), refused)
        self.assertFalse(again.unmapped and again.unmapped != record.unmapped, again.unmapped)
        again.action_apply()
        self.assertEqual(self.register(), before, "nothing double")
        second = again.with_context(lang=langs[1])._error_workbook()
        corrected = self.bring(self.correct(second, book), "refused.xlsx")
        self.assertFalse(self.refused(corrected))
        corrected.action_apply()
        found = self.register()
        for kind, rows in wanted.items():
            self.assertEqual(found[kind], rows, kind)
        self.is_taught = True
        last = self.bring(self.content(book, 0), book.filename, book)
        self.is_taught = False
        self.assertEqual(
            (last.error_count, last.create_count, last.change_count), (0, 0, 0), "read again"
        )

    def test_every_shape_comes_back_right(self):
        """Given back twice, in both languages, and corrected in the cells that are marked."""
        self.env["res.lang"]._activate_lang("zh_CN")
        languages = [("en_US", "zh_CN"), ("zh_CN", "en_US"), ("zh_CN", "zh_CN")]
        for place, (label, book) in enumerate(self.shapes()):
            with self.subTest(label), self.env.cr.savepoint() as savepoint:
                try:
                    self.walk(book, languages[place % len(languages)])
                finally:
                    savepoint.rollback()
                    self.env.invalidate_all(flush=False)
