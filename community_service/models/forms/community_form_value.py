from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.form_finding import ids_of

CLOSED = "***"


class CommunityFormValue(models.Model):
    """What fills one cell or column of a filled form, as it was then, and the records behind it."""

    _name = "community.form.value"
    _description = "Cell of a Filled Form"
    _inherit = ["community.guarded.mixin"]
    _order = "filling_id, sequence, id"
    _rec_name = "address"

    filling_id = fields.Many2one(
        "community.form.filling", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="filling_id.company_id", store=True, index=True)
    cell_id = fields.Many2one(
        "community.form.cell", "Cell of the form", readonly=True, index=True, ondelete="set null"
    )
    sequence = fields.Integer(readonly=True)
    sheet = fields.Char(readonly=True)
    address = fields.Char("Cell", readonly=True)
    label = fields.Char("Headings", readonly=True)
    kind = fields.Char(readonly=True, export_string_translation=False)
    text = fields.Char("Value then", compute="_compute_text")
    before = fields.Char("Last time", compute="_compute_text")
    is_known = fields.Boolean("Recorded", readonly=True)
    is_changed = fields.Boolean("Changed since last time", readonly=True)
    changed_cells = fields.Char("Which cells have changed", readonly=True)
    changed_count = fields.Integer("Number of cells changed", readonly=True)
    written_count = fields.Integer("Number of cells filled in", readonly=True)
    row_count = fields.Integer("Number of rows", readonly=True)
    note = fields.Char("Remark", readonly=True)
    # How it was, for the comparison with the next time and for the way to the records.
    text_kept = fields.Char(readonly=True, groups=fields.NO_ACCESS, export_string_translation=False)
    before_kept = fields.Char(
        readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    model_kept = fields.Char(
        readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    ranges_kept = fields.Text(
        readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    rows_kept = fields.Json(readonly=True, groups=fields.NO_ACCESS, export_string_translation=False)

    @api.depends_context("uid")
    @api.depends("text_kept", "before_kept", "row_count", "model_kept")
    def _compute_text(self):
        for value in self:
            # sudo: a figure stands in the form for all who read it; of the rows of a file, how
            # many there are is told to those alone who read the file.
            kept = value.sudo()
            is_closed = bool(kept.rows_kept) and not self.env[kept.model_kept].has_access("read")
            value.text = CLOSED if is_closed else kept.text_kept
            value.before = CLOSED if is_closed else kept.before_kept

    def _figure_target(self):
        """Return (model, domain) of the records behind the cell, as they were counted then."""
        self.ensure_one()
        # sudo: closed fields; the reader's own rules choose among what they name.
        kept = self.sudo()
        if not kept.model_kept:
            return False, Domain.FALSE
        return kept.model_kept, Domain("id", "in", ids_of(kept.ranges_kept))

    def action_open(self):
        """Open the records behind the cell: those that were counted when it was filled in.

        :raises UserError: where there are none, or the reader may not read them
        """
        self.ensure_one()
        self.check_access("read")
        model, domain = self._figure_target()
        if not model:
            raise UserError(
                self.env._("%(cell)s: no records stand behind this cell.", cell=self.address)
            )
        if not self.env[model].has_access("read"):
            raise UserError(
                self.env._(
                    "%(figure)s is a number from a confidential file. Ask those who keep that file "
                    "for more.",
                    figure=self.label or self.address,
                )
            )
        if "figure_ref" in self.env[model]._fields:
            domain = [("figure_ref", "=", f"{self._name},{self.id}")]
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.label or self.address} ({self.text})",
            "res_model": model,
            "mobile_view_mode": "kanban",
            "views": [(False, "list"), (False, "kanban"), (False, "form")],
            "domain": list(domain),
            "context": {"active_test": False},
        }
