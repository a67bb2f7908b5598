from odoo import api, models


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _community_groups(self):
        roles = ("branch", "officer", "manager", "treasurer")
        return super()._community_groups() + [f"community_party.group_party_{x}" for x in roles]
