from odoo import api, fields, models


class CommunityIncidentKind(models.Model):
    """A neutral kind of incident; the community edits the list."""

    _name = "community.incident.kind"
    _description = "Kind of Incident"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "Another kind of incident has this code.",
    )

    @api.model
    def _own_copy_groups(self):
        return "community_mediation.group_mediation_coordinator"
