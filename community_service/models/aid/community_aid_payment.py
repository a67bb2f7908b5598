from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.aid import first_of_month
from ...tools.said_day import said_month
from .community_aid_case import WORKERS

HIGHEST = 1_000_000


class CommunityAidPayment(models.Model):
    """Money or goods that a case brought, for one month; back-pay and recovery are own lines.

    A benefit of the same household (or person), programme and month exists once, under whichever
    edition of the programme: the database refuses the second. Of kinds that exclude each other
    one is paid to a person in a month (:class:`community.aid.month`). What was paid is never
    deleted; too much is recovered by a line.
    """

    _name = "community.aid.payment"
    _description = "Aid Payment"
    _inherit = ["community.scoped.mixin", "community.contact.source.mixin"]
    _order = "date desc, id desc"
    _rec_name = "period"
    _check_company_auto = True
    _grid_by_area = True

    case_id = fields.Many2one(
        "community.aid.case", required=True, index=True, ondelete="restrict", check_company=True
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_case",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        compute="_compute_case",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    programme_id = fields.Many2one(
        "community.aid.programme",
        "Aid programme",
        compute="_compute_case",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    programme_code = fields.Char(
        compute="_compute_case", store=True, precompute=True, export_string_translation=False
    )
    resident_id = fields.Many2one(
        "community.resident",
        "Recipient",
        compute="_compute_case",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    # For whom the benefit counts once: the person of a person's aid, otherwise the household.
    beneficiary_key = fields.Char(
        compute="_compute_case", store=True, precompute=True, export_string_translation=False
    )
    kind = fields.Selection(
        [("benefit", "Benefit"), ("back_pay", "Back-pay"), ("recovery", "Recovery")],
        required=True,
        default="benefit",
    )
    form = fields.Selection(
        [("money", "Money"), ("goods", "Goods")], required=True, default="money"
    )
    date = fields.Date("Paid on", required=True, default=fields.Date.context_today)
    period = fields.Date(
        "For the month",
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Any day of the month; its first day is kept.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="Yuan; of goods, what they are worth.",
        aggregator="sum",
    )
    signed_amount = fields.Monetary(
        "Balance", compute="_compute_signed_amount", store=True, precompute=True
    )
    method = fields.Selection(
        [("bank", "Bank"), ("cash", "Cash"), ("card", "Card"), ("goods", "Given in goods")],
        compute="_compute_method",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    item = fields.Char(help="What was handed out.")
    quantity = fields.Float(digits=(12, 2), default=1.0)
    unit = fields.Char()
    donor_id = fields.Many2one(
        "res.partner", index="btree_not_null", ondelete="restrict", help="Empty: public money."
    )
    is_signed = fields.Boolean("Signed", help="The recipient has signed the hand-out sheet.")
    date_signed = fields.Date(
        "Collected on", help="When the recipient came and signed; empty: on the day of the tick."
    )
    user_id = fields.Many2one(
        "res.users", "Recorded by", required=True, default=lambda self: self.env.user, index=True
    )
    note = fields.Char(groups=WORKERS)
    # A month after the death of whoever gets it is paid for a reason, on somebody's word.
    ended_reason = fields.Char(
        "Why after the death",
        groups=WORKERS,
        help="Why a month after the death is paid all the same.",
    )
    ended_approver = fields.Char(
        "Who approved it", groups=WORKERS, help="Body and person who decided that."
    )

    _once_uniq = models.UniqueIndex(
        """(company_id, programme_code, beneficiary_key, period, form, COALESCE(item, ''))
        WHERE kind = 'benefit'""",
        "This benefit of this month has been paid already: the same need is met once. Record "
        "a back-pay if something was missing.",
    )
    _check_quantity = models.Constraint(
        "CHECK (form <> 'goods' OR length(trim(COALESCE(item, ''))) > 0 AND quantity > 0)",
        "Goods have a name and a quantity above 0.",
    )
    _period_idx = models.Index("(period, id)")
    _order_idx = models.Index("(date DESC, id DESC)")

    @api.depends_context("lang")
    @api.depends("period")
    def _compute_display_name(self):
        for record in self:
            record.display_name = said_month(self.env.lang, record.period)

    @api.depends(
        "case_id.household_id",
        "case_id.area_id",
        "case_id.programme_id.code",
        "case_id.resident_id",
    )
    def _compute_case(self):
        for payment in self:
            case = payment.case_id
            payment.household_id, payment.area_id = case.household_id, case.area_id
            payment.programme_id = case.programme_id
            payment.programme_code = case.programme_id.code
            payment.resident_id = case.resident_id
            payment.beneficiary_key = case._beneficiary_key()

    @api.depends("case_id.company_id")
    def _compute_company_id(self):
        result = super()._compute_company_id()
        for payment in self:
            payment.company_id = payment.case_id.company_id or payment.company_id
        return result

    @api.depends("date")
    def _compute_period(self):
        for payment in self:
            payment.period = payment.period or payment.date and first_of_month(payment.date)

    @api.depends("case_id", "period", "kind", "form")
    def _compute_amount(self):
        for payment in self:
            is_due = payment.kind == "benefit" and payment.form == "money" and payment.case_id
            if is_due and not payment.amount:
                payment.amount = payment.case_id._amount_of(payment.period)
            else:
                payment.amount = payment.amount

    @api.depends("amount", "kind")
    def _compute_signed_amount(self):
        for payment in self:
            sign = -1 if payment.kind == "recovery" else 1
            payment.signed_amount = sign * payment.amount

    @api.depends("form")
    def _compute_method(self):
        for payment in self:
            if payment.form == "goods":
                payment.method = "goods"
            else:
                payment.method = payment.method if payment.method != "goods" else "bank"
                payment.method = payment.method or "bank"

    @api.constrains("date_signed")
    def _check_date_signed(self):
        today = fields.Date.context_today(self)
        for payment in self:
            day = payment.date_signed
            if day and not payment.date <= day <= today:
                raise UserError(
                    self.env._(
                        "%(case)s: what was paid on %(paid)s cannot have been collected on "
                        "%(day)s. Correct the day of collection.",
                        case=payment.case_id.display_name,
                        paid=payment.date,
                        day=day,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        vals_list = [self._with_day_signed(self._first_day(vals)) for vals in vals_list]
        cases = self.env["community.aid.case"].browse(
            {vals["case_id"] for vals in vals_list if vals.get("case_id")}
        )
        cases._check_officer()
        payments = super().create(vals_list)
        payments._check_due()
        self.env["community.aid.month"]._take(payments)
        self.env["community.aid.month"]._release(payments.filtered(lambda p: p.kind == "recovery"))
        # The first payment begins the aid.
        payments.case_id.filtered(lambda case: case.state == "approved")._start()
        return payments

    def write(self, vals):
        return super().write(self._with_day_signed(vals))

    @api.model
    def _with_day_signed(self, vals):
        """Return values with the day of collection, which is today where nobody says otherwise."""
        if "is_signed" not in vals:
            return vals
        if not vals["is_signed"]:
            return {**vals, "date_signed": False}
        return {"date_signed": fields.Date.context_today(self), **vals}

    def _settled_fields(self):
        return super()._settled_fields() | self._all_fields_but("note", "is_signed", "date_signed")

    def _settled_sentence(self, name):
        return self.env._(
            "A payment of %(case)s is kept as it was: record a recovery or a back-pay instead.",
            case=self.case_id.display_name,
        )

    @api.model
    def _first_day(self, vals):
        if period := fields.Date.to_date(vals.get("period")):
            return {**vals, "period": first_of_month(period)}
        return vals

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for payment in self:
            raise UserError(
                self.env._(
                    "A payment of %(case)s is kept: record a recovery instead.",
                    case=payment.case_id.display_name,
                )
            )

    def _is_public(self):
        """Tell whether it is public money or goods: what somebody donates excludes nothing."""
        return not self.donor_id

    def _is_after_death(self):
        """Tell whether a month is paid to somebody dead on nobody's word."""
        if self.kind == "recovery":
            return False
        # What was written is asked for, not shown.
        own = self.sudo()
        if (own.ended_reason or "").strip() and (own.ended_approver or "").strip():
            return False
        last = self.case_id._last_month()
        return bool(last) and self.period > last

    def _check_due(self):
        """Refuse what nobody decided, what is too early, and amounts that cannot be right."""
        today = fields.Date.context_today(self)
        for payment in self:
            case, reason = payment.case_id, None
            if not case._may_pay():
                reason = self.env._("nothing has been granted yet: record the decision first")
            elif payment.date > today:
                reason = self.env._("the day is still to come: record it when it is paid")
            elif case.date_start and payment.period < first_of_month(case.date_start):
                reason = self.env._(
                    "aid is paid from %(date)s, the month after the decision: choose a later month",
                    date=case.date_start,
                )
            elif case.date_end and payment.period > case.date_end and payment.kind != "recovery":
                reason = self.env._(
                    "aid ended on %(date)s: choose an earlier month", date=case.date_end
                )
            elif payment._is_after_death():
                reason = self.env._(
                    "the person had died before that month: write why it is paid all the same and "
                    "who approved it, or do not pay it",
                )
            elif not 0 < payment.amount <= HIGHEST and payment.form == "money":
                reason = self.env._(
                    "%(amount)s yuan cannot be right: write an amount above 0",
                    amount=f"{payment.amount:g}",
                )
            elif payment.amount < 0:
                reason = self.env._("goods cannot be worth less than nothing")
            elif payment.kind == "recovery" and case._balance() < 0:
                reason = self.env._("more would be recovered than was ever paid")
            if reason:
                raise UserError(
                    self.env._(
                        "%(case)s, month %(period)s: %(reason)s.",
                        case=case.display_name,
                        period=said_month(self.env.lang, payment.period),
                        reason=reason,
                    )
                )

    # what the no-contact watch learns from it

    @api.model
    def _contact_fields(self):
        return super()._contact_fields() | {"is_signed", "date_signed"}

    @api.model
    def _handed_domain(self):
        """Return the domain of what somebody comes for and signs: goods, and money in cash."""
        in_hand = Domain("form", "=", "goods") | Domain("method", "=", "cash")
        return in_hand & Domain("kind", "!=", "recovery")

    @api.model
    def _signs_in(self, company):
        """Tell whether signatures are noted at all in a community: else a missing one says nothing.

        Looked at are the payments of the year.
        """
        since = fields.Date.context_today(self) - timedelta(days=365)
        # sudo: asked of all payments, of which nothing else is told.
        return bool(
            self.sudo().search_count(
                self._handed_domain()
                & Domain("company_id", "=", company.id)
                & Domain("is_signed", "=", True)
                & Domain("date", ">=", since),
                limit=1,
            )
        )

    def _missed_on(self):
        """Return the day from which it is a sign that nobody came for this payment."""
        days = self.env["community.parameter"]._whole(
            "watch_aid_days", self.company_id, self.date, 0
        )
        return self.date + timedelta(days=days)

    def _contact_word(self):
        if self not in self.filtered_domain(self._handed_domain()):
            return ""
        if self.is_signed:
            return "contact"
        return "signal" if self._missed_on() <= fields.Date.context_today(self) else ""

    def _contact_homes(self):
        return self.household_id | self.resident_id.household_id

    def _contact_text(self):
        return f"{self.date} {self.case_id.display_name}"

    def _paper_needs(self, paper):
        needs = ("date", "item", "quantity") if paper == "report_aid_hand_out" else ()
        return (*super()._paper_needs(paper), *needs)

    def _paper_hand_out(self):
        """Return the rows that recipients sign, by pages: number, day, who, where, what, donor."""
        rows = [
            [
                number,
                self._paper_day(line.date),
                line.case_id._applicant_name(),
                line.case_id._paper_address(),
                line.item,
                f"{line.quantity:g} {line.unit or ''}".strip(),
                line.donor_id.name,
            ]
            for number, line in enumerate(self, 1)
        ]
        widths = [3, 8, 6, 13, 7, 5, 7]
        return self._paper_pages(rows, widths, first=110.0, rest=110.0, least=11.0)
