from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _community_homes(self):
        return [
            *super()._community_homes(),
            (
                20,
                "community_service.group_community_officer",
                "community_service.community_request_action",
            ),
        ]
