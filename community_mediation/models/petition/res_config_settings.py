from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    community_body_above_id = fields.Many2one(
        related="company_id.community_body_above_id", readonly=False
    )
    community_person_above_id = fields.Many2one(
        related="company_id.community_person_above_id", readonly=False
    )
