from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.form_finding import Finding, moved_row
from ...tools.form_period import ended_period, period_of
from ...tools.form_rows import FormRows
from ...tools.form_sheet import FormBook, FormError
from ...tools.form_text import Blanks
from .community_form_cell import ROWS


class CommunityForm(models.Model):
    """A form fills itself in: what is counted, what is written, what is frozen."""

    _inherit = "community.form"

    cell_ids = fields.One2many("community.form.cell", "form_id", "Cells", copy=True)
    filling_ids = fields.One2many("community.form.filling", "form_id", "Filled forms")
    release_ids = fields.One2many("community.form.release", "form_id", "Releases of whole numbers")
    filling_count = fields.Integer("Times filled in", compute="_compute_filling_count")
    twice_count = fields.Integer("Facts also asked elsewhere", compute="_compute_twice_count")
    card_ledger_id = fields.Many2one(
        "community.ledger",
        "One sheet for each of",
        check_company=True,
        ondelete="set null",
        domain=[("is_readable", "=", True)],
        help="For a card: the ledger of which one record is chosen each time it is filled in.",
    )
    card_model = fields.Char(related="card_ledger_id.model", string="Kind of record")
    card_id = fields.Many2oneReference(
        "Fill in for", model_field="card_model", copy=False, aggregator=None
    )
    date_wanted = fields.Date(
        "Fill in for the period of",
        copy=False,
        help="Any day of it. Empty: the last period that has ended.",
    )
    layout_problem = fields.Text("What has moved", compute="_compute_layout_problem")

    @api.depends("filling_ids.state", "filling_ids.date_to")
    def _compute_date_due(self):
        return super()._compute_date_due()

    def _filled_until(self):
        filled = self.filling_ids.filtered(lambda filling: filling.state == "filled")
        return max(filled.mapped("date_to"), default=False)

    @api.depends_context("uid")
    def _compute_filling_count(self):
        self._count_links("filling_count", "community.form.filling", "form_id")

    @api.depends("cell_ids.also_in")
    def _compute_twice_count(self):
        for form in self:
            form.twice_count = len(form.cell_ids.filtered("also_in"))

    @api.depends("file", "cell_ids.anchor")
    def _compute_layout_problem(self):
        for form in self:
            form.layout_problem = False
            if form.file and form.cell_ids:
                try:
                    form._check_layout(form._book())
                except UserError as error:
                    form.layout_problem = str(error)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("file"):
            # Words that nobody has seen yet are those of this workbook.
            self.cell_ids.filtered(lambda cell: not cell.anchor)._take_anchor()
        return result

    def action_view_fillings(self):
        """Open the form as it was filled in, the last period first."""
        return self._links_action("community_service.community_form_filling_action", "form_id")

    # the workbook

    def _cell_problem(self, error):
        """Return one sentence about a cell that cannot be filled in."""
        names = {"sheet": error.sheet, "cell": error.address, "what": error.detail}
        reason = {
            "sheet": self.env._("there is no sheet “%(sheet)s”", **names),
            "merged": self.env._(
                "the cell %(cell)s lies inside a merged one: name its first cell, %(what)s", **names
            ),
            "formula": self.env._(
                "the cell %(cell)s holds a formula, which stays: take it out of the pack", **names
            ),
            "text": self.env._(
                "the cell %(cell)s says “%(what)s” already, and what the sender wrote stays: name "
                "an empty cell",
                **names,
            ),
            "blank": self.env._(
                "the text “%(what)s” of the cell %(cell)s has no such blank to fill", **names
            ),
            "tick": self.env._(
                "the text “%(what)s” of the cell %(cell)s has no box before such a word", **names
            ),
            "rows": self._rows_problem(error, names),
        }[error.code]
        return self.env._("%(form)s: %(reason)s.", form=self.name, reason=reason)

    def _rows_problem(self, error, names):
        """Return why no rows can be inserted into a list that is too short."""
        why = {
            "one": self.env._("it has a single row, and none between which others could stand"),
            "merged": self.env._("cells are merged over several rows of it"),
            "array": self.env._("the sheet holds a formula that reckons whole ranges"),
            "table": self.env._("the sheet holds a table or a pivot"),
            "overlap": self.env._("another list of the form ends in another of its rows"),
        }.get(error.detail)
        return self.env._(
            "the list down to the cell %(cell)s is too short, and no rows can be inserted: "
            "%(why)s. Ask for a longer sheet, or say down to which row it goes",
            **names,
            why=why,
        )

    def _check_layout(self, book):
        """Refuse a workbook in which words have moved since the cells were named.

        :raises UserError: naming the first cell, what stood around it and what stands there now
        """
        for cell in self.cell_ids:
            try:
                cell._check_in(book)
                now = cell._anchor_in(book) or "-"
            except FormError as error:
                raise UserError(self._cell_problem(error)) from error
            if cell.anchor and now != cell.anchor:
                raise UserError(
                    self.env._(
                        "%(form)s: the workbook has changed. Around the cell %(cell)s stood "
                        "“%(before)s”, and now “%(now)s”. Look at each cell and press “Take the "
                        "new layout”.",
                        form=self.name,
                        cell=cell.address,
                        before=cell.anchor,
                        now=now,
                    )
                )

    def action_take_layout(self):
        """Take the words around all cells as they are now: somebody has looked at the new workbook.

        :raises UserError: about a cell that cannot be filled in any more
        """
        self.ensure_one()
        self.check_access("write")
        self._book()
        self.cell_ids._take_anchor()

    # filling in

    def action_fill(self):
        """Fill the form in for its period and open it; what was filled in for it before is opened.

        :return: action: the filled form
        :raises UserError: where it is not approved, the period has not begun, the workbook has
            changed, a ledger is missing, or a list is too short and no rows can be inserted
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("approved")
        self._check_card()
        first, last = self._period_wanted()
        Filling = self.env["community.form.filling"]
        filling = Filling.search(
            [
                ("form_id", "=", self.id),
                ("date_from", "=", first),
                ("card_id", "=", self._card_record().id),
                ("state", "=", "filled"),
            ]
        )
        if not filling:
            filling = self._fill(first, last)
        if self.date_wanted:
            self.date_wanted = False
        return filling._open()

    def _card_record(self):
        """Return the record of which the card is filled in, empty for other forms."""
        records = self.env[self.card_model or "community.household"]
        return records.browse(self.card_id or () if self.card_ledger_id else ()).exists()

    def _check_card(self):
        """Refuse to fill in a card of nobody, or of a record that the reader may not see.

        :raises UserError: where none is chosen, or it is not one of the ledger
        """
        if not self.card_ledger_id:
            return
        record = self._card_record()
        if not record:
            raise UserError(
                self.env._(
                    "%(form)s is filled in for one record at a time: choose it in “Fill in for”.",
                    form=self.name,
                )
            )
        record.check_access("read")
        if "company_id" in record._fields and record.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "%(form)s: %(record)s belongs to another community. Choose one of your own.",
                    form=self.name,
                    record=record.display_name,
                )
            )

    def _period_wanted(self):
        """Return (first, last) day of the period to be filled in."""
        today = fields.Date.context_today(self)
        if self.date_wanted:
            first, last = period_of(self.date_wanted, self.period)
        else:
            first, last = ended_period(today, self.period)
            if last < self.date_start:
                # What was demanded first in the period of today is filled in for it.
                first, last = period_of(self.date_start, self.period)
        if first > today:
            raise UserError(
                self.env._(
                    "%(form)s: the period from %(first)s has not begun. Choose one that has.",
                    form=self.name,
                    first=first,
                )
            )
        if last < self.date_start or self.date_stop and first > self.date_stop:
            raise UserError(
                self.env._(
                    "%(form)s is not demanded for the period from %(first)s to %(last)s: it is "
                    "demanded from %(start)s until %(stop)s.",
                    form=self.name,
                    first=first,
                    last=last,
                    start=self.date_start,
                    stop=self.date_stop or "…",
                )
            )
        return first, last

    def _fill(self, first, last):
        """Fill the form in for a period, freeze it and return it; nothing is kept if it fails."""
        own = self.with_company(self.company_id).with_context(
            allowed_company_ids=self.company_id.ids
        )
        book = own._book()
        if not own.cell_ids:
            raise UserError(self.env._("%(form)s: say first what fills its cells.", form=self.name))
        own._check_layout(book)
        findings = own._findings(book, first, last)
        grown = own._grown(book, findings)
        try:
            content = own._written(book, findings, grown)
        except FormError as error:
            raise UserError(self._cell_problem(error)) from error
        return own.env["community.form.filling"]._freeze(own, first, last, content, findings, grown)

    @api.model
    def _grown(self, book, findings):
        """Return {sheet: [(first row, last row, rows more)]} of the lists that are too short."""
        found = defaultdict(dict)
        for cell, finding in findings.items():
            if finding.more:
                spans, first = found[cell._sheet_in(book)], cell._place()[0]
                last, more = spans.get(first, (cell.row_last, 0))
                spans[first] = min(last, cell.row_last), max(more, finding.more)
        return {
            sheet: [(first, last, more) for first, (last, more) in spans.items()]
            for sheet, spans in found.items()
        }

    @api.model
    def _written(self, book, findings, grown):
        """Return the filled workbook; where a list is too short, rows are inserted first.

        What stands below a list is written before and moves with its row.
        """
        fixed, rows = defaultdict(dict), defaultdict(dict)
        for cell, finding in findings.items():
            sheet = cell._sheet_in(book)
            cells = (rows if grown and cell.kind in ROWS else fixed)[sheet]
            down = moved_row(cell._place()[0], grown.get(sheet, ())) - cell._place()[0]
            for (row, column), value in finding.values.items():
                place = (row + down, column) if cells is rows[sheet] else (row, column)
                if isinstance(value, Blanks) and place in cells:
                    value = Blanks({**cells[place].values, **value.values})
                cells[place] = value
        content = book.filled_in(fixed)
        if grown:
            content = FormRows(content).with_more_rows(grown)
            content = FormBook(content).filled_in(rows)
        return content

    def _findings(self, book, first, last):
        """Return dict cell -> :class:`Finding` of a period, under the rules of the reader."""
        self.ensure_one()
        cells = self.cell_ids.filtered(lambda cell: not cell.is_question)
        waiting = self.env._("To be confirmed first: what it asks for was proposed.")
        asked = {cell: Finding({}, is_known=False, note=waiting) for cell in self.cell_ids - cells}
        found = cells.filtered(lambda cell: cell.kind == "figure")._figures(first, last)
        blocks = cells.filtered(lambda cell: cell.kind in ROWS).grouped(
            lambda cell: (cell._sheet_in(book), cell._place()[0], cell.ledger_id, cell.area_id)
        )
        for block in blocks.values():
            found.update(block._rows(first, last))
        today = fields.Date.context_today(self)
        for cell in cells:
            if cell.kind == "text":
                found[cell] = Finding({cell._place(): cell.text}, cell.text)
            elif cell.kind == "blank":
                values = cell._blank_values(first, last, today)
                found[cell] = Finding({cell._place(): Blanks(values)}, "-".join(values.values()))
        found |= asked
        return {cell: found[cell] for cell in self.cell_ids if cell in found}
