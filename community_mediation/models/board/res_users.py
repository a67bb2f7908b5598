from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _community_homes(self):
        return [
            *super()._community_homes(),
            (
                30,
                "community_mediation.group_petition_officer",
                "community_mediation.community_petition_action",
            ),
            (
                35,
                "community_mediation.group_petition_above",
                "community_mediation.community_petition_action",
            ),
            (
                40,
                "community_mediation.group_mediation_mediator",
                "community_mediation.community_mediation_case_action",
            ),
        ]
