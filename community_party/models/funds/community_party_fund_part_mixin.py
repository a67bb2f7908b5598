from odoo import fields, models


class CommunityPartyFundPartMixin(models.AbstractModel):
    """An amount planned for one year of a fund: where it comes from, or what it is for."""

    _name = "community.party.fund.part.mixin"
    _description = "Part of a Fund Year"
    _inherit = ["community.party.scoped.mixin", "mail.thread"]

    year_id = fields.Many2one(
        "community.party.fund.year",
        "Fund year",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    fund_id = fields.Many2one(related="year_id.fund_id", store=True, precompute=True, index=True)
    organization_id = fields.Many2one(
        related="fund_id.organization_id", store=True, precompute=True
    )
    name = fields.Char(required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(required=True, tracking=True)

    _check_amount = models.Constraint("CHECK (amount > 0)", "An amount is above zero.")
