from odoo import api, fields, models


class CommunityParameter(models.Model):
    _inherit = "community.parameter"

    owner = fields.Selection(
        selection_add=[("mediation", "Mediation"), ("petition", "Petitions")],
        ondelete={"mediation": "cascade", "petition": "cascade"},
    )

    @api.model
    def _owner_groups(self):
        return super()._owner_groups() | {
            "mediation": "community_mediation.group_mediation_coordinator",
            "petition": "community_mediation.group_petition_officer",
        }
