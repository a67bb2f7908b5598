from odoo import fields, models


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
    is_repeated = fields.Boolean(
        "Repeated", readonly=True, help="Another column already has this meaning."
    )

    def _selection_target(self):
        return self.env["community.import.synonym"]._header_choices()
