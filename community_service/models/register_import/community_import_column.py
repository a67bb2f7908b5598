from odoo import api, fields, models


class CommunityImportColumn(models.Model):
    """A heading found in a register, what it is taken for, and the clerk's correction."""

    _name = "community.import.column"
    _description = "Register Column"
    _order = "id"
    _rec_name = "heading"

    import_id = fields.Many2one("community.import", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id")
    sheet = fields.Char(readonly=True)
    heading = fields.Char(readonly=True)
    guess = fields.Selection("_selection_target", readonly=True)
    target = fields.Selection("_selection_target", "Taken for", required=True)
    sample = fields.Char(
        "For example", readonly=True, help="First values of a column that is not understood."
    )
    is_unmapped = fields.Boolean("Not understood", compute="_compute_is_unmapped")
    is_repeated = fields.Boolean(
        "Repeated", readonly=True, help="Another column already has this meaning."
    )

    def _selection_target(self):
        return self.env["community.import.synonym"]._column_choices()

    @api.depends("target")
    def _compute_is_unmapped(self):
        for column in self:
            column.is_unmapped = column.target == "header/extra"
