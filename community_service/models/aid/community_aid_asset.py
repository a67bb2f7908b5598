from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.aid import to_decimal
from .community_aid_case import WORKERS

HIGHEST = 100_000_000


class CommunityAidAsset(models.Model):
    """One asset of the family and what it is worth; what is needed to live is exempt."""

    _name = "community.aid.asset"
    _description = "Asset in an Aid Case"
    _inherit = ["community.aid.means"]
    _order = "case_id, id"
    _rec_name = "kind_id"

    member_id = fields.Many2one(
        "community.aid.member",
        "Whose",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        domain="[('case_id', '=', case_id)]",
    )
    kind_id = fields.Many2one(
        "community.aid.asset.kind", required=True, index=True, ondelete="restrict"
    )
    head = fields.Selection(related="kind_id.head")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Worth (yuan)", groups=WORKERS, exportable=False, aggregator=None)
    is_unknown = fields.Boolean("Not known yet")
    treatment = fields.Selection(
        [("counted", "Counted"), ("exempt", "Exempt"), ("barred", "Beyond the rules")],
        compute="_compute_treatment",
        help="By the rule of the day of the application.",
    )
    note = fields.Char(help="What it is and what it is needed for.")

    @api.constrains("amount", "is_unknown")
    def _check_amount(self):
        for line in self:
            if not 0 <= line.amount <= HIGHEST or line.amount and line.is_unknown:
                raise UserError(
                    self.env._(
                        "%(kind)s of %(case)s: %(amount)s yuan cannot be right. Write what it is "
                        "worth from 0 to %(highest)s, or mark it as not known yet.",
                        kind=line.kind_id.name,
                        case=line.case_id.display_name,
                        amount=f"{line.amount:,.2f}",
                        highest=f"{HIGHEST:,}",
                    )
                )

    def _pair(self):
        """Return (treatment, value or None), as the arithmetic wants it."""
        return self.treatment, None if self.is_unknown else to_decimal(self.amount)
