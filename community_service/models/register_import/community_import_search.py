import base64
import itertools
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.register_header import SCAN_ROWS
from ...tools.register_values import text_of, word_of
from ...tools.sheets import open_register
from ...tools.xlsx_reader import WorkbookError
from .community_import_finding import HeaderMissing

# Digits of a sample beyond these are no business of whoever maps columns.
LONG_DIGITS = re.compile(r"\d{5,}")

PREVIEW_ROWS = 12


class CommunityImport(models.Model):
    """What the screen asks where a workbook does not say it: its headings and their meaning."""

    _inherit = "community.import"

    is_header_asked = fields.Boolean(readonly=True, copy=False)
    header_row = fields.Integer(
        "Row of the headings",
        copy=False,
        aggregator=None,
        help="The number of the row that names the columns; empty: found by itself.",
    )
    preview = fields.Text("First rows", readonly=True, copy=False)
    unmapped = fields.Char("Not understood", compute="_compute_unmapped")

    @api.depends("column_ids.target")
    def _compute_unmapped(self):
        for record in self:
            columns = record.column_ids.filtered("is_unmapped")
            record.unmapped = "、".join(columns.mapped("heading")) or False

    def action_point_header(self):
        """Show the columns of the row that the clerk points at, to say what they mean."""
        self._one()._ask_header(False)

    def _note_samples(self, first, header, headings):
        """Remember the first values of the columns that are not understood."""
        for column, text in header.headings.items():
            if headings[text][1] not in ("header/extra", "header/tick"):
                continue
            for number, cells in first:
                value = text_of(cells[column]) if column < len(cells) else ""
                if number > header.row and value and len(headings[text][3]) < 3:
                    headings[text][3].add(LONG_DIGITS.sub("…", value[:20]))

    def _check_or_ask(self):
        """Check; where no row names the columns, show the first rows and ask which one does."""
        try:
            with self.env.cr.savepoint():
                return self.action_check()
        except HeaderMissing as problem:
            return self._ask_header(str(problem))

    def _ask_header(self, problem):
        """List the columns of the row that the clerk points at, or of the likeliest one."""
        # The uploaded register is closed to everybody; reading it is what it was given for.
        data = base64.b64decode(self.sudo().with_context(bin_size=False).file_data or b"")
        try:
            sheet = next(s for s in open_register(data, self.filename or "") if s.row_count)
            rows = list(itertools.islice(sheet.rows(), SCAN_ROWS))
        except (WorkbookError, StopIteration) as error:
            raise UserError(str(error)) from error
        known = dict(rows)
        number = self.header_row or max(
            known, key=lambda row: sum(isinstance(cell, str) for cell in known[row])
        )
        if number not in known:
            raise UserError(
                self.env._(
                    "Row %(row)s of %(file)s is empty: point at one of the first rows.",
                    row=number,
                    file=self.filename,
                )
            )
        lines = [
            f"{row}: " + " | ".join(LONG_DIGITS.sub("…", text_of(cell)[:20]) for cell in cells)
            for row, cells in rows[:PREVIEW_ROWS]
        ]
        words = self.env["community.import.synonym"]._lookup(self.company_id)
        below = next((cells for row, cells in rows if row > number), [])
        headings = {}
        for column, cell in enumerate(known[number]):
            if text := text_of(cell):
                target = words.get(("header", word_of(text)), "extra")
                sample = text_of(below[column]) if column < len(below) else ""
                headings[text] = [
                    sheet.name,
                    f"header/{target}",
                    False,
                    {LONG_DIGITS.sub("…", sample[:20])},
                ]
        self.column_ids.unlink()
        self._store_mapping(headings, {})
        self.header_row = number
        values = {"is_header_asked": True, "preview": "\n".join(lines)}
        if problem:
            values["notice"] = problem
        self._set_closed(**values)
