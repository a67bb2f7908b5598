from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    community_burden = fields.Boolean(related="company_id.community_burden", readonly=False)
    community_burden_idle = fields.Integer(
        related="company_id.community_burden_idle", readonly=False
    )
