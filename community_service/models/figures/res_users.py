from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _community_homes(self):
        return [
            *super()._community_homes(),
            (
                10,
                "community_service.group_community_manager",
                "community_service.community_due_action",
            ),
            (
                15,
                "community_service.group_community_auditor",
                "community_service.community_due_action",
            ),
        ]
