from odoo import fields, models


class CommunityLifeEventEndingLine(models.TransientModel):
    """One matter in the list; the list itself is worked out again before anything ends."""

    _name = "community.life.event.ending.line"
    _description = "Matter that Ends with a Death"

    ending_id = fields.Many2one(
        "community.life.event.ending", required=True, ondelete="cascade", readonly=True
    )
    res_model = fields.Char(required=True, readonly=True, export_string_translation=False)
    res_id = fields.Integer(required=True, readonly=True, export_string_translation=False)
    name = fields.Char("Matter", readonly=True)
    is_chosen = fields.Boolean("End as well")
