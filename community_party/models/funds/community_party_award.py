from odoo import api, fields, models
from odoo.exceptions import UserError

# A request that may still lead to a payment, or did.
LIVE = ("draft", "requested", "approved", "signed", "paid")


class CommunityPartyAward(models.Model):
    """The material part of an award is asked of a fund and paid by its steps."""

    _inherit = "community.party.award"

    fund_request_ids = fields.One2many(
        "community.party.fund.request", "award_id", "Requests to the fund", readonly=True
    )
    payment_state = fields.Selection(
        [
            ("to_ask", "Not asked of the fund"),
            ("asked", "Asked of the fund"),
            ("paid", "Paid from the fund"),
        ],
        "Payment of the material part",
        compute="_compute_payment_state",
        store=True,
        index="btree_not_null",
        help="Empty without an amount, and until the award is granted.",
    )

    @api.depends("state", "amount", "paid_reference", "fund_request_ids.state")
    def _compute_payment_state(self):
        for award in self:
            if award.state != "granted" or not award.amount:
                award.payment_state = False
            elif award.paid_reference:
                award.payment_state = "paid"
            else:
                asked = award.fund_request_ids.filtered(lambda request: request.state in LIVE)
                award.payment_state = "asked" if asked else "to_ask"

    def action_ask_fund(self):
        """Open the request for the material part of one award, a new one if there is none.

        The budget line for commending is proposed where the funds of the year have just one.

        :raises UserError: for an award that is not granted or has no amount
        """
        self.ensure_one()
        self.check_access("write")
        self._check_material()
        running = self.fund_request_ids.filtered(lambda request: request.state in LIVE)
        today = fields.Date.context_today(self)
        lines = self.env["community.party.fund.budget"].search(
            [
                ("use_kind", "=", "commending"),
                ("year_id.state", "=", "open"),
                ("year_id.year", "=", str(today.year)),
                ("company_id", "=", self.company_id.id),
            ],
            limit=2,
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask the fund"),
            "res_model": "community.party.fund.request",
            "res_id": running[:1].id,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {
                "default_award_id": self.id,
                **({"default_budget_id": lines.id} if len(lines) == 1 else {}),
            },
        }

    def _check_revocable(self):
        result = super()._check_revocable()
        # sudo: a request stands in the way, whoever may see it.
        for request in self.sudo().fund_request_ids:
            if request.state in ("requested", "approved", "signed"):
                raise UserError(
                    self.env._(
                        "%(award)s: its material part is asked for with %(request)s. Withdraw or "
                        "refuse that request first, then revoke the award.",
                        award=self.display_name,
                        request=request.number,
                    )
                )
        return result
