from odoo import api, fields, models

# Who keeps files of the Party; those first who stand in where nobody does.
STAFF = (
    "community_party.group_party_manager",
    "community_party.group_party_officer",
    "community_party.group_party_branch",
)


class CommunityPartyScopedMixin(models.AbstractModel):
    """Organisation and community of every record of the Party file.

    A model that inherits it is seen by the officers of its organisation and of those above it:
    record rules read ``organization_id.chain_ids.officer_line_ids``, so that a dated line opens and
    closes the file on its day. ``organization_id`` may be computed by the model that inherits.
    """

    _name = "community.party.scoped.mixin"
    _description = "Record of a Party organisation"
    _inherit = ["community.guarded.mixin"]

    organization_id = fields.Many2one(
        "community.party.organization",
        "Organisation",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        "Community",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )

    @api.model
    def _staff_groups(self):
        return STAFF

    def _in_charge(self):
        """Add the keepers of the organisation, and of those above it, the nearest first."""
        return super()._in_charge() | self.organization_id._keepers()

    @api.depends("organization_id")
    def _compute_company_id(self):
        for record in self:
            record.company_id = (
                record.organization_id.company_id or record.company_id or self.env.company
            )
