from odoo import api, fields, models

from odoo.addons.community_service.models.privacy.community_retention_rule import RetentionKind


class CommunityRetentionRule(models.Model):
    _inherit = "community.retention.rule"

    code = fields.Selection(
        selection_add=[("petition", "Petitions")], ondelete={"petition": "cascade"}
    )

    @api.model
    def _retention_kinds(self):
        return super()._retention_kinds() | {
            "petition": RetentionKind("community.petition", is_archive=True)
        }
