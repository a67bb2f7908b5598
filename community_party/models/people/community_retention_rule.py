from odoo import api, fields, models

from odoo.addons.community_service.models.privacy.community_retention_rule import RetentionKind


class CommunityRetentionRule(models.Model):
    _inherit = "community.retention.rule"

    code = fields.Selection(
        selection_add=[("party", "Files of Party members")], ondelete={"party": "cascade"}
    )

    @api.model
    def _retention_kinds(self):
        return super()._retention_kinds() | {
            "party": RetentionKind("community.party.member", is_archive=True)
        }
