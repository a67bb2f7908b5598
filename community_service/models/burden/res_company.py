from odoo import fields, models

from ..base.res_company import Bounds


class ResCompany(models.Model):
    """Whether a community measures how long its entries take; off until a manager says so."""

    _inherit = "res.company"

    community_burden = fields.Boolean("Measure how long entries take")
    community_burden_idle = fields.Integer("Leave out pauses from", default=5, required=True)

    _community_burden_idle = Bounds("community_burden_idle", 1, 60)

    def _community_settings(self):
        return super()._community_settings() | {"community_burden"}
