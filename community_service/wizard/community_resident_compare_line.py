from odoo import fields, models


class CommunityResidentCompareLine(models.TransientModel):
    """What two files say of one fact, and which of them is right."""

    _name = "community.resident.compare.line"
    _description = "Fact in Two Files"
    _inherit = ["community.guarded.mixin"]

    compare_id = fields.Many2one("community.resident.compare", required=True, ondelete="cascade")
    field_name = fields.Char(required=True, readonly=True)
    label = fields.Char("Fact", readonly=True)
    first_text = fields.Char("On the left", readonly=True)
    second_text = fields.Char("On the right", readonly=True)
    is_different = fields.Boolean("Differs", readonly=True)
    is_fact = fields.Boolean(readonly=True)
    right = fields.Selection(
        [("first", "On the left"), ("second", "On the right")], "What is right"
    )
