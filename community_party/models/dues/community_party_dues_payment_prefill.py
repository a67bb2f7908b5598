from odoo import api, fields, models
from odoo.fields import Domain


class CommunityPartyDuesPayment(models.Model):
    """What is known when a payment is begun: the first open month, and how much that makes."""

    _inherit = "community.party.dues.payment"

    open_amount = fields.Float(
        "To pay",
        digits=(16, 2),
        compute="_compute_open_amount",
        help="Of the chosen months that are assessed and not paid.",
    )

    @api.depends("member_id", "month_from", "month_to")
    def _compute_open_amount(self):
        for payment in self:
            rows = self.env["community.party.dues"]
            if payment.member_id and payment.month_from and payment.month_to:
                rows = payment._search_unpaid(
                    Domain("month", ">=", payment.month_from.replace(day=1))
                    & Domain("month", "<=", payment.month_to)
                )
            payment.open_amount = sum(rows.mapped("amount"))

    @api.onchange("member_id")
    def _onchange_member_id(self):
        """Begin with the oldest month that is not paid."""
        if self.member_id and "default_month_from" not in self.env.context:
            first = self._search_unpaid(Domain.TRUE, limit=1)
            if first and self.month_to:
                self.month_from = min(first.month, self.month_to)

    def _search_unpaid(self, domain, limit=None):
        unpaid = Domain("member_id", "=", self.member_id.id) & Domain("state", "=", "unpaid")
        return self.env["community.party.dues"].search(unpaid & domain, order="month", limit=limit)
