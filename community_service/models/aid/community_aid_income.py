from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.aid import to_decimal
from .community_aid_case import WORKERS

HIGHEST = 1_000_000


class CommunityAidIncome(models.Model):
    """One income, or one deduction, of a person of the family: yuan a month.

    What nobody could say yet is marked as not known; it is never taken for zero.
    """

    _name = "community.aid.income"
    _description = "Income in an Aid Case"
    _inherit = ["community.aid.means"]
    _order = "case_id, member_id, id"
    _rec_name = "kind_id"

    member_id = fields.Many2one(
        "community.aid.member",
        "Person",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain="[('case_id', '=', case_id)]",
    )
    kind_id = fields.Many2one(
        "community.aid.income.kind", required=True, index=True, ondelete="restrict"
    )
    head = fields.Selection(related="kind_id.head")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Yuan a month", groups=WORKERS, exportable=False, aggregator=None)
    is_unknown = fields.Boolean("Not known yet")
    treatment = fields.Selection(
        [("counted", "Counted"), ("exempt", "Not counted"), ("deducted", "Deducted")],
        compute="_compute_treatment",
        help="By the rule of the day of the application.",
    )
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

    def _pair(self):
        """Return (treatment, amount or None), as the arithmetic wants it."""
        return self.treatment, None if self.is_unknown else to_decimal(self.amount)
