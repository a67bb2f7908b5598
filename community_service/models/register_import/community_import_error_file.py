import io
from pathlib import Path

import xlsxwriter

from odoo import models

TEMPLATE = Path(__file__).parents[2] / "static" / "xlsx" / "register_template.xlsx"
FIRST_WIDTHS = (14, 8, 16, 46, 46)


class CommunityImport(models.Model):
    """The workbook of refused rows: what is wrong, where, what to do; and the row itself."""

    _inherit = "community.import"

    def _error_workbook(self):
        """Return the refused rows as the bytes of an .xlsx file.

        One sheet per sheet of the register, under its own name and headings, so that the corrected
        file can be dropped in again. It holds whole numbers: the export is logged.
        """
        self.ensure_one()
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(
            stream, {"constant_memory": True, "strings_to_formulas": False, "in_memory": False}
        )
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#EEEEEE", "text_wrap": True}),
            "reason": book.add_format({"font_color": "#B00020", "text_wrap": True}),
            "text": book.add_format({"num_format": "@"}),
        }
        # The rows are closed to reading; this workbook is the way in which they are given back.
        rows = (
            self.env["community.import.row"]
            .sudo()
            .search([("import_id", "=", self.id), ("state", "=", "refused")], order="id")
        )
        for sheet, sheet_rows in rows.grouped("sheet").items():
            self._write_error_sheet(book, formats, sheet, sheet_rows)
        if not rows:
            book.add_worksheet()
        book.close()
        self._log_export(len(rows))
        return stream.getvalue()

    def _write_error_sheet(self, book, formats, name, rows):
        headings = (self.sheet_headings or {}).get(name, [])
        sheet = book.add_worksheet(name[:31])
        lead = [
            self.env._("Sheet"),
            self.env._("Row"),
            self.env._("Column"),
            self.env._("Reason"),
            self.env._("Remedy"),
        ]
        for column, width in enumerate(FIRST_WIDTHS):
            sheet.set_column(column, column, width)
        for column, heading in enumerate(lead + headings):
            sheet.write_string(0, column, heading, formats["head"])
        for number, row in enumerate(rows, 1):
            sheet.write_string(number, 0, row.sheet or "")
            sheet.write_number(number, 1, row.row)
            for column, text in enumerate((row.column, row.reason, row.remedy), 2):
                sheet.write_string(number, column, text or "", formats["reason"])
            for column, text in enumerate(row.raw or [], len(lead)):
                # As text, whatever it looks like: neither a formula nor a lost ID number.
                sheet.write_string(number, column, text, formats["text"])

    def _log_export(self, count):
        if "community.access.log" in self.env:
            self.env["community.access.log"]._log(
                "export", self, reason=self.env._("%(count)s refused rows", count=count)
            )
