from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools import deadlines

# What a court does not confirm.
BARRED = ("status", "title")


class CommunityMediationAgreement(models.Model):
    """The agreement (调解协议) of a case, written or oral, with all that the law asks of it.

    People's Mediation Law (2010), art. 28-31: it may state facts, points of dispute, each side's
    responsibility, terms with manner and time; what is missing is shown. A written one holds from
    the last signature or seal, which alone it needs, an oral one from the day on which it was
    reached. Only the committee seals.

    Whether a court may confirm it follows from what it decides, not from what the dispute was
    about: status and title are not confirmed, support, money and care are (Supreme People's Court,
    interpretation of the Civil Procedure Law (2022), art. 355).
    """

    _name = "community.mediation.agreement"
    _description = "Mediation Agreement"
    _inherit = ["community.mediation.part"]
    _order = "id desc"
    _rec_name = "case_id"
    _check_company_auto = True

    form = fields.Selection(
        [("written", "Written"), ("oral", "Oral")], default="written", required=True
    )
    facts = fields.Text("Main facts")
    disputed = fields.Text("Points of dispute")
    responsibility = fields.Text("Responsibility of each side")
    term_ids = fields.One2many("community.mediation.term", "agreement_id", "Terms")
    has_civil_content = fields.Boolean(
        "Concerns civil rights or a party asked for writing",
        help="Then the agreement is written.",
    )
    date_reached = fields.Date("Reached on", default=fields.Date.context_today)
    mediator_signed_on = fields.Date("Mediator signed on")
    date_sealed = fields.Date("Sealed by the committee on", readonly=True, copy=False)
    sealed_by_id = fields.Many2one("res.users", "Sealed by", readonly=True, copy=False)
    date_effective = fields.Date(
        "In effect from", readonly=True, copy=False, index="btree_not_null"
    )
    amount = fields.Monetary(compute="_compute_amount", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")

    missing_parts = fields.Char(
        "Not stated yet",
        compute="_compute_missing_parts",
        help="Parts of art. 29, which it may say, and what it says of each party.",
    )
    content_barred = fields.Selection(
        [
            ("no", "Neither: money, goods, support, care, work"),
            ("status", "Status: that a marriage, parentage or adoption holds, is void or ends"),
            ("title", "Title: whose a thing or a right is, intellectual property"),
        ],
        "Decides status or title",
        copy=False,
        help="What decides status or title is not confirmed by the court (Supreme People's Court, "
        "interpretation of the Civil Procedure Law (2022), art. 355).",
    )
    is_often_barred = fields.Boolean(related="case_id.kind_id.no_confirmation")
    confirmation_due = fields.Date(
        "Confirmation until", compute="_compute_confirmation_due", store=True
    )
    confirmation_state = fields.Selection(
        [
            ("none", "Not asked for"),
            ("applied", "Applied for"),
            ("confirmed", "Confirmed"),
            ("rejected", "Rejected"),
        ],
        default="none",
        required=True,
        readonly=True,
        copy=False,
    )
    is_confirmation_joint = fields.Boolean("Both sides apply together", copy=False)
    confirmation_court = fields.Char(
        "Court",
        copy=False,
        help="At the home of a party, at the place of the thing, or at the seat of the committee "
        "(Civil Procedure Law, art. 205).",
    )
    date_applied = fields.Date("Applied on", copy=False)
    date_confirmed = fields.Date("Court decided on", copy=False)
    court_number = fields.Char("Number of the court's decision", copy=False)

    _case_uniq = models.UniqueIndex("(case_id)", "The case has its agreement already.")

    @api.depends("case_id")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = agreement.case_id.display_name

    @api.depends("term_ids.amount")
    def _compute_amount(self):
        for agreement in self:
            agreement.amount = sum(agreement.term_ids.mapped("amount"))

    @api.depends(
        "facts",
        "disputed",
        "responsibility",
        "term_ids",
        "date_reached",
        "case_id.participant_ids.missing_parts",
    )
    def _compute_missing_parts(self):
        for agreement in self:
            names = ["facts", "disputed", "responsibility", "term_ids", "date_reached"]
            parts = [
                agreement._fields[name]._description_string(self.env)
                for name in names
                if not (
                    agreement[name].strip() if isinstance(agreement[name], str) else agreement[name]
                )
            ]
            parties = agreement.case_id.participant_ids.filtered("missing_parts")
            parts += [
                self.env._("%(party)s (%(parts)s)", party=party.name, parts=party.missing_parts)
                for party in parties
                if party.side != "third"
            ]
            agreement.missing_parts = self.env._(", ").join(parts)

    @api.constrains("form", "has_civil_content")
    def _check_form(self):
        for agreement in self:
            if agreement.form == "oral" and agreement.has_civil_content:
                raise UserError(
                    self.env._(
                        "%(case)s: an agreement about civil rights, or one that a party wants in "
                        "writing, cannot be oral. Write it down.",
                        case=agreement.case_id.display_name,
                    )
                )

    @api.constrains("date_reached", "mediator_signed_on")
    def _check_days(self):
        today = fields.Date.context_today(self)
        for agreement in self:
            for day in (agreement.date_reached, agreement.mediator_signed_on):
                if day and not (agreement.case_id.date_accepted or day) <= day <= today:
                    raise UserError(
                        self.env._(
                            "%(case)s: %(date)s lies before the acceptance or in the future. Enter "
                            "the day on which it was agreed or signed.",
                            case=agreement.case_id.display_name,
                            date=day,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        agreements = super().create(vals_list)
        agreements.case_id._check_state("accepted", "mediating")
        return agreements

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.confirmation_state != "none":
            # What the court was asked rests on the answer.
            settled |= {"content_barred"}
        if self.date_sealed or self.date_effective:
            settled |= {
                "form",
                "facts",
                "disputed",
                "responsibility",
                "term_ids",
                "date_reached",
                "mediator_signed_on",
                "has_civil_content",
                "case_id",
            }
        return settled

    def _settled_sentence(self, name):
        if not (self.date_sealed or self.date_effective):
            return super()._settled_sentence(name)
        return self.env._(
            "The agreement of %(case)s is sealed or in effect: its words stay as they are.",
            case=self.case_id.display_name,
        )

    def _check_not_sealed(self):
        for agreement in self:
            if (agreement.date_sealed or agreement.date_effective) and not self.env.su:
                raise UserError(agreement._settled_sentence("facts"))

    def _refuse(self, what):
        raise UserError(
            self.env._(
                "Agreement of %(case)s: %(what)s.", case=self[:1].case_id.display_name, what=what
            )
        )

    def _check_complete(self):
        """Refuse an agreement of one side alone, or an oral one of no day."""
        self.ensure_one()
        sides = set(self.case_id.participant_ids.mapped("side"))
        if not {"one", "two"} <= sides:
            self._refuse(self.env._("enter a party of each side"))
        if self.form == "oral" and not self.date_reached:
            self._refuse(self.env._("enter the day on which it was reached"))

    def action_all_signed(self):
        """Note that both sides and the mediator signed today; days entered before are kept.

        :raises UserError: when it is sealed or in effect already
        """
        self.ensure_one()
        self.check_access("write")
        self._check_not_sealed()
        today = fields.Date.context_today(self)
        parties = self.case_id.participant_ids.filtered(lambda party: party.side != "third")
        parties.filtered(lambda party: not party.signed_on).write({"signed_on": today})
        self.mediator_signed_on = self.mediator_signed_on or today

    def action_seal(self):
        """Seal for the committee, of which only a member in office can seal.

        :raises AccessError: to whoever may not write the case
        :raises UserError: naming the missing part, or when no committee in office seals
        """
        self.ensure_one()
        self.check_access("write")
        self._check_not_sealed()
        if self.form == "oral":
            self._refuse(self.env._("an oral agreement has no seal: record that it was reached"))
        self._check_complete()
        committee, today = self.case_id.committee_id, fields.Date.context_today(self)
        if self.env.user not in committee.member_ids.mediator_id.user_id:
            self._refuse(
                self.env._(
                    "only a member of “%(committee)s” seals, a mediation group does not",
                    committee=committee.name or "",
                )
            )
        if not committee._in_office(today):
            self._refuse(
                self.env._("the term of “%(committee)s” has ended", committee=committee.name)
            )
        unsigned = self.case_id.participant_ids.filtered(
            lambda party: party.side != "third" and not party.signed_on
        )
        if unsigned:
            self._refuse(self.env._("%(party)s has not signed", party=unsigned[0].name))
        if not self.mediator_signed_on:
            self._refuse(self.env._("the mediator has not signed"))
        self._set_closed(date_sealed=today, sealed_by_id=self.env.uid)
        signed = self.case_id.participant_ids.filtered(lambda party: party.side != "third")
        self._take_effect(
            deadlines.effective_day(
                [*signed.mapped("signed_on"), self.mediator_signed_on, self.date_sealed]
            )
        )

    def action_record_oral(self):
        """Record an oral agreement, which holds from the day on which it was reached.

        :raises UserError: naming the missing part
        """
        self.ensure_one()
        self.check_access("write")
        self._check_not_sealed()
        if self.form != "oral":
            self._refuse(self.env._("a written agreement is signed and sealed"))
        self._check_complete()
        self._take_effect(self.date_reached)

    def _take_effect(self, day):
        case = self.case_id
        case._check_state("accepted", "mediating")
        # As above.
        self.sudo()._set_closed(date_effective=day)
        case._set_closed(state="agreed", date_settled=day, date_ended=day)
        case._tick_paper("agreement")
        case._follow_performance()

    # Judicial confirmation (司法确认): both sides together, within 30 days of effect (art. 33).

    @api.depends("date_effective", "content_barred")
    def _compute_confirmation_due(self):
        Parameter = self.env["community.parameter"]
        for agreement in self:
            day = agreement.date_effective
            days = Parameter._whole("mediation_confirmation_days", agreement.company_id, day)
            agreement.confirmation_due = (
                deadlines.confirmation_last_day(day, days)
                if day and agreement.content_barred not in BARRED
                else False
            )

    def action_apply_confirmation(self):
        """Note that both sides asked the court to confirm the agreement.

        :raises UserError: too early, too late, by one side only, or where it decides status or
            title, or nobody has said whether it does
        """
        self.ensure_one()
        self.check_access("write")
        day = self.date_applied
        if self.content_barred in BARRED:
            self._refuse(
                self.env._(
                    "what decides status or title is not confirmed by the court (Supreme People's "
                    "Court, interpretation of the Civil Procedure Law (2022), art. 355)"
                )
            )
        if not self.content_barred:
            self._refuse(self.env._("say first whether it decides status or title"))
        if not self.date_effective or self.confirmation_state != "none":
            self._refuse(
                self.env._("confirmation is asked for once, when the agreement is in effect")
            )
        if not self.is_confirmation_joint:
            self._refuse(self.env._("both sides apply together, one alone cannot"))
        if not day or not (self.confirmation_court or "").strip():
            self._refuse(self.env._("enter the court and the day of the application"))
        if day > fields.Date.context_today(self):
            self._refuse(self.env._("the sides apply first: %(date)s is still to come", date=day))
        if not self.date_effective <= day <= self.confirmation_due:
            self._refuse(
                self.env._(
                    "confirmation could be asked for from %(first)s to %(last)s, not on %(date)s; "
                    "a suit about the agreement stays open to the sides",
                    first=self.date_effective,
                    last=self.confirmation_due,
                    date=day,
                )
            )
        self._set_closed(confirmation_state="applied")
        self.case_id._tick_paper("confirmation")

    def action_confirmed(self):
        """Note that the court confirmed the agreement."""
        self._court_decided("confirmed")

    def action_rejected(self):
        """Note that the court did not confirm the agreement."""
        self._court_decided("rejected")

    def _court_decided(self, state):
        self.ensure_one()
        self.check_access("write")
        if self.confirmation_state != "applied":
            self._refuse(self.env._("the court decides after the sides have applied"))
        day = self.date_confirmed
        if not day or not self.date_applied <= day <= fields.Date.context_today(self):
            self._refuse(self.env._("enter the day of the court's decision"))
        self._set_closed(confirmation_state=state)
