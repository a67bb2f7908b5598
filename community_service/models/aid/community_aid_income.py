from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_aid_income_kind import TREATMENTS

HIGHEST = 1_000_000


class CommunityAidIncome(models.Model):
    """One income, or one deduction, of a person of the family: yuan a month."""

    _name = "community.aid.income"
    _description = "Income in an Aid Case"
    _inherit = ["community.aid.means"]
    _order = "case_id, member_id, id"
    _rec_name = "kind_id"

    member_id = fields.Many2one(string="Person", required=True, index=True)
    kind_id = fields.Many2one(
        "community.aid.income.kind",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    head = fields.Selection(related="kind_id.head")
    amount = fields.Monetary("Income a month (yuan)")
    treatment = fields.Selection(TREATMENTS)
    evidence = fields.Char(help="What was seen: a payslip, a bank sheet, the county's data.")

    @api.constrains("amount", "is_unknown")
    def _check_amount(self):
        for line in self:
            if 0 <= line.amount <= HIGHEST and not (line.amount and line.is_unknown):
                continue
            if line.amount and line.is_unknown:
                raise UserError(
                    self.env._(
                        "%(kind)s of %(name)s: %(amount)s yuan and “not known yet” exclude each "
                        "other: remove one of them.",
                        kind=line.kind_id.name,
                        name=line.member_id.name,
                        amount=f"{line.amount:,.2f}",
                    )
                )
            raise UserError(
                self.env._(
                    "%(kind)s of %(name)s: %(amount)s yuan a month cannot be right. Write an "
                    "amount from 0 to %(highest)s; a loss or a cost is a kind that is deducted.",
                    kind=line.kind_id.name,
                    name=line.member_id.name,
                    amount=f"{line.amount:,.2f}",
                    highest=f"{HIGHEST:,}",
                )
            )

    @api.constrains("member_id", "case_id")
    def _check_member(self):
        for line in self:
            if line.member_id.case_id != line.case_id:
                raise UserError(
                    self.env._(
                        "%(name)s is not in the family of %(case)s: choose a person of its list.",
                        name=line.member_id.name,
                        case=line.case_id.display_name,
                    )
                )
