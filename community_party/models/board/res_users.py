from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _community_homes(self):
        return [
            *super()._community_homes(),
            (
                50,
                "community_party.group_party_branch",
                "community_party.community_party_organization_action_life",
            ),
            (
                55,
                "community_party.group_party_treasurer",
                "community_party.community_party_dues_action",
            ),
        ]
