from odoo import api, fields, models

from odoo.addons.community_service.models.privacy.community_retention_rule import RetentionKind


class CommunityRetentionRule(models.Model):
    _inherit = "community.retention.rule"

    code = fields.Selection(
        selection_add=[("mediation", "Mediation cases")], ondelete={"mediation": "cascade"}
    )

    @api.model
    def _retention_kinds(self):
        return super()._retention_kinds() | {
            "mediation": RetentionKind("community.mediation.case", is_archive=True)
        }
