from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.community_service.tools.listed import listed
from odoo.addons.community_service.tools.money_words import capital_amount

SIGNERS = ("community_party.group_party_officer", "community_party.group_party_treasurer")


class CommunityPartyFundRequest(models.Model):
    """A request for money of a fund: asked for, approved, signed by two people, then paid.

    Whoever asks neither approves nor signs. What is approved is taken off the budget line at once.
    """

    _name = "community.party.fund.request"
    _description = "Fund Request"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    number = fields.Char("Request number", readonly=True, copy=False, index=True)
    award_id = fields.Many2one(
        "community.party.award",
        "For the award",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        domain=[("payment_state", "=", "to_ask")],
        help="The material part of a granted award; organisation, purpose and amount follow it.",
    )
    organization_id = fields.Many2one(
        compute="_compute_of_award", store=True, readonly=False, precompute=True
    )
    name = fields.Char(
        "Purpose",
        required=True,
        compute="_compute_of_award",
        store=True,
        readonly=False,
        precompute=True,
    )
    budget_id = fields.Many2one(
        "community.party.fund.budget",
        "Budget line",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("year_id.state", "=", "open")],
    )
    fund_id = fields.Many2one(related="budget_id.fund_id", store=True, precompute=True, index=True)
    year_id = fields.Many2one(
        related="budget_id.year_id", string="Fund year", store=True, precompute=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        "Amount asked for",
        required=True,
        tracking=True,
        compute="_compute_of_award",
        store=True,
        readonly=False,
        precompute=True,
    )
    free_amount = fields.Monetary(
        "Free on the line",
        related="budget_id.left_amount",
        related_sudo=False,
    )
    payee = fields.Char(
        "Paid to",
        required=True,
        compute="_compute_of_award",
        store=True,
        readonly=False,
        precompute=True,
        help="Who receives the money.",
    )
    date_needed = fields.Date("Needed by")
    reason = fields.Text("What it is for")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("requested", "Asked for"),
            ("approved", "Approved"),
            ("signed", "Signed by two"),
            ("paid", "Paid out"),
            ("reversed", "Paid out and taken back"),
            ("refused", "Refused"),
            ("cancelled", "Withdrawn"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    requested_by_id = fields.Many2one("res.users", "Asked for by", readonly=True, copy=False)
    date_requested = fields.Date("Asked for on", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    date_approved = fields.Date("Approved on", readonly=True, copy=False)
    first_signer_id = fields.Many2one("res.users", "First signature", readonly=True, copy=False)
    date_first = fields.Date("First signed on", readonly=True, copy=False)
    second_signer_id = fields.Many2one("res.users", "Second signature", readonly=True, copy=False)
    date_second = fields.Date("Second signed on", readonly=True, copy=False)
    refuse_reason = fields.Char("Reason for refusing")
    entry_ids = fields.One2many(
        "community.party.fund.entry", "request_id", "Payments of the request"
    )

    _number_uniq = models.UniqueIndex("(number) WHERE number IS NOT NULL", "This request exists.")
    _award_uniq = models.UniqueIndex(
        "(award_id) WHERE award_id IS NOT NULL"
        " AND state NOT IN ('reversed', 'refused', 'cancelled')",
        "The material part of this award is asked for already.",
    )
    _check_amount = models.Constraint("CHECK (amount > 0)", "An amount is above zero.")
    _check_approver = models.Constraint(
        "CHECK (approved_by_id <> requested_by_id)",
        "Whoever asks for money does not approve it.",
    )
    _check_signers = models.Constraint(
        "CHECK (first_signer_id <> second_signer_id AND first_signer_id <> requested_by_id "
        "AND second_signer_id <> requested_by_id)",
        "Two different people sign, and not the one who asked for the money.",
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for request in self:
            request.display_name = " ".join(filter(None, (request.number, request.name)))

    @api.depends("award_id")
    def _compute_of_award(self):
        for request in self:
            award = request.award_id
            # Without an award they stay as entered.
            request.organization_id = award.organization_id or request.organization_id
            request.name = award.display_name if award else request.name
            request.payee = award.recipient_name or request.payee
            request.amount = award.amount or request.amount

    @api.constrains("award_id", "organization_id", "amount")
    def _check_award(self):
        for request in self.filtered("award_id"):
            award = request.award_id
            award._check_material()
            if request.currency_id.compare_amounts(request.amount, award.amount):
                raise UserError(
                    self.env._(
                        "“%(request)s” asks for %(amount).2f yuan; the material part of "
                        "%(award)s is %(granted).2f: ask for just that.",
                        request=request.name,
                        amount=request.amount,
                        award=award.display_name,
                        granted=award.amount,
                    )
                )
            if request.organization_id != award.organization_id:
                raise UserError(
                    self.env._(
                        "%(award)s was proposed by %(organization)s: its material part is asked "
                        "for by the same organisation.",
                        award=award.display_name,
                        organization=award.organization_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # What was just withdrawn must be written before the database looks for the same award.
        self.flush_model(["state"])
        return super().create(vals_list)

    def _settled_fields(self):
        if self.state == "draft":
            return super()._settled_fields()
        free = ("refuse_reason",) if self.state in ("requested", "approved", "signed") else ()
        return super()._settled_fields() | self._all_fields_but("entry_ids", *free)

    def _settled_sentence(self, name):
        return self.env._(
            "Request %(number)s was handed in and stays as it is: withdraw it and enter a new one.",
            number=self.number,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        for request in self:
            if request.number:
                raise UserError(
                    self.env._(
                        "Request %(number)s was handed in and stays: withdraw it instead.",
                        number=request.number,
                    )
                )

    def action_submit(self):
        """Hand the request in, in the current user's name; it gets its number.

        :raises UserError: handed in already, a closed year, or the line does not reach
        """
        self.check_access("write")
        for request in self:
            request._check_state("draft")
            request.year_id._check_open()
            # sudo: an award may have been revoked since, also for a treasurer, who reads none.
            request.sudo()._check_award()
            request.budget_id._check_reaches(request.amount)
            # sudo: the number comes from a series that all share.
            number = self.env["ir.sequence"].sudo()
            today = fields.Date.context_today(self)
            request._set_closed(
                state="requested",
                number=number.next_by_code(self._name, sequence_date=today),
                requested_by_id=self.env.user.id,
                date_requested=today,
            )

    def action_approve(self):
        """Approve the request: an officer, and not whoever asked; the line is bound by it.

        :raises UserError: the same person, no officer, a closed year, or the line does not reach
        """
        self.check_access("write")
        for request in self:
            request._check_state("requested")
            request._expect_group("community_party.group_party_officer")
            request._expect_another(request.requested_by_id, request.requested_by_id)
            request.year_id._hold()
            request.year_id._check_open()
            request.budget_id._check_reaches(request.amount)
            request._set_closed(
                state="approved",
                approved_by_id=self.env.user.id,
                date_approved=fields.Date.context_today(self),
            )
            # The line is written now: of two approvals at once one waits and looks again.
            request.budget_id.flush_recordset(["left_amount"])

    def action_sign(self):
        """Sign an approved request in the current user's name; two different people sign.

        :raises UserError: the same person twice, whoever asked, or no officer and no treasurer
        """
        self.check_access("write")
        for request in self:
            request._check_state("approved")
            request._expect_group(*SIGNERS)
            request._expect_another(
                request.requested_by_id | request.first_signer_id, request.requested_by_id
            )
            day = fields.Date.context_today(self)
            if request.first_signer_id:
                request._set_closed(
                    state="signed", second_signer_id=self.env.user.id, date_second=day
                )
            else:
                request._set_closed(first_signer_id=self.env.user.id, date_first=day)

    def action_refuse(self):
        """Refuse a request that is not paid, with a reason; the line is free again.

        :raises UserError: no reason, no officer, or paid already
        """
        self.check_access("write")
        for request in self:
            request._check_state("requested", "approved", "signed")
            request._expect_group("community_party.group_party_officer")
            if not (request.refuse_reason or "").strip():
                raise UserError(
                    self.env._(
                        "Request %(number)s is refused with a reason: enter it first.",
                        number=request.number,
                    )
                )
            request._drop_drafts()
            request._set_closed(state="refused")

    def action_withdraw(self):
        """Withdraw a request that is not paid; its number stays used.

        :raises UserError: paid already, or somebody else asked for it
        """
        self.check_access("write")
        for request in self:
            request._check_state("requested", "approved", "signed")
            if request.requested_by_id != self.env.user:
                raise UserError(
                    self.env._(
                        "Request %(number)s is withdrawn by %(user)s, who asked for it; an officer "
                        "refuses it with a reason.",
                        number=request.number,
                        user=request.requested_by_id.name,
                    )
                )
            request._drop_drafts()
            request._set_closed(state="cancelled")

    def _drop_drafts(self):
        # sudo: whoever ends a request need not be the treasurer who began to pay it.
        self.sudo().entry_ids.filtered(lambda entry: entry.state == "draft").unlink()

    def action_pay(self):
        """Open the entry that pays a signed request; the treasurer posts it with its voucher.

        :raises UserError: not signed by two, or paid already
        :raises AccessError: to whoever keeps no account
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("signed")
        Entry = self.env["community.party.fund.entry"]
        entry = self.entry_ids.filtered(lambda line: line.state == "draft")
        entry = entry or Entry.create({"request_id": self.id, "kind": "expense"})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Pay the request"),
            "res_model": Entry._name,
            "res_id": entry.id,
            "view_mode": "form",
        }

    def _expect_group(self, *groups):
        if not any(self.env.user.has_group(group) for group in groups):
            names = (self.env.ref(group).sudo().name for group in groups)
            raise UserError(
                self.env._(
                    "Request %(number)s: this step is for these roles: %(roles)s.",
                    number=self.number,
                    roles=listed(self.env.lang, names),
                )
            )

    def _expect_another(self, users, asker):
        if self.env.user not in users:
            return
        if self.env.user in asker:
            raise UserError(
                self.env._(
                    "%(user)s asked for %(number)s: somebody else approves and signs it.",
                    user=self.env.user.name,
                    number=self.number,
                )
            )
        raise UserError(
            self.env._(
                "%(user)s has signed %(number)s already: the second signature is of another "
                "person.",
                user=self.env.user.name,
                number=self.number,
            )
        )

    def _paper_needs(self, paper):
        needs = {
            "report_fund_request": (
                "number",
                "name",
                "organization_id",
                "requested_by_id",
                "date_requested",
                "amount",
                "payee",
            ),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))

    def _amount_in_words(self):
        """Return the amount in Chinese capital numerals, as a form of money carries it."""
        return capital_amount(self.amount)
