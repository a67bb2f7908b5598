from odoo import fields, models


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    restricted_names = fields.Char(related="household_id.restricted_names")
