from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.form_sheet import FormError, address_of, parse_address
from ...tools.form_text import BOX, fill_blanks, parse_words
from ...tools.population import birth_range

COUNTED = ("figure",)
ROWS = ("column", "number", "extra", "count", "tick")
# Files that keep the columns of a workbook for which the register has no field.
KEEPERS = ("community.resident", "community.household")
# The widest form that was seen has 61 columns and some hundred rows.
MAX_ROW = 5000


class CommunityFormCell(models.Model):
    """A cell of a form, or a column of it from one row on, and what fills it.

    A figure is counted by an indicator, over all of the period, since 1 January or on the last day,
    of one place, of one category, of an age and a sex; a column takes its rows from a ledger. What
    nobody recorded stays empty. The words left of the cell and above it are kept: a form whose
    words have moved is not filled in until somebody has looked.
    """

    _name = "community.form.cell"
    _description = "Cell of a Form"
    _inherit = ["community.closed.mixin"]
    _order = "form_id, sequence, id"
    _rec_name = "address"
    _check_company_auto = True

    form_id = fields.Many2one("community.form", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="form_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    sheet = fields.Char(help="Name of the sheet. Empty: the first one.")
    address = fields.Char(
        "Cell", required=True, help="Such as C4; of a column the cell of its first row."
    )
    kind = fields.Selection(
        [
            ("figure", "Figure"),
            ("column", "Column of a ledger"),
            ("number", "Running number"),
            ("extra", "Column kept word for word by an import"),
            ("count", "Figure of each row"),
            ("tick", "Boxes to tick"),
            ("text", "Fixed text"),
            ("blank", "Blanks in its text"),
            ("keep", "Left as it is"),
        ],
        "Filled with",
        required=True,
        default="figure",
    )
    # a figure
    indicator_id = fields.Many2one("community.indicator", check_company=True, ondelete="restrict")
    added_ids = fields.Many2many(
        "community.indicator",
        "community_form_cell_added_rel",
        "cell_id",
        "indicator_id",
        "And with it",
        check_company=True,
        help="Figures of the same records that count in here: what falls under several is counted "
        "once.",
    )
    span = fields.Selection(
        [
            ("period", "In the period"),
            ("year", "Since 1 January"),
            ("day", "On the last day"),
        ],
        "Counted",
        default="period",
        required=True,
    )
    area_id = fields.Many2one(
        "community.area",
        "Of the place",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    category_id = fields.Many2one(
        "community.category", "Of the category", check_company=True, ondelete="restrict"
    )
    age_from = fields.Integer("From age", help="In whole years on the last day, by birth dates.")
    age_to = fields.Integer("To age", help="0: no end.")
    sex = fields.Selection([("male", "Male"), ("female", "Female")])
    # rows
    ledger_id = fields.Many2one(
        "community.ledger",
        check_company=True,
        ondelete="set null",
        domain=[("is_readable", "=", True)],
    )
    column_id = fields.Many2one(
        "community.ledger.column",
        check_company=True,
        ondelete="set null",
        domain="[('ledger_id', '=', ledger_id)]",
    )
    extra_name = fields.Char(
        "Heading in the imported workbook",
        help="What stood there is closed: it leaves whole by a release alone, else as stars.",
    )
    row_last = fields.Integer("Down to row", help="The last row that the form has room for.")
    nth = fields.Integer(
        "Of the list, number",
        help="Where the form has the lines of a list side by side: which of them stands here. 0: "
        "all of them in one cell.",
    )
    is_down = fields.Boolean(
        "Lines one below another", help="The lines of the list stand below each other from here on."
    )
    word_map = fields.Char(
        "Words of the form",
        help="What the form calls our words: own=自有;rent=租住. A word that is not named stays as "
        "it is; a box that is not named is not ticked.",
    )
    is_of_period = fields.Boolean(
        "Rows of the period alone", help="By the date of the period that the ledger names."
    )
    # words
    text = fields.Char("Fixed words")
    blank = fields.Selection(
        [
            ("period", "Year and month of the period"),
            ("last_day", "Last day of the period"),
            ("today", "Day on which it is filled in"),
            ("community", "Name of the community"),
            ("filler", "Whoever fills it in"),
        ],
        "Filled in is",
    )
    # what a person calls it
    anchor = fields.Char("Headings", readonly=True, copy=True)
    meaning = fields.Char(
        compute="_compute_meaning",
        store=True,
        index="btree_not_null",
        export_string_translation=False,
    )
    also_in = fields.Char("Also asked in", compute="_compute_also_in")
    # read off the headings
    is_question = fields.Boolean(
        "With a question mark",
        readonly=True,
        help="Proposed by its headings, and not certain: it stays empty until it is confirmed.",
    )
    record_count = fields.Integer("Number of records", readonly=True, copy=False, aggregator=None)
    missing_count = fields.Integer("Without this fact", readonly=True, copy=False, aggregator=None)
    fresh_on = fields.Date(
        "Half of it said since",
        readonly=True,
        copy=False,
        help="On this day or later one half of the records was told this fact.",
    )

    _cell_uniq = models.UniqueIndex(
        "(form_id, COALESCE(sheet, ''), address, COALESCE(blank, ''))",
        "What fills this cell is said already: change that line.",
    )
    _check_numbers = models.Constraint(
        "CHECK (age_from BETWEEN 0 AND 150 AND age_to BETWEEN 0 AND 150 AND nth BETWEEN 0 AND 50)",
        "Ages are 0 to 150 years, and a list has 50 lines side by side at most.",
    )

    @api.depends(
        "kind",
        "indicator_id.code",
        "added_ids.code",
        "category_id.code",
        "age_from",
        "age_to",
        "sex",
        "ledger_id.model",
        "column_id.path",
        "extra_name",
    )
    def _compute_meaning(self):
        for cell in self:
            parts = []
            codes = "+".join([cell.indicator_id.code or "", *sorted(cell.added_ids.mapped("code"))])
            if cell.kind == "figure" and cell.indicator_id:
                ages = f"{cell.age_from}-{cell.age_to}" if cell.age_from or cell.age_to else ""
                parts = [codes, cell.category_id.code, ages, cell.sex]
            elif cell.kind == "count" and cell.indicator_id:
                parts = [cell.ledger_id.model, codes]
            elif cell.kind in ("column", "tick") and cell.column_id:
                parts = [cell.ledger_id.model, cell.column_id.path]
            elif cell.kind == "extra" and cell.extra_name:
                parts = [cell.ledger_id.model, cell.extra_name]
            cell.meaning = "/".join(part for part in parts if part) or False

    @api.depends("meaning", "form_id.state")
    def _compute_also_in(self):
        """Name the other forms that ask for the same; one query for all."""
        meanings = [meaning for meaning in self.mapped("meaning") if meaning]
        others = self.search(
            Domain("meaning", "in", meanings)
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("form_id.state", "in", ("proposed", "approved"))
            & Domain("form_id.active", "=", True)
        )
        for cell in self:
            same = others.filtered(
                lambda other, cell=cell: (
                    other.meaning == cell.meaning
                    and other.form_id != cell.form_id._origin
                    and other.company_id == cell.company_id
                )
            )
            cell.also_in = "、".join(same.form_id.mapped("name")) if cell.meaning else False

    # checks

    def _refuse(self, reason):
        raise ValidationError(
            self.env._(
                "%(form)s, cell %(cell)s: %(reason)s",
                form=self.form_id.name,
                cell=self.address,
                reason=reason,
            )
        )

    @api.constrains("address", "row_last", "kind", "text", "blank")
    def _check_place(self):
        for cell in self:
            place = parse_address(cell.address)
            if not place:
                cell._refuse(self.env._("this is no address. Write it as C4."))
            if cell.kind in ROWS and not place[0] <= cell.row_last <= MAX_ROW:
                cell._refuse(
                    self.env._(
                        "say down to which row the form has room, from %(first)s on.",
                        first=place[0],
                    )
                )
            if cell.kind == "text" and not (cell.text or "").strip():
                cell._refuse(self.env._("write the words that stand there."))
            if (cell.kind == "blank") != bool(cell.blank):
                cell._refuse(self.env._("choose what is filled into the blanks of its text."))

    @api.constrains(
        "kind",
        "indicator_id",
        "added_ids",
        "area_id",
        "category_id",
        "age_from",
        "age_to",
        "sex",
        "ledger_id",
        "column_id",
        "extra_name",
        "nth",
        "is_down",
        "word_map",
    )
    def _check_source(self):
        for cell in self:
            if cell.kind == "figure":
                cell._check_figure()
            elif cell.kind in ROWS:
                cell._check_rows()

    def _check_figure(self):
        indicator = self.indicator_id
        if not indicator:
            self._refuse(self.env._("choose the figure that is counted."))
        if self.area_id and not indicator._follows_places():
            self._refuse(
                self.env._(
                    "“%(indicator)s” is not counted for a part of the community: leave the place "
                    "empty.",
                    indicator=indicator.name,
                )
            )
        self._check_added()
        if self.age_to and self.age_to < self.age_from:
            self._refuse(self.env._("the ages end before they begin."))
        if self._is_narrowed() and (
            indicator.is_confidential
            or indicator.author_id
            or indicator.measure in ("sum", "rate", "coverage")
            or not self._people_link()
        ):
            self._refuse(
                self.env._(
                    "“%(indicator)s” cannot be counted by category, age or sex: choose a figure "
                    "of people that came with the program, such as those living here.",
                    indicator=indicator.name,
                )
            )

    def _check_added(self):
        """Refuse figures that cannot be counted together: other records, sums, shares."""
        for other in self.added_ids:
            alike = {
                (figure.model, figure.measure, figure.link_path or "")
                for figure in self.indicator_id | other
            }
            if len(alike) > 1 or other.author_id or other.measure not in ("count", "distinct"):
                self._refuse(
                    self.env._(
                        "“%(indicator)s” and “%(other)s” do not count the same kind of records: "
                        "they cannot stand in one cell.",
                        indicator=self.indicator_id.name,
                        other=other.name,
                    )
                )

    def _check_rows(self):
        if self.kind == "count":
            self._check_count()
        if not self.ledger_id or self.kind in ("column", "tick") and not self.column_id:
            self._refuse(self.env._("choose the ledger and the column that fill it."))
        if self.column_id and self.column_id.ledger_id != self.ledger_id:
            self._refuse(
                self.env._(
                    "the column “%(column)s” is not one of the ledger “%(ledger)s”.",
                    column=self.column_id.name,
                    ledger=self.ledger_id.name,
                )
            )
        if self.kind == "extra" and (
            not (self.extra_name or "").strip() or self.ledger_id.model not in KEEPERS
        ):
            self._refuse(
                self.env._(
                    "name the heading of the column that an import kept, and a ledger of people or "
                    "of homes."
                )
            )
        if self.word_map and not parse_words(self.word_map):
            self._refuse(self.env._("write the words of the form as own=自有;rent=租住."))
        if (self.nth or self.is_down) and not (self.column_id and self.column_id._is_list()):
            self._refuse(self.env._("the column is no list: no line of it stands apart."))

    def _check_count(self):
        indicator, ledger = self.indicator_id, self.ledger_id
        if not indicator:
            self._refuse(self.env._("choose the figure that is counted."))
        self._check_added()
        if ledger and (indicator.author_id or not indicator._row_path(ledger._records())):
            self._refuse(
                self.env._(
                    "“%(indicator)s” cannot be counted for each row of the ledger “%(ledger)s”: "
                    "its records do not lead there.",
                    indicator=indicator.name,
                    ledger=ledger.name,
                )
            )

    # in the workbook

    def _place(self):
        """Return (row number, column from 0)."""
        return parse_address(self.address)

    def _sheet_in(self, book):
        return self.sheet or book.names()[0]

    def _anchor_in(self, book):
        """Return the words by which a person finds the cell in a workbook.

        :raises FormError: if the sheet is not there
        """
        grid = book.grid(self._sheet_in(book))
        row, column = self._place()
        words = grid.anchor(row, column)
        if self.kind in ("blank", "keep"):
            return grid.text(row, column) or words
        return words

    def _check_in(self, book):
        """Refuse what cannot be written there.

        :raises FormError: naming sheet and cell
        """
        sheet, (row, column) = self._sheet_in(book), self._place()
        grid = book.grid(sheet)
        if self.kind == "blank":
            shown = grid.values.get((row, column))
            top = grid.merges.top(row, column)
            if top and top != (row, column):
                raise FormError("merged", sheet, self.address, address_of(*top))
            filled = isinstance(shown, str) and fill_blanks([shown], self._example_blanks())
            if not filled:
                raise FormError("blank", sheet, self.address, str(shown or "")[:40])
        elif self.kind == "tick":
            shown = grid.values.get((row, column))
            if not isinstance(shown, str) or not BOX.search(shown):
                raise FormError("tick", sheet, self.address, str(shown or "")[:40])
        elif self.kind != "keep":
            book.check(sheet, row, column)

    def _example_blanks(self):
        day = fields.Date.context_today(self)
        return self._blank_values(day, day, day)

    def _blank_values(self, first, last, today):
        """Return what is filled into the blanks of the text; see ``tools.form_sheet``."""
        if self.blank in ("last_day", "today"):
            day = last if self.blank == "last_day" else today
            return {"年": str(day.year), "月": str(day.month), "日": str(day.day)}
        if self.blank == "community":
            return {"community": self.company_id.name}
        if self.blank == "filler":
            return {"filler": self.env.user.name}
        values = {"年": str(last.year)}
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months == 1:
            values["月"] = str(last.month)
        elif months == 3:
            values["季度"] = str(last.month // 3)
        elif months == 6:
            values["半年"] = "上" if last.month == 6 else "下"
        return values

    def _take_anchor(self):
        """Keep the words around the cells as they are in the workbook of today."""
        for form, cells in self.grouped("form_id").items():
            if not form.file:
                continue
            book = form._book()
            for cell in cells:
                try:
                    cell._check_in(book)
                    cell._set_closed(anchor=cell._anchor_in(book) or "-")
                except FormError as error:
                    raise UserError(form._cell_problem(error)) from error

    @api.model_create_multi
    def create(self, vals_list):
        cells = super().create([self._clean(vals) for vals in vals_list])
        cells._take_anchor()
        return cells

    def write(self, vals):
        result = super().write(self._clean(vals))
        if vals.keys() & {"kind", "indicator_id", "column_id", "ledger_id"}:
            # Somebody has chosen what fills it.
            asked = self.filtered("is_question")
            if asked:
                asked._set_closed(is_question=False)
        if vals.keys() & {"address", "sheet", "kind", "blank", "form_id"}:
            self._take_anchor()
        return result

    def action_confirm(self):
        """Confirm what was proposed by the headings: from now on it is filled in."""
        self.check_access("write")
        self.filtered("is_question")._set_closed(is_question=False)

    @api.model
    def _clean(self, vals):
        """Write an address as the workbook does."""
        place = parse_address(vals["address"]) if isinstance(vals.get("address"), str) else None
        return {**vals, "address": address_of(*place)} if place else vals

    # what is counted

    def _is_narrowed(self):
        return bool(self.category_id or self.age_from or self.age_to or self.sex)

    def _people_link(self):
        """Return the path from what the indicator counts to the person, "" for persons themselves.

        None where it counts no people.
        """
        today = fields.Date.context_today(self)
        model, _domain = self.indicator_id._target(today, today, Domain.TRUE)
        if model == "community.resident":
            return "self"
        link = self.env[model]._fields.get("resident_id")
        return "resident_id" if link is not None and link.store else None

    def _span_of(self, first, last):
        """Return (first, last) day over which the figure is counted."""
        if self.span == "year":
            return last.replace(month=1, day=1), last
        return (last, last) if self.span == "day" else (first, last)

    def _place_domain(self):
        return Domain("area_id", "child_of", self.area_id.ids) if self.area_id else Domain.TRUE

    def _target(self, first, last):
        """Return (model, domain) of the records behind the figure.

        Ages are counted by birth dates on the last day, never from other bands.
        """
        indicator = self.indicator_id
        model, domain = indicator._target(first, last, self._place_domain())
        for other in self.added_ids:
            # What falls under both is counted once.
            domain |= other.sudo(self.env.su)._target(first, last, self._place_domain())[1]
        if not self._is_narrowed():
            return model, domain
        prefix = "" if self._people_link() == "self" else "resident_id."
        if self.category_id:
            lines = (
                Domain("category_id", "=", self.category_id.id)
                & Domain("date_from", "<=", last)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", last))
            )
            domain &= Domain(f"{prefix}category_line_ids", "any", lines)
        if self.age_from or self.age_to:
            newest, oldest = birth_range(last, self.age_from, self.age_to or None)
            domain &= Domain(f"{prefix}birth_date", "<=", newest)
            if oldest:
                domain &= Domain(f"{prefix}birth_date", ">", oldest)
        if self.sex:
            domain &= Domain(f"{prefix}sex", "=", self.sex)
        return model, domain
