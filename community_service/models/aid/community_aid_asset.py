from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_aid_asset_kind import TREATMENTS

HIGHEST = 100_000_000


class CommunityAidAsset(models.Model):
    """One asset of the family and what it is worth; what is needed to live is exempt."""

    _name = "community.aid.asset"
    _description = "Asset in an Aid Case"
    _inherit = ["community.aid.means"]
    _order = "case_id, id"
    _rec_name = "kind_id"

    member_id = fields.Many2one(string="Whose")
    kind_id = fields.Many2one(
        "community.aid.asset.kind",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    head = fields.Selection(related="kind_id.head")
    amount = fields.Monetary("Worth (yuan)")
    treatment = fields.Selection(TREATMENTS)
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
