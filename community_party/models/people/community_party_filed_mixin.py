from odoo import fields, models


class CommunityPartyFiledMixin(models.AbstractModel):
    """A record in the file of a Party member: it is seen where the member's file is seen."""

    _name = "community.party.filed.mixin"
    _description = "Record in a Party Member's File"
    _inherit = ["community.party.scoped.mixin"]
    _check_company_auto = True

    member_id = fields.Many2one(
        "community.party.member", required=True, index=True, ondelete="restrict", check_company=True
    )
    organization_id = fields.Many2one(
        related="member_id.organization_id", store=True, precompute=True
    )
