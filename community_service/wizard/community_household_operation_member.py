from odoo import fields, models

from ..models.register.community_residency import ROLES


class CommunityHouseholdOperationMember(models.TransientModel):
    """One member in the dialog: goes or stays, and the relation to the head from that day."""

    _name = "community.household.operation.member"
    _description = "Member in a Household Operation"
    _inherit = ["community.guarded.mixin"]

    wizard_id = fields.Many2one(
        "community.household.operation.wizard", required=True, ondelete="cascade"
    )
    kind = fields.Selection(related="wizard_id.kind")
    resident_id = fields.Many2one("community.resident", "Person", readonly=True)
    is_chosen = fields.Boolean("Goes")
    role = fields.Selection(ROLES, "Relation to the head")
