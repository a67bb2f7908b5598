from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.suppression import HIDDEN, UNKNOWN


class CommunityOpenBookLine(models.Model):
    """A figure of an open book: ticked or not, and as it was put out."""

    _name = "community.open.book.line"
    _description = "Line of an Open Book"
    _inherit = ["community.closed.mixin"]
    _order = "book_id, sequence, id"
    _rec_names_search = ["indicator_id"]
    _check_company_auto = True

    book_id = fields.Many2one(
        "community.open.book",
        "Open book",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="book_id.company_id", store=True, index=True)
    state = fields.Selection(related="book_id.state")
    report_line_id = fields.Many2one(
        "community.report.line",
        "Figure of the report",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    indicator_id = fields.Many2one(related="report_line_id.indicator_id", store=True)
    sequence = fields.Integer(related="report_line_id.sequence", store=True)
    section = fields.Selection(related="report_line_id.section")
    code = fields.Char(related="report_line_id.code")
    unit = fields.Char(related="report_line_id.unit")
    name = fields.Char(compute="_compute_name")
    title = fields.Char("Name when published", translate=True, readonly=True, copy=False)
    is_shown = fields.Boolean("For residents", default=True)
    value_text = fields.Char("True figure", related="report_line_id.value_text")
    shown_text = fields.Char("Residents read", compute="_compute_shown_text")
    public_text = fields.Char("Published", readonly=True, copy=False)
    before_text = fields.Char("In the edition before", readonly=True, copy=False)
    is_out = fields.Boolean("Was published", readonly=True, copy=False)
    is_hidden = fields.Boolean("Hidden from residents", readonly=True, copy=False)
    is_changed = fields.Boolean("Changed by this edition", readonly=True, copy=False)

    _book_line_uniq = models.UniqueIndex(
        "(book_id, report_line_id)", "This figure has a line in the open book already."
    )

    @api.constrains("book_id", "report_line_id")
    def _check_of_book(self):
        for line in self:
            if line.report_line_id.report_id != line.book_id.report_id:
                raise ValidationError(
                    self.env._(
                        "%(figure)s is no figure of %(book)s: refresh the figures of the book, and "
                        "tick its own line.",
                        figure=line.name,
                        book=line.book_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._check_draft()

    def _check_draft(self):
        for book in self.book_id:
            if book.state != "draft":
                raise UserError(
                    self.env._(
                        "%(book)s is published, and what it says stays: correct it, which makes a "
                        "new edition.",
                        book=book.name,
                    )
                )

    def _settled_fields(self):
        settled = super()._settled_fields() | {"book_id", "report_line_id"}
        return settled | {"is_shown"} if self.book_id.state != "draft" else settled

    @api.depends("title", "indicator_id.name")
    @api.depends_context("lang")
    def _compute_name(self):
        for line in self:
            line.name = line.title or line.indicator_id.name

    @api.depends(
        "public_text", "book_id.state", "is_shown", "book_id.line_ids.is_shown", "value_text"
    )
    def _compute_shown_text(self):
        """Say what residents read, or would read if the draft were published as it stands."""
        for book, lines in self.grouped("book_id").items():
            is_draft = book.state == "draft"
            hidden = book._hidden_lines() if is_draft else lines.browse()
            for line in lines:
                if not is_draft:
                    line.shown_text = line.public_text
                elif not line.is_shown:
                    line.shown_text = False
                else:
                    line.shown_text = HIDDEN if line._origin in hidden else line.value_text

    def _freeze(self, hidden, last):
        """Keep what residents read from now on.

        :param hidden: the lines whose figure is left out
        :param last: the edition before, empty if there was none
        """
        earlier = {line.indicator_id: line for line in last.line_ids if line.is_out}
        for line in self:
            before = earlier.pop(line.indicator_id, None)
            text = False
            # What nobody recorded is no news to residents.
            if line.is_shown and line.value_text != UNKNOWN:
                text = HIDDEN if line in hidden else line.value_text
            told = before.public_text if before else False
            line._set_closed(
                public_text=text,
                is_out=bool(text),
                is_hidden=text == HIDDEN,
                before_text=told,
                is_changed=bool(last) and (text or False) != (told or False),
            )
        for code, _name in self.env["res.lang"].get_installed():
            for line in self.with_context(lang=code):
                line._set_closed(title=line.indicator_id.name)

    def action_open(self):
        """Open the records behind the figure, as far as the reader may read them."""
        self.ensure_one()
        self.check_access("read")
        return self.report_line_id.action_open()

    def _is_cell(self):
        """Tell whether the figure is a number that stands, or would stand, before residents."""
        self.ensure_one()
        is_printed = self.is_shown if self.book_id.state == "draft" else self.is_out
        return is_printed and self.value_text != UNKNOWN
