import base64
import itertools
import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.register_header import SCAN_ROWS
from ...tools.register_places import is_like_estate
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
    is_estate_asked = fields.Boolean(readonly=True, copy=False)
    estate_proposal = fields.Char("Proposed estate", readonly=True, copy=False)
    estate_name = fields.Char(
        "Estate",
        copy=False,
        help="The estate of the rows that name none, neither in a column nor by their sheet.",
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

    # The estate: from a column, the address or the name of a sheet, else from the clerk.

    def _propose_estate(self):
        """Return the estate that the clerk is asked to confirm: the only one, or a name."""
        estates = self.env["community.area"].search(
            [("kind", "=", "estate"), ("company_id", "=", self.company_id.id)], limit=2
        )
        stem = (self.filename or "").rsplit(".", 1)[0].strip()
        return estates.name if len(estates) == 1 else stem or self.env._("Estate")

    def action_take_estate(self):
        """Confirm the proposed estate, and check again."""
        record = self._one()
        record.estate_name = record.estate_name or record.estate_proposal
        return record.action_start_check()

    def _check_estate_told(self):
        if self.is_estate_asked and not self.estate_name:
            raise UserError(
                self.env._(
                    "%(file)s does not say in which estate its homes stand: enter the estate "
                    "(perhaps %(proposal)s), then check again.",
                    file=self.filename,
                    proposal=self.estate_proposal,
                )
            )
        if self.is_estate_asked:
            self.action_check()

    def _ask_like_estates(self):
        """Refuse the rows of an estate that may be a known one in another spelling."""
        known = self._known_areas()
        estates = {path[0] for path in self._staged_paths()}
        unknown = [name for name in estates if name and (name, "", "") not in known]
        if not unknown:
            return
        areas = self.env["community.area"].search(
            [("kind", "=", "estate"), ("company_id", "=", self.company_id.id)]
        )
        words = self.env["community.import.synonym"]._lookup(self.company_id)
        for name in sorted(unknown):
            like = areas.filtered(lambda area, name=name: is_like_estate(name, area.name))[:1]
            if not like or words.get(("estate", word_of(name))) == "new":
                continue
            # Raw SQL as in the other comparisons: one statement for all rows of the estate.
            self.env.cr.execute(
                """UPDATE community_import_row
                      SET state = 'refused', is_cross = TRUE, error = 'estate_like',
                          error_field = 'estate', detail = %s
                    WHERE import_id = %s AND state IN ('ready', 'vacant') AND estate = %s""",
                [like.name, self.id, name],
            )
            asked = {(word.field, word.word) for word in self.word_ids}
            if ("estate", name) not in asked:
                count = self.env.cr.rowcount
                self.env["community.import.word"].create(
                    {
                        "import_id": self.id,
                        "field": "estate",
                        "word": name,
                        "count": count,
                        "place": like.name,
                    }
                )
