from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.dues import months_between


class CommunityPartyDuesPayment(models.Model):
    """A payment of dues: who paid, for whom, for which months; posted it is a receipt.

    中组发〔2008〕3号 art. 12: by the member or, with the branch's consent, by family or another
    member, monthly or for a quarter; making up normally at most six months (for paying ahead the
    text names no months, the same number is asked). Art. 9: a member pays where the relation is.
    Art. 14: nobody advances dues for members or deducts them from pay, and no dues are invented.
    """

    _name = "community.party.dues.payment"
    _description = "Payment of Dues"
    _inherit = ["community.party.filed.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _rec_name = "number"

    number = fields.Char("Receipt", readonly=True, copy=False, index=True)
    paid_at_id = fields.Many2one(
        "community.party.organization",
        "Paid at",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Another branch, where a mobile member with the activity card pays.",
    )
    payer_id = fields.Many2one(
        "res.partner",
        "Paid by",
        compute="_compute_payer_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
    )
    is_on_behalf = fields.Boolean("On behalf", compute="_compute_is_on_behalf", store=True)
    date = fields.Date(
        "Paid on", required=True, default=fields.Date.context_today, index=True, tracking=True
    )
    month_from = fields.Date(
        "First month",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    month_to = fields.Date(
        "Last month",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    override_reason = fields.Char(
        "Reason for the exception", help="Needed beyond the months that rule allows.", tracking=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(readonly=True, copy=False, tracking=True)
    method = fields.Selection(
        [("cash", "Cash"), ("bank", "Bank"), ("phone", "Phone payment")], default="cash"
    )
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted"), ("cancelled", "Cancelled")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    posted_by_id = fields.Many2one("res.users", "Taken by", readonly=True, copy=False)
    cancel_reason = fields.Char("Reason for cancelling")
    dues_ids = fields.One2many("community.party.dues", "payment_id", "Months", readonly=True)

    open_amount = fields.Monetary(
        "To pay",
        compute="_compute_open_amount",
        help="Of the chosen months that are assessed and not paid.",
    )

    _number_uniq = models.UniqueIndex("(number) WHERE number IS NOT NULL", "This receipt exists.")
    _check_months = models.Constraint(
        "CHECK (month_to >= month_from)", "The last month cannot lie before the first."
    )
    _posted_number = models.Constraint(
        "CHECK (state <> 'posted' OR number IS NOT NULL)", "A posted payment has a receipt number."
    )

    @api.depends("member_id")
    def _compute_payer_id(self):
        for payment in self:
            payment.payer_id = payment.member_id.partner_id

    @api.depends("payer_id", "member_id.partner_id")
    def _compute_is_on_behalf(self):
        for payment in self:
            payment.is_on_behalf = payment.payer_id != payment.member_id.partner_id

    @api.constrains("date")
    def _check_date(self):
        today = fields.Date.context_today(self)
        for payment in self:
            if payment.date > today:
                raise ValidationError(
                    self.env._(
                        "%(member)s: %(date)s lies ahead. Enter the day on which it was paid.",
                        member=payment.member_id.name,
                        date=payment.date,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._whole_months(vals) for vals in vals_list])

    def _settled_fields(self):
        if self.state == "draft":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but("cancel_reason")

    def _settled_sentence(self, name):
        return self.env._(
            "Receipt %(number)s is issued: cancel it with a reason and enter the payment anew.",
            number=self.number,
        )

    def write(self, vals):
        return super().write(self._whole_months(vals))

    @api.model
    def _whole_months(self, vals):
        vals = dict(vals)
        for name in ("month_from", "month_to"):
            if vals.get(name):
                vals[name] = fields.Date.to_date(vals[name]).replace(day=1)
        return vals

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        for payment in self:
            if payment.number:
                raise UserError(
                    self.env._(
                        "Receipt %(number)s was issued and stays: cancel it instead.",
                        number=payment.number,
                    )
                )

    def action_post(self):
        """Pay the months with this payment and issue its receipt number.

        :raises UserError: a month before membership, paid already, without a base or too far from
            the day of payment without a reason; a closed year
        """
        self.check_access("write")
        Year = self.env["community.party.dues.year"]
        for payment in self:
            if payment.state != "draft":
                raise UserError(
                    self.env._(
                        "The payment of %(member)s is posted or cancelled already.",
                        member=payment.member_id.name,
                    )
                )
            Year._check_open(payment.date, payment.company_id)
            payment._check_span()
            rows = payment._rows_to_pay()
            # sudo: rows, states and numbers are written by this code alone.
            rows.sudo().payment_id = payment
            payment.sudo()._set_closed(
                state="posted",
                number=self.env["ir.sequence"]
                .sudo()
                .next_by_code("community.party.dues.payment", sequence_date=payment.date),
                amount=sum(rows.mapped("amount")),
                posted_by_id=self.env.user.id,
            )

    def action_cancel(self):
        """Cancel a payment with a reason; its months are unpaid again.

        :raises UserError: no reason given, or the year of the payment is closed
        """
        self.check_access("write")
        for payment in self:
            self.env["community.party.dues.year"]._check_open(payment.date, payment.company_id)
            if payment.number and not (payment.cancel_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Receipt %(number)s is cancelled with a reason: enter it first.",
                        number=payment.number,
                    )
                )
            # sudo: as above.
            payment.sudo().dues_ids.payment_id = False
            payment.sudo()._set_closed(state="cancelled")

    def _check_span(self):
        """Refuse months farther from the day of payment than the rule allows."""
        Parameter = self.env["community.parameter"]
        most = Parameter._whole("party_dues_makeup_months", self.company_id, self.date)
        paid = self.date.replace(day=1)
        back, ahead = months_between(self.month_from, paid), months_between(paid, self.month_to)
        if max(back, ahead) > most and not (self.override_reason or "").strip():
            raise UserError(
                self.env._(
                    "%(member)s: %(months)s months lie between the payment and %(month)s; make-up "
                    "and prepayment cover at most %(most)s. Pay fewer months or enter the reason "
                    "for the exception.",
                    member=self.member_id.name,
                    months=max(back, ahead),
                    month=(self.month_from if back > ahead else self.month_to).strftime("%Y-%m"),
                    most=most,
                )
            )

    def _rows_to_pay(self):
        """Return the rows of the months, assessed where they are not yet, and locked."""
        member = self.member_id
        first = member._first_dues_month()
        if first and self.month_from < first:
            raise UserError(
                self.env._(
                    "%(member)s: no dues are owed for %(month)s; membership counts from %(first)s. "
                    "Choose a later first month.",
                    member=member.name,
                    month=self.month_from.strftime("%Y-%m"),
                    first=first.strftime("%Y-%m"),
                )
            )
        # sudo: as in action_post.
        Dues = self.env["community.party.dues"].sudo().with_company(self.company_id)
        rows = Dues.search(
            [
                ("member_id", "=", member.id),
                ("month", ">=", self.month_from),
                ("month", "<=", self.month_to),
            ]
        )
        months = set(rows.mapped("month"))
        count = months_between(self.month_from, self.month_to) + 1
        for number in range(count):
            month = self.month_from + relativedelta(months=number)
            if month not in months:
                rows |= Dues._assess(month, member)
        rows.lock_for_update()
        if paid := rows.filtered("payment_id"):
            raise UserError(
                self.env._(
                    "%(member)s has paid %(month)s already (receipt %(number)s).",
                    member=member.name,
                    month=paid[0].month.strftime("%Y-%m"),
                    number=paid[0].payment_id.number,
                )
            )
        if missing := rows.filtered(lambda row: row.state == "no_base"):
            raise UserError(
                self.env._(
                    "%(member)s has no confirmed base for %(month)s: enter and confirm it first.",
                    member=member.name,
                    month=missing[0].month.strftime("%Y-%m"),
                )
            )
        return rows.filtered(lambda row: row.state == "unpaid")

    # What is known when a payment is begun: the first open month, and how much that makes.

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
