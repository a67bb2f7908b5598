from odoo import api, fields, models


class CommunityDisputeKind(models.Model):
    """What a dispute is about: neighbours, family, property management, relocation…"""

    _name = "community.dispute.kind"
    _description = "Kind of Dispute"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    no_confirmation = fields.Boolean(
        "Often about status or title",
        help="Whether the court confirms an agreement follows from what it decides, not from this: "
        "the form of the agreement asks with more care.",
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A kind of dispute with this code already exists."
    )

    @api.model
    def _own_copy_groups(self):
        return "community_mediation.group_mediation_coordinator"
