from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.trusted import said

MANAGER = "community_service.group_community_manager"


class CommunityPrivacyRequest(models.Model):
    """What somebody asks of the data kept of a person: a copy, a correction... (PIPL art. 44-50).

    Anybody at the door or the desk takes it in; whoever is in charge of personal data, or a
    manager, answers it. A refusal has its reasons (art. 50). How many days there are no law says:
    the number is a parameter.
    """

    _name = "community.privacy.request"
    _description = "Request about Personal Data"
    _inherit = [
        "community.privacy.actor.mixin",
        "community.assigned.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "resident_id.name"]

    number = fields.Char(readonly=True, copy=False)
    kind = fields.Selection(
        [
            ("access", "Access and a copy"),
            ("correct", "Correction or completion"),
            ("delete", "Deletion"),
            ("restrict", "Restriction of use"),
            ("withdraw", "Withdrawal of consents"),
            ("explain", "Explanation of the use"),
        ],
        "Asks for",
        required=True,
        default="access",
        index=True,
    )
    subject = fields.Text("In the person's words", required=True)
    date = fields.Date("Asked on", required=True, default=fields.Date.context_today)
    way = fields.Selection(
        [
            ("desk", "At the desk"),
            ("door", "At the door"),
            ("phone", "By phone"),
            ("letter", "By letter"),
            ("online", "Online"),
        ],
        "Asked by way of",
        required=True,
        default="desk",
    )
    identity = fields.Selection(
        [
            ("card", "ID card seen"),
            ("known", "Known in person"),
            ("papers", "Papers of the speaker seen"),
        ],
        "Identity checked by",
        help="Data are handed to nobody whose right to them was not checked.",
    )
    consent_ids = fields.Many2many(
        "community.consent",
        "community_privacy_request_consent_rel",
        "request_id",
        "consent_id",
        "Consents that end by it",
        check_company=True,
        domain="[('resident_id', '=', resident_id), ('state', '=', 'given')]",
    )
    user_id = fields.Many2one(
        "res.users",
        "Answers it",
        required=True,
        default=lambda self: self._default_user_id(),
        index=True,
        domain=[("share", "=", False)],
    )
    date_due = fields.Date("Answer by", compute="_compute_date_due", store=True)
    state = fields.Selection(
        [("open", "Open"), ("answered", "Answered")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    outcome = fields.Selection(
        [
            ("granted", "Done as asked"),
            ("partly", "Done in part"),
            ("refused", "Turned down"),
        ],
        copy=False,
    )
    reason = fields.Text("Why not, or not all", copy=False)
    answer = fields.Text("Done about it", copy=False)
    date_answered = fields.Date("Answered on", copy=False)
    answered_by_id = fields.Many2one(
        "res.users", "Answered by whom", readonly=True, copy=False, ondelete="restrict"
    )
    date_exported = fields.Date("Copy made on", readonly=True, copy=False)
    date_lifted = fields.Date("Restriction ended on", readonly=True, copy=False)
    lift_reason = fields.Char("Why the restriction ends", copy=False)
    is_keeper = fields.Boolean("Mine to answer", compute="_compute_is_keeper")
    change_count = fields.Integer("Facts corrected since", compute="_compute_change_count")

    _number_uniq = models.UniqueIndex(
        "(company_id, number)", "Another request about personal data has this number already."
    )
    _check_answered = models.Constraint(
        "CHECK (state <> 'answered' OR outcome IS NOT NULL AND date_answered IS NOT NULL)",
        "An answered request has its outcome and its day.",
    )

    @api.model
    def _default_user_id(self):
        company = self.env.company
        users = company.community_privacy_user_id | company.community_manager_id | self.env.user
        return users[:1]

    def _in_charge(self):
        """Add whoever is in charge of personal data here."""
        return super()._in_charge() | self.company_id.community_privacy_user_id

    # who answers

    @api.model
    def _keeps(self, company):
        """Tell whether the current user answers for the personal data of a community."""
        user = self.env.user
        return (
            self.env.su
            or user.has_group(MANAGER)
            or user == company.sudo().community_privacy_user_id
        )

    @api.depends("company_id")
    @api.depends_context("uid")
    def _compute_is_keeper(self):
        for request in self:
            request.is_keeper = self._keeps(request.company_id or self.env.company)

    def _check_keeper(self):
        """Refuse whoever is neither a manager nor in charge of personal data.

        :raises AccessError: naming who is
        """
        for request in self:
            company = request.company_id.sudo()
            if not self._keeps(company):
                raise AccessError(
                    self.env._(
                        "%(request)s is answered by whoever is in charge of personal data: "
                        "%(user)s. Hand it over.",
                        request=request.display_name,
                        user=company.community_privacy_user_id.name
                        or company.community_manager_id.name
                        or self.env._("a manager of the community"),
                    )
                )

    # its days

    @api.depends("date", "company_id")
    def _compute_date_due(self):
        Parameter = self.env["community.parameter"]
        for request in self:
            request.date_due = request.date and request.date + relativedelta(
                days=Parameter._whole("privacy_answer_days", request.company_id, request.date)
            )

    @api.model
    def _born_values(self, vals):
        values = super()._born_values(vals)
        if not vals.get("number"):
            # Numbering is shared by all workers, who do not read sequences.
            sequence = self.env["ir.sequence"].sudo()
            day = fields.Date.to_date(vals.get("date")) or None
            values["number"] = sequence.next_by_code(self._name, sequence_date=day)
        return values

    @api.depends_context("uid")
    def _compute_change_count(self):
        Change = self.env["community.fact.change"]
        may_read = Change.has_access("read")
        for request in self:
            is_there = may_read and request._origin
            request.change_count = Change.search_count(request._changes()) if is_there else 0

    def _changes(self):
        """Return the domain of the facts of the person that were changed since this request."""
        since = self._origin.create_date
        return Domain("resident_id", "=", self.resident_id.id) & Domain("create_date", ">=", since)

    def _settled_fields(self):
        settled = super()._settled_fields() | {"resident_id"}
        if self.state == "answered":
            settled |= self._all_fields_but("lift_reason", "user_id")
        return settled

    def _settled_sentence(self, name):
        return self.env._(
            "%(request)s stays as it was asked and answered: record another one.",
            request=self.display_name,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_within_term(self):
        for request in self if not said(self.env, "community_past_term") else ():
            raise UserError(
                self.env._(
                    "%(request)s is kept: answer it, also where the person does not want it any "
                    "more.",
                    request=request.display_name,
                )
            )

    # the answer

    def action_answer(self):
        """Store the answer as it was entered, and carry out what follows from it.

        A restriction holds from now on; of a deletion all that is over of the person goes on the
        list on which managers decide; consents that were named end on the day on which they were
        withdrawn; a correction is made in the file itself, and a copy with its own button.

        :raises AccessError: to whoever does not answer for personal data
        :raises UserError: when outcome, answer or the check of the identity is missing, when a
            refusal has no reasons, or nothing can follow
        """
        self.check_access("write")
        self._check_keeper()
        self._check_state("open")
        today = fields.Date.context_today(self)
        for request in self:
            request._check_filled("identity", "outcome")
            request._check_filled("reason" if request.outcome == "refused" else "answer")
            if request.outcome == "partly":
                request._check_filled("reason")
            day = request.date_answered or today
            if not request.date <= day <= today:
                raise UserError(
                    self.env._(
                        "%(request)s: an answer of %(answered)s lies before the request of "
                        "%(date)s or in the future. Correct the day.",
                        request=request.display_name,
                        answered=day,
                        date=request.date,
                    )
                )
            request._check_followed()
            request._set_closed(state="answered", date_answered=day, answered_by_id=self.env.uid)
            if request.outcome != "refused":
                request._follow()

    def _check_followed(self):
        """Refuse an answer that says what was not done."""
        if self.outcome == "refused":
            return
        if self.kind == "access" and not self.date_exported:
            raise UserError(
                self.env._(
                    "%(request)s: no copy has been made yet. Press “Make a Copy”, then answer.",
                    request=self.display_name,
                )
            )
        if self.kind == "withdraw" and not self.consent_ids:
            raise UserError(
                self.env._(
                    "%(request)s: name the consents that end by it. Where there is none, say so "
                    "and turn the request down.",
                    request=self.display_name,
                )
            )

    def _follow(self):
        """Carry out what was granted; each part adds its own with ``super()``."""
        if self.kind == "delete":
            # sudo: the list is the managers'; who answers was asked.
            self.env["community.retention.proposal"].sudo()._propose_of(
                self.resident_id.sudo(), self.number
            )
        if self.kind == "withdraw":
            note = self._speaker()
            for consent in self.consent_ids.filtered(lambda one: one.state == "given"):
                consent.write(
                    {"date_withdrawn": max(self.date, consent.date), "withdrawn_note": note}
                )
                consent.action_withdraw()

    def action_lift(self):
        """End a restriction, with the reason written on it.

        :raises UserError: where none holds, or without a reason
        """
        self.check_access("write")
        self._check_keeper()
        for request in self:
            if request not in request._restrictions():
                raise UserError(
                    self.env._(
                        "%(request)s: no restriction holds by this request.",
                        request=request.display_name,
                    )
                )
            request._check_filled("lift_reason")
            request._set_closed(date_lifted=fields.Date.context_today(self))

    def _restrictions(self):
        """Return those of these requests by which the use of a file is restricted today."""
        return self.filtered_domain(self._restricting_domain())

    @api.model
    def _restricting_domain(self):
        return (
            Domain("kind", "=", "restrict")
            & Domain("state", "=", "answered")
            & Domain("outcome", "in", ("granted", "partly"))
            & Domain("date_lifted", "=", False)
        )

    # ways to what is asked for

    def action_correct(self):
        """Open the dialog that corrects a fact of the person's file; the file keeps what it was."""
        self.ensure_one()
        self.check_access("read")
        return self.resident_id.action_change_fact()

    def action_open_changes(self):
        """Open the facts of the person that were changed or corrected since the request."""
        self.ensure_one()
        return self._list_action(
            "community_service.community_fact_change_action", list(self._changes())
        )

    def action_copy_out(self):
        """Open the dialog that makes the copy of everything kept of the person.

        :raises AccessError: to whoever does not answer for personal data
        """
        self.ensure_one()
        self.check_access("write")
        self._check_keeper()
        self._check_state("open")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Copy of everything kept of a person"),
            "res_model": "community.privacy.export",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_request_id": self.id},
        }

    # papers

    def _paper_needs(self, paper):
        needs = {
            "report_privacy_receipt": ("number", "subject", "date", "date_due", "company_id"),
            "report_privacy_answer": ("number", "subject", "outcome", "date_answered"),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        if paper == "report_privacy_answer":
            name = "reason" if self.outcome == "refused" else "answer"
            if not (self[name] or "").strip():
                lacks.append(self._fields[name]._description_string(self.env))
        return lacks
