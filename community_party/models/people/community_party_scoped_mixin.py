from odoo import api, fields, models


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

    @api.depends("organization_id")
    def _compute_company_id(self):
        for record in self:
            record.company_id = (
                record.organization_id.company_id or record.company_id or self.env.company
            )
