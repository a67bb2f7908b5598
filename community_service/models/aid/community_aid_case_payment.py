from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.aid import first_of_month
from .community_aid_case import GRANTED, WORKERS


class CommunityAidCase(models.Model):
    """What was paid for a case, and the month's payments of many cases at once."""

    _inherit = "community.aid.case"

    payment_count = fields.Integer(
        "Number of payments", compute="_compute_payment_count", groups=WORKERS
    )
    date_first_paid = fields.Date(
        "First paid on", compute="_compute_date_first_paid", store=True, index="btree_not_null"
    )

    def _compute_payment_count(self):
        counts = dict(
            self.env["community.aid.payment"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        for case in self:
            case.payment_count = counts.get(case._origin, 0)

    @api.depends("payment_ids.date", "payment_ids.kind")
    def _compute_date_first_paid(self):
        for case in self:
            benefits = case.payment_ids.filtered(lambda p: p.kind != "recovery")
            case.date_first_paid = min(benefits.mapped("date"), default=False)

    def _may_pay(self):
        """Tell whether money may flow: granted, ended with something still owed, or urgent."""
        if self.decision == "granted":
            return True
        is_urgent = self.is_urgent and self.kind == "temporary"
        return is_urgent and self.state in ("accepted", "survey", "submitted")

    def _amount_of(self, period):
        """Return what the case gets in a month: each rise and cut holds from its month."""
        self.ensure_one()
        if not period:
            return self.amount
        # Whoever pays need not read why an amount changed.
        changes = self.sudo().change_ids.filtered(lambda c: c.kind in ("raise", "cut"))
        later = changes.filtered(lambda c: c.date_from > period).sorted(
            lambda c: (c.date_from, c.id)
        )
        return later[0].amount_before if later else self.amount

    def _balance(self):
        """Return what was paid less what was taken back."""
        self.env["community.aid.payment"].flush_model()
        ((total,),) = (
            self.env["community.aid.payment"]
            .sudo()  # A sum alone; the line in hand was checked.
            ._read_group([("case_id", "=", self.id)], [], ["signed_amount:sum"])
        )
        return round(total, 2)

    def action_pay(self):
        """Open the form of a payment."""
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment"),
            "res_model": "community.aid.payment",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def action_pay_month(self):
        """Record this month's benefit of every chosen case that pays monthly and has none yet.

        :return: the payments made
        :raises UserError: when none of the cases has anything to pay this month
        """
        self.check_access("write")
        self._check_officer()
        today = fields.Date.context_today(self)
        period = first_of_month(today)
        due = self.filtered(
            lambda case: (
                case.state in GRANTED
                and case.programme_id.is_monthly
                and case.amount > 0
                and first_of_month(case.date_start) <= period
                and not (case.date_end and case.date_end < period)
            )
        )
        Payment = self.env["community.aid.payment"]
        paid = Payment.search(
            Domain("case_id", "in", due.ids)
            & Domain("period", "=", period)
            & Domain("kind", "=", "benefit")
            & Domain("form", "=", "money")
        ).case_id
        due -= paid
        if not due:
            raise UserError(
                self.env._(
                    "None of these cases has a benefit to pay in %(month)s: they are paid already, "
                    "begin later, or are not paid monthly.",
                    month=period.strftime("%Y-%m"),
                )
            )
        payments = Payment.create([{"case_id": case.id, "period": period} for case in due])
        return self._payment_action([("id", "in", payments.ids)])

    def action_open_payments(self):
        """Open the payments of one case."""
        self.ensure_one()
        self.check_access("read")
        return self._payment_action([("case_id", "=", self.id)])

    def _payment_action(self, domain):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_aid_payment_action"
        )
        context = {"default_case_id": self.id} if len(self) == 1 else {}
        return action | {"domain": domain, "context": context}
