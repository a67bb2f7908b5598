from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.community_service.tools.money_words import capital_amount


class CommunityPartyFundEntry(models.Model):
    """Money that came into a fund or left it. Posted it stays; a reversal takes it back.

    Income belongs to a source, a payment to a request that two people have signed.
    """

    _name = "community.party.fund.entry"
    _description = "Entry of a Party Fund"
    _inherit = ["community.party.scoped.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    number = fields.Char("Entry number", readonly=True, copy=False, index=True)
    kind = fields.Selection(
        [("income", "Income"), ("expense", "Payment out")],
        "Entry kind",
        required=True,
        default="income",
        index=True,
    )
    source_id = fields.Many2one(
        "community.party.fund.source",
        "Fund source",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    source_kind = fields.Selection(related="source_id.kind", store=True, index=True)
    request_id = fields.Many2one(
        "community.party.fund.request",
        "Fund request",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    budget_id = fields.Many2one(
        related="request_id.budget_id", string="Budget line", store=True, index="btree_not_null"
    )
    fund_id = fields.Many2one(
        "community.party.fund",
        compute="_compute_from_links",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    organization_id = fields.Many2one(compute="_compute_from_links", store=True, precompute=True)
    name = fields.Char(
        "Purpose",
        compute="_compute_wanted",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    counterpart = fields.Char(
        "From or to",
        compute="_compute_wanted",
        store=True,
        readonly=False,
        precompute=True,
        help="Who gave the money, or who received it.",
    )
    date = fields.Date(
        "Entry day", required=True, default=fields.Date.context_today, index=True, tracking=True
    )
    year_id = fields.Many2one(
        "community.party.fund.year",
        "Fund year",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        compute="_compute_wanted",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
    )
    signed_amount = fields.Monetary(
        "Change",
        compute="_compute_signed_amount",
        store=True,
        help="Above zero what the fund gains, below zero what it loses.",
    )
    spent_amount = fields.Monetary(
        "Spent",
        compute="_compute_signed_amount",
        store=True,
        help="Of a payment; below zero where one is taken back.",
    )
    method = fields.Selection(
        [("bank", "Bank"), ("cash", "Cash")], "Paid by way of", default="bank", required=True
    )
    document = fields.Char("Voucher", help="Number of the invoice, receipt or bank slip.")
    state = fields.Selection(
        [("draft", "Draft"), ("posted", "Posted")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    posted_by_id = fields.Many2one("res.users", "Posted by", readonly=True, copy=False)
    date_posted = fields.Date("Posted on", readonly=True, copy=False)
    reversal_of_id = fields.Many2one(
        "community.party.fund.entry",
        "Takes back",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    is_reversed = fields.Boolean("Taken back", readonly=True, copy=False)
    reversal_reason = fields.Char("Reason for taking back", copy=False)

    _number_uniq = models.UniqueIndex("(number) WHERE number IS NOT NULL", "This entry exists.")
    _reversal_uniq = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL", "This entry is taken back already."
    )
    _request_uniq = models.UniqueIndex(
        "(request_id) WHERE reversal_of_id IS NULL AND is_reversed IS NOT TRUE",
        "This request is paid, or its payment is begun, already.",
    )
    _check_amount = models.Constraint("CHECK (amount > 0)", "An amount is above zero.")
    _check_link = models.Constraint(
        "CHECK ((kind = 'income') = (source_id IS NOT NULL) "
        "AND (kind = 'expense') = (request_id IS NOT NULL))",
        "Income belongs to a source, a payment to a signed request: choose it.",
    )
    _posted_number = models.Constraint(
        "CHECK (state <> 'posted' OR (number IS NOT NULL AND year_id IS NOT NULL))",
        "A posted entry has a number and a year.",
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = entry.number or entry.name

    @api.depends("source_id", "request_id")
    def _compute_from_links(self):
        for entry in self:
            link = entry.request_id or entry.source_id
            entry.fund_id = link.fund_id
            entry.organization_id = link.organization_id

    @api.depends("source_id", "request_id")
    def _compute_wanted(self):
        for entry in self.filtered(lambda entry: entry.state != "posted"):
            if request := entry.request_id:
                entry.name = request.name
                entry.counterpart = request.payee
                entry.amount = request.amount
            elif source := entry.source_id:
                entry.name = source.name
                entry.counterpart = source.giver
                entry.amount = source.open_amount
            else:
                entry.name = entry.name
                entry.counterpart = entry.counterpart
                entry.amount = entry.amount

    @api.depends("kind", "amount", "reversal_of_id")
    def _compute_signed_amount(self):
        for entry in self:
            gains = (entry.kind == "income") != bool(entry.reversal_of_id)
            entry.signed_amount = entry.amount if gains else -entry.amount
            entry.spent_amount = -entry.signed_amount if entry.kind == "expense" else 0.0

    @api.constrains("date")
    def _check_date(self):
        self._check_not_future("date")

    @api.constrains("request_id", "kind", "state")
    def _check_request(self):
        for entry in self.filtered(lambda entry: entry.request_id and not entry.reversal_of_id):
            request = entry.request_id
            if entry.state == "draft" and request.state != "signed":
                raise ValidationError(
                    self.env._(
                        "Request %(number)s is not signed by two people: it is paid after that.",
                        number=request.number or request.name,
                    )
                )

    def _settled_fields(self):
        if self.state == "draft":
            return super()._settled_fields()
        free = () if self.is_reversed or self.reversal_of_id else ("reversal_reason",)
        return super()._settled_fields() | self._all_fields_but(*free)

    def _settled_sentence(self, name):
        return self.env._(
            "Entry %(number)s is posted and stays: take it back with a reason and enter it anew.",
            number=self.number,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        for entry in self:
            if entry.number:
                raise UserError(entry._settled_sentence("state"))

    def action_post(self):
        """Post the entries; from then on they do not change.

        :raises UserError: posted already, no voucher, a year that is closed or not opened, more
            than was approved or received of an earmarked source, or more than the fund held
        """
        self.check_access("write")
        for entry in self:
            entry._check_state("draft")
            if not (entry.document or "").strip():
                raise UserError(
                    self.env._(
                        "“%(entry)s” has no voucher: enter the number of the invoice, receipt or "
                        "bank slip.",
                        entry=entry.name,
                    )
                )
            entry._check_payment()
            entry._enter(entry.fund_id._open_year(entry.date))

    def _check_payment(self):
        request = self.request_id
        if not request:
            return
        request._check_state("signed")
        if self.currency_id.compare_amounts(self.amount, request.amount) > 0:
            raise UserError(
                self.env._(
                    "%(amount).2f yuan are more than the %(approved).2f that were approved with "
                    "%(number)s: pay no more, and ask anew for the rest.",
                    amount=self.amount,
                    approved=request.amount,
                    number=request.number,
                )
            )
        # sudo: a treasurer reads no awards.
        award = request.sudo().award_id
        if award and self.currency_id.compare_amounts(self.amount, award.amount):
            raise UserError(
                self.env._(
                    "%(number)s is the material part of an award, %(granted).2f yuan: it is paid "
                    "whole, not %(amount).2f.",
                    number=request.number,
                    granted=award.amount,
                    amount=self.amount,
                )
            )
        if str(self.date.year) != request.year_id.year:
            raise UserError(
                self.env._(
                    "%(number)s was approved on the budget of %(year)s and is not paid on "
                    "%(date)s: ask for it on a line of that year.",
                    number=request.number,
                    year=request.year_id.year,
                    date=self.date,
                )
            )

    def _enter(self, year):
        """Write the entry into the books of a year, and see that the fund holds it."""
        self.ensure_one()
        # sudo: the number comes from a series that all share; the request follows its payment.
        sequence = self.env["ir.sequence"].sudo()
        self.sudo()._set_closed(
            state="posted",
            number=sequence.next_by_code(self._name, sequence_date=self.date),
            year_id=year.id,
            posted_by_id=self.env.user.id,
            date_posted=fields.Date.context_today(self),
        )
        if self.request_id and not self.reversal_of_id:
            self.request_id.sudo()._set_closed(state="paid")
            # sudo: as above; the award follows, too.
            self.request_id.sudo().award_id._award_paid(self.date, self.number)
        # sudo: what all branches posted counts. The days first: their sentence tells more than
        # the constraint on the balance, which the database checks when the row is written.
        entry = self.sudo()
        entry.flush_model(["state", "signed_amount", "date", "fund_id", "year_id"])
        entry.fund_id._check_days(entry.date)
        (entry.source_id | entry.budget_id.source_id)._check_earmarked()
        entry.source_id._end_reminders()
        # The fund's row is written now: of two postings at once one waits and looks again.
        entry.fund_id.flush_recordset(["balance"])

    def action_reverse(self):
        """Take posted entries back, each with an entry of its own, dated today.

        A request whose payment is taken back in the same year can be paid anew.

        :raises UserError: not posted, taken back already, no reason, today's year is closed or not
            opened, or the fund would be below zero
        """
        self.check_access("write")
        for entry in self:
            entry._check_state("posted")
            if entry.is_reversed or entry.reversal_of_id:
                raise UserError(
                    self.env._(
                        "Entry %(number)s was taken back or takes one back: enter anew what is "
                        "right.",
                        number=entry.number,
                    )
                )
            if not (entry.reversal_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Entry %(number)s is taken back with a reason: enter it first.",
                        number=entry.number,
                    )
                )
            today = fields.Date.context_today(self)
            year = entry.fund_id._open_year(today)
            # sudo: the counter-entry is made by this button alone.
            entry.sudo()._set_closed(is_reversed=True)
            counter = entry.sudo().create(
                {
                    "kind": entry.kind,
                    "source_id": entry.source_id.id,
                    "request_id": entry.request_id.id,
                    "name": entry.name,
                    "counterpart": entry.counterpart,
                    "amount": entry.amount,
                    "date": today,
                    "method": entry.method,
                    "document": entry.document,
                    "reversal_of_id": entry.id,
                    "reversal_reason": entry.reversal_reason,
                }
            )
            counter.with_user(self.env.user)._enter(year)
            if entry.request_id:
                again = entry.request_id.year_id.state == "open"
                # sudo: the request follows its payment.
                request = entry.request_id.sudo()
                request._set_closed(state="signed" if again else "reversed")
                request.award_id._award_paid(False, False)

    def _paper_needs(self, paper):
        needs = {
            "report_fund_voucher": (
                "number",
                "date",
                "name",
                "fund_id",
                "amount",
                "document",
                "posted_by_id",
            ),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))

    def _amount_in_words(self):
        """Return the amount in Chinese capital numerals, as a voucher carries it."""
        return capital_amount(self.amount)
