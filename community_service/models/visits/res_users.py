from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _community_homes(self):
        return [
            *super()._community_homes(),
            (
                90,
                "community_service.group_community_grid_worker",
                "community_service.community_my_day_action",
            ),
        ]
