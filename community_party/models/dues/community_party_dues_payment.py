from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.community_service.tools.said_day import said_month
from odoo.addons.community_service.tools.trusted import said, trusted

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
    posted_by_id = fields.Many2one("res.users", "Money taken by", readonly=True, copy=False)
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
            rows = payment.sudo().dues_ids
            member = payment.member_id.sudo()
            differences = rows.filtered("is_difference")
            (rows - differences).payment_id = False
            # What differs is worked out anew from what is left.
            differences.with_context(**trusted(dues_taken_back=True)).unlink()
            payment.sudo()._set_closed(state="cancelled")
            # The sheet begins anew with this member, wherever the receipt was cancelled.
            lines = self.env["community.party.dues.sheet.line"].sudo()
            lines.search([("payment_id", "=", payment.id)]).write(
                {"payment_id": False, "is_ticked": False, "amount": 0}
            )
            member._follow_dues()

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
                    month=said_month(
                        self.env.lang, self.month_from if back > ahead else self.month_to
                    ),
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
                    month=said_month(self.env.lang, self.month_from),
                    first=said_month(self.env.lang, first),
                )
            )
        # sudo: as in action_post.
        Dues = self.env["community.party.dues"].sudo().with_company(self.company_id)
        Year = self.env["community.party.dues.year"]
        count = months_between(self.month_from, self.month_to) + 1
        months = [self.month_from + relativedelta(months=number) for number in range(count)]
        # A sheet names the open ones of them.
        months = said(self.env, "dues_months", months)
        inside = [("member_id", "=", member.id), ("month", "in", months)]
        known = set(Dues.search(inside).mapped("month"))
        for month in months:
            if month not in known:
                Year._check_open(month, self.company_id)
            # Just before they are paid, rows say what is due.
            Dues._settle(month, member)
        rows_of = Dues.search(inside).grouped("month")
        chosen = Dues.browse()
        for month in months:
            rows = rows_of.get(month, Dues)
            rows.lock_for_update()
            chosen |= self._open_rows(month, rows)
        if not chosen:
            raise UserError(self._nothing_sentence())
        return chosen | self._offsets(chosen)

    def _open_rows(self, month, rows):
        """Return what is open of the rows of one month.

        :raises UserError: nothing is owed for it, it is paid already, or there is no base
        """
        month = said_month(self.env.lang, month)
        if not rows:
            raise UserError(self._not_owed_sentence(month))
        chosen = rows.filtered(lambda row: row.state == "unpaid")
        left = rows.filtered(lambda row: row.state in ("unpaid", "too_much"))
        main = chosen.filtered(lambda row: not row.is_difference)
        if main and self.currency_id.compare_amounts(sum(left.mapped("amount")), 0) <= 0:
            return chosen.browse()  # nothing of it is owed any more
        paid = rows.filtered("payment_id")[:1]
        if paid and not chosen:
            raise UserError(self._paid_sentence(month, paid.payment_id))
        if not chosen and "no_base" in rows.mapped("state"):
            raise UserError(self._no_base_sentence(month))
        return chosen

    def _not_owed_sentence(self, month):
        return self.env._(
            "%(member)s owes no dues for %(month)s here: %(why)s. Choose other months.",
            member=self.member_id.name,
            month=month,
            why=self.member_id._why_not_owed(fields.Date.to_date(f"{month}-01")),
        )

    def _why_nothing(self, month):
        """Return the sentence why a member has nothing open up to a month."""
        # sudo: as in action_post.
        rows = self.env["community.party.dues"].sudo()
        rows = rows.search([("member_id", "=", self.member_id.id), ("month", "<=", month)])
        newest = rows.filtered(lambda row: not row.is_difference)[:1]
        missing = rows.filtered(lambda row: row.state == "no_base")[-1:]
        if missing:
            return self._no_base_sentence(said_month(self.env.lang, missing.month))
        if newest.payment_id:
            return self._paid_sentence(said_month(self.env.lang, newest.month), newest.payment_id)
        if newest.state == "nothing":
            return self._nothing_sentence()
        return self._not_owed_sentence(said_month(self.env.lang, month))

    def _no_base_sentence(self, month):
        return self.env._(
            "%(member)s has no confirmed base for %(month)s: enter and confirm it first.",
            member=self.member_id.name,
            month=month,
        )

    def _paid_sentence(self, month, payment):
        return self.env._(
            "%(member)s has paid %(month)s already (receipt %(number)s).",
            member=self.member_id.name,
            month=month,
            number=payment.number,
        )

    def _nothing_sentence(self):
        return self.env._(
            "%(member)s: nothing is due for these months; no receipt is issued for it.",
            member=self.member_id.name,
        )

    def _offsets(self, chosen):
        """Return what counts against these rows: agreed on, or of a month that is paid with them.

        Never more than they come to: nothing is handed out by a receipt.
        """
        Dues = chosen.browse()
        months = chosen.filtered(lambda row: not row.is_difference).mapped("month")
        credits = Dues.search(
            [
                ("member_id", "=", self.member_id.id),
                ("state", "=", "too_much"),
                "|",
                ("is_offset", "=", True),
                ("month", "in", months),
            ],
            order="month, id",
        )
        left = sum(chosen.mapped("amount"))
        taken = Dues.browse()
        for row in credits:
            if self.currency_id.compare_amounts(left + row.amount, 0) >= 0:
                left += row.amount
                taken |= row
        taken.lock_for_update()
        return taken

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
                rows |= payment._offsets(rows)
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

    def _paper_needs(self, paper):
        needs = {
            "report_dues_receipt": (
                "number",
                "member_id",
                "organization_id",
                "payer_id",
                "date",
                "dues_ids",
                "posted_by_id",
            ),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))
