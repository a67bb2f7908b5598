from odoo import api, fields, models


class CommunityParameter(models.Model):
    _inherit = "community.parameter"

    owner = fields.Selection(
        selection_add=[("mediation", "Mediation")], ondelete={"mediation": "cascade"}
    )

    @api.model
    def _owner_groups(self):
        return super()._owner_groups() | {
            "mediation": "community_mediation.group_mediation_coordinator"
        }
