from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyDues(models.Model):
    """What one member owes for one month, and whether it is paid: one row per member and month.

    Rows are written by the assessment and by payments alone; what a row says of category, base and
    rate is that of its month and does not follow later changes.
    """

    _name = "community.party.dues"
    _description = "Dues of a Month"
    _inherit = ["community.party.scoped.mixin"]
    _order = "month desc, member_id, id"
    _rec_name = "month"
    _check_company_auto = True

    member_id = fields.Many2one(
        "community.party.member", required=True, index=True, ondelete="restrict", check_company=True
    )
    month = fields.Date(required=True, index=True, help="The first day of the month.")
    category = fields.Selection(
        selection=lambda self: self.env["community.party.dues.base"]._categories(),
        string="Rule",
    )
    base = fields.Float(digits=(16, 2), aggregator=None)
    base_id = fields.Many2one(
        "community.party.dues.base", "Base entered", index="btree_not_null", ondelete="restrict"
    )
    rate_id = fields.Many2one("community.party.dues.rate", ondelete="restrict")
    full_amount = fields.Float("By the rule", digits=(16, 2))
    amount = fields.Float("To pay (yuan)", digits=(16, 2))
    is_base_missing = fields.Boolean()
    is_base_old = fields.Boolean(
        "Base of an earlier year", help="The base has not been confirmed for this year yet."
    )
    waiver_id = fields.Many2one(
        "community.party.dues.waiver", index="btree_not_null", ondelete="restrict"
    )
    payment_id = fields.Many2one(
        "community.party.dues.payment", index="btree_not_null", ondelete="restrict"
    )
    date_paid = fields.Date(related="payment_id.date", store=True, index="btree_not_null")
    payer_id = fields.Many2one(related="payment_id.payer_id")
    state = fields.Selection(
        [
            ("no_base", "Base missing"),
            ("unpaid", "Not paid"),
            ("paid", "Paid"),
            ("nothing", "Nothing due"),
        ],
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
    )
    note = fields.Char()

    _member_month_uniq = models.Constraint(
        "UNIQUE (member_id, month)", "This member's dues for that month are assessed already."
    )
    _check_month = models.Constraint(
        "CHECK (extract(day FROM month) = 1)", "A month is written as its first day."
    )
    _check_amount = models.Constraint("CHECK (amount >= 0)", "Dues are not below zero.")

    @api.depends("is_base_missing", "payment_id", "amount")
    def _compute_state(self):
        for row in self:
            if row.payment_id:
                row.state = "paid"
            elif row.is_base_missing:
                row.state = "no_base"
            else:
                row.state = "unpaid" if row.amount else "nothing"

    @api.depends("month", "member_id.name")
    def _compute_display_name(self):
        for row in self:
            month = row.month and row.month.strftime("%Y-%m")
            row.display_name = f"{row.member_id.name or ''} {month or ''}".strip()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        for row in self:
            if row.payment_id:
                raise UserError(
                    self.env._(
                        "%(dues)s is paid by receipt %(number)s: cancel the payment first.",
                        dues=row.display_name,
                        number=row.payment_id.number,
                    )
                )

    def action_pay(self):
        """Open a new payment for this month and the unpaid ones before it of the same member.

        :return: dict, the action
        """
        self.ensure_one()
        self.check_access("read")
        first = self.search(
            [("member_id", "=", self.member_id.id), ("state", "=", "unpaid")],
            order="month",
            limit=1,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "community.party.dues.payment",
            "view_mode": "form",
            "context": {
                "default_member_id": self.member_id.id,
                "default_month_from": min(first.month or self.month, self.month),
                "default_month_to": self.month,
            },
        }
