from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.aid import first_of_month
from .community_aid_case import GRANTED, OFFICERS, WORKERS

REGISTERED = ("registered", "both")


class CommunityAidCase(models.Model):
    """The steps up to the decision: accept, survey, publish, objection, hand in."""

    _inherit = "community.aid.case"

    is_registered_here = fields.Boolean(compute="_compute_is_registered_here")

    decision = fields.Selection(
        [("granted", "Granted"), ("refused", "Not approved")], copy=False, readonly=True
    )
    date_decision = fields.Date("Decided on", copy=False, readonly=True, index="btree_not_null")
    decision_body = fields.Char("Deciding body", copy=False, readonly=True)
    decision_person = fields.Char("Decided by", copy=False, readonly=True)
    decision_number = fields.Char("Document number", copy=False, readonly=True)
    decision_basis = fields.Char("Article", copy=False, readonly=True)
    decision_standard = fields.Monetary("Standard then", copy=False, readonly=True, aggregator=None)
    decision_working = fields.Text("Reckoning then", copy=False, readonly=True, groups=WORKERS)
    decision_reason = fields.Text("Reasons", copy=False, readonly=True, groups=WORKERS)
    decided_by_id = fields.Many2one(
        "res.users", "Recorded by", copy=False, readonly=True, index="btree_not_null"
    )
    amount = fields.Monetary(
        "Yuan a month",
        copy=False,
        readonly=True,
        groups=WORKERS,
        exportable=False,
        help="What the family gets now; for aid given once, the whole amount.",
    )
    date_start = fields.Date(
        "Aid from", copy=False, readonly=True, help="Monthly aid: the month after the decision."
    )
    date_end = fields.Date("Aid until", copy=False, readonly=True, index="btree_not_null")
    date_closed = fields.Date("Closed on", copy=False, readonly=True)
    date_told = fields.Date("Family told on", copy=False, readonly=True)

    next_review_date = fields.Date("Next review", copy=False, readonly=True, index="btree_not_null")
    exit_until = fields.Date("Gradual exit until", copy=False, readonly=True)

    _check_decision = models.Constraint(
        """CHECK (decision IS NULL OR date_decision IS NOT NULL
        AND length(trim(decision_person)) > 0 AND length(trim(decision_basis)) > 0)""",
        "A decision has a day, a named person and the article it rests on.",
    )

    @api.depends("resident_id")
    def _compute_is_registered_here(self):
        # Where somebody is registered decides who handles the case, whoever may read that line.
        lines = (
            self.env["community.residency"]
            .sudo()
            ._read_group(
                [
                    ("resident_id", "in", self.resident_id.ids),
                    ("kind", "in", REGISTERED),
                    ("date_to", "=", False),
                ],
                ["resident_id"],
            )
        )
        here = {resident.id for (resident,) in lines}
        for case in self:
            case.is_registered_here = case.resident_id.id in here

    def _fill_members(self):
        """Begin the family lists of new cases with who belongs to each household today."""
        values = []
        for case in self.filtered(lambda case: not case.household_id):
            values.append(
                {
                    "case_id": case.id,
                    "resident_id": case.resident_id.id,
                    "name": case._applicant_name(),
                    "relation": "applicant",
                    "sequence": 1,
                }
            )
        for case in self:
            lines = case.household_id.residency_ids.filtered(lambda line: not line.date_to)
            for line in lines:
                is_applicant = line.resident_id == case.resident_id
                role = line.role if line.role != "head" else "other"
                values.append(
                    {
                        "case_id": case.id,
                        "resident_id": line.resident_id.id,
                        "relation": "applicant" if is_applicant else case._relation_of(role),
                        "is_together": line.kind in ("living", "both"),
                        "is_student": line.resident_id.employment == "student",
                        "sequence": 1 if is_applicant else 10,
                    }
                )
        self.env["community.aid.member"].create(values)

    def _relation_of(self, role):
        """Return a role of the register as seen from the applicant, who need not be the head."""
        lines = self.household_id.residency_ids
        own = lines.filtered(
            lambda line: not line.date_to and line.resident_id == self.resident_id
        ).role
        if own == "head":
            return role
        # For the head's wife the children are children too; the rest is for a person to say.
        if own == "spouse":
            return {"other": "spouse"}.get(role, role)
        return {"other": "parent", "spouse": "parent", "child": "sibling"}.get(role, role)

    def action_accept(self):
        """Accept applications; all missing papers are told at once (art. 10).

        :raises UserError: naming what is missing: applicant, authority, registration here
        """
        self.check_access("write")
        self._check_state("draft")
        today = fields.Date.context_today(self)
        for case in self:
            case._check_complete()
        self._set_closed(state="accepted", date_accepted=today)
        self._tell_papers()

    def _check_complete(self):
        if self.household_id and not self.resident_id:
            raise UserError(
                self.env._(
                    "%(case)s has no applicant: choose who of %(household)s applies.",
                    case=self.display_name,
                    household=self.household_id.display_name,
                )
            )
        self._check_place()
        if self.is_handed_in and self.programme_id.needs_income and not self.date_authority:
            raise UserError(
                self.env._(
                    "%(case)s is handed in by the community: print the application with the "
                    "authority, let the family sign it and write the day down.",
                    case=self.display_name,
                )
            )

    def _check_place(self):
        """Refuse an application at the wrong place (Social Assistance Law, art. 37 and 38)."""
        rules = self.programme_id
        if rules.place != "registration" or self.is_registered_here:
            return
        if self.is_permit_holder:
            if rules.residence_rule:
                return
            raise UserError(
                self.env._(
                    "%(name)s holds a residence permit and is not registered in this community; no "
                    "local rule opens %(programme)s to permit holders here. Let a manager enter "
                    "that rule in the programme, or tell the family where to apply.",
                    name=self.resident_id.name,
                    programme=rules.name,
                )
            )
        others = self._registered_members() - self.resident_id
        if others:
            raise UserError(
                self.env._(
                    "%(name)s is not registered in this community. Of a family that is registered "
                    "in several places, the one applies who is registered and lives here: choose "
                    "%(others)s as the applicant.",
                    name=self.resident_id.name,
                    others=self.env._(", ").join(others.mapped("name")),
                )
            )
        raise UserError(
            self.env._(
                "%(name)s is not registered in this community, and %(programme)s belongs to "
                "the place of registration: tell the family where to apply and note it under "
                "“Told to the family”.",
                name=self.resident_id.name,
                programme=rules.name,
            )
        )

    def _registered_members(self):
        """Return who of the household is registered here and lives here."""
        # Who else may apply is told to the family, whoever may read that line.
        lines = self.household_id.sudo().residency_ids
        lines = lines.filtered(lambda line: line.kind == "both" and not line.date_to)
        return lines.resident_id.sudo(False)

    def _tell_papers(self):
        """Note that the family was told all missing papers at once."""
        self.env["community.aid.told"].create(
            [
                {
                    "case_id": case.id,
                    "subject": "papers",
                    "resident_id": case.resident_id.id,
                    "note": "；".join(case.missing_papers.split("\n"))[:500],
                    "way": "window",
                }
                for case in self
                if (case.missing_papers or "").strip()
            ]
        )

    def action_start_survey(self):
        """Begin the survey: a home visit of kind aid survey is planned for each case."""
        self.check_access("write")
        self._check_state("accepted", "objection")
        today = fields.Date.context_today(self)
        for case in self.filtered(lambda case: not case.household_id):
            raise UserError(
                self.env._(
                    "%(case)s has no household here whose home could be seen: write down what "
                    "happened, and hand it in or decide.",
                    case=case.display_name,
                )
            )
        self.env["community.visit"].create(
            [
                {
                    "household_id": case.household_id.id,
                    "date": max(case.date_due or today, today),
                    "kind": "aid_survey",
                    "user_id": case.user_id.id or self.env.uid,
                    "aid_case_id": case.id,
                }
                for case in self
                if not case.visit_ids.filtered(
                    lambda v: v.kind == "aid_survey" and v.state == "planned"
                )
            ]
        )
        for case in self:
            case._set_closed(state="survey", date_check=case.date_check or today)

    def action_open_survey(self):
        """Open the survey visit that is planned, or the last one."""
        self.ensure_one()
        self.check_access("read")
        planned = self.visit_ids.filtered(lambda v: v.kind == "aid_survey" and v.state == "planned")
        visit = planned[:1] or self.survey_visit_id
        return {
            "type": "ir.actions.act_window",
            "res_model": "community.visit",
            "res_id": visit.id,
            "views": [(False, "form")],
            "context": {"default_household_id": self.household_id.id},
        }

    def _check_surveyed(self):
        """Refuse to go on without a survey by enough people (art. 16)."""
        rules, visit = self.programme_id, self.survey_visit_id
        if not rules.needs_survey or self.is_urgent:
            return
        people = visit._surveyor_count() if visit else 0
        if people < rules.surveyor_count:
            raise UserError(
                self.env._(
                    "%(case)s: the home survey needs at least %(count)s people and has %(people)s. "
                    "Make the visit, or name who came along.",
                    case=self.display_name,
                    count=rules.surveyor_count,
                    people=people,
                )
            )

    def action_publish(self):
        """Open the form of the notice: of the opinion before the decision, of the result after."""
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        kind = "result" if self.date_decision else "opinion"
        if kind == "opinion":
            self._check_state("survey", "objection")
            self._check_surveyed()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Public notice"),
            "res_model": "community.aid.notice",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_case_id": self.id,
                "default_kind": kind,
                "default_amount": self.amount if self.date_decision else self.proposed_amount,
            },
        }

    def _begin_notice(self, notice):
        """Move on to the public notice; after an objection only with what answered it."""
        self._check_state("survey", "objection")
        self._check_surveyed()
        former = (self.notice_ids - notice).filtered("date_objection")[:1]
        if former and not (former.review_kind and (former.review_result or "").strip()):
            raise UserError(
                self.env._(
                    "%(case)s: the objection of %(date)s is not answered. Record the new survey or "
                    "the democratic review and its result first.",
                    case=self.display_name,
                    date=former.date_objection,
                )
            )
        self._set_closed(state="public_notice")

    def action_object(self):
        """Record that somebody objected: the notice's form asks what was said."""
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        self._check_state("public_notice")
        self._set_closed(state="objection")
        self.notice_id.date_objection = fields.Date.context_today(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Objection"),
            "res_model": "community.aid.notice",
            "res_id": self.notice_id.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_submit(self):
        """Hand cases in for the decision, once the notice has hung for all of its days.

        :raises UserError: while the notice hangs, or without survey or notice where one is due
        """
        self.check_access("write")
        self._check_officer()
        for case in self:
            rules = case.programme_id
            if rules.needs_notice and not case.is_urgent:
                case._check_state("public_notice")
                case.notice_id._check_over()
            else:
                case._check_state("accepted", "survey")
            case._check_surveyed()
        today = fields.Date.context_today(self)
        for notice in self.notice_id.filtered(lambda n: not n.date_down):
            notice._set_closed(date_down=today)
        self._set_closed(state="submitted", date_submitted=today)

    # helpers

    def _check_officer(self):
        if not (self.env.su or self.env.user.has_group(OFFICERS)):
            raise AccessError(
                self.env._(
                    "Notices, decisions and payments are recorded at the desk: hand %(case)s to an "
                    "officer.",
                    case=self[:1].display_name,
                )
            )

    def _state_sentence(self, state, needed):
        return self.env._(
            "%(case)s is “%(state)s”: this step belongs to “%(wanted)s”.",
            case=self.display_name,
            state=state,
            wanted=" / ".join(needed),
        )

    # The decision of a named person, what it rested on, and what follows from it.

    def action_decide(self):
        """Open the form that records the decision of the deciding body."""
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        self._check_decidable()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Decision"),
            "res_model": "community.aid.decide",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _check_decidable(self):
        """Urgent help is decided before the papers; the rest once it was handed in."""
        if self.is_urgent and self.kind == "temporary":
            self._check_state("accepted", "survey", "submitted")
        else:
            self._check_state("submitted")

    def _decide(self, values):
        """Store a decision with article, standard and working of the day, and draw its conclusions.

        :param dict values: ``decision`` (granted, refused), ``date``, ``decision_body``,
            ``decision_person``, ``decision_number``, ``decision_basis``, ``amount`` (yuan a month,
            or in all for aid given once), ``aid_class`` and ``reason`` (needed for a refusal, and
            where the decision differs from the proposal)
        :raises UserError: when the step, the day, the reason or a fact is missing
        """
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        self._check_decidable()
        self._check_decision_day(values["date"])
        is_granted = values["decision"] == "granted"
        reason = (values.get("reason") or "").strip()
        self._check_basis(is_granted, reason, values)
        rules = self.programme_id
        amount = values.get("amount") or 0.0 if is_granted else 0.0
        start = first_of_month(values["date"], 1) if rules.is_monthly else values["date"]
        written = {
            "decision": values["decision"],
            "decision_body": values.get("decision_body") or rules._decider()[0],
            "decision_person": values["decision_person"],
            "decision_number": values.get("decision_number"),
            "decision_basis": values.get("decision_basis") or rules.legal_basis,
            "decision_standard": self.standard_id.amount,
            "decision_working": self._working_text(),
            "decision_reason": reason,
            "decided_by_id": self.env.uid,
            "amount": amount,
            "amount_granted": amount,
            "state": "approved" if is_granted else "refused",
            "date_start": is_granted and start,
            "date_closed": not is_granted and values["date"],
        }
        if values.get("aid_class"):
            written["aid_class"] = values["aid_class"]
        if is_granted:
            written |= self._dates_after(start, values.get("aid_class"))
        # The working above was reckoned first: with its date the decision freezes the figures.
        self._set_closed(**written, date_decision=values["date"])
        if not is_granted:
            self._close_need(self.env._("Not granted; reasons were given"), is_met=False)
        self._sync_category()
        if is_granted and self.kind == "education":
            self._propose_admission()

    def _propose_admission(self):
        """Propose the event of an admission when education aid is granted."""
        Event = self.env["community.life.event"]
        if Event._is_recent(self.date_decision, self.household_id):
            Event._propose(
                "admission",
                self.resident_id,
                self.household_id,
                self.date_decision,
                f"aid case {self.id}",
            )

    def _dates_after(self, start, aid_class):
        rules, dates = self.programme_id, {}
        if rules.valid_months:
            end = start + relativedelta(months=rules.valid_months, days=-1)
            dates["date_end"] = end
        if rules.is_monthly or self.kind == "edge":
            months = rules._review_months(aid_class or self.aid_class)
            dates["next_review_date"] = start + relativedelta(months=months)
        return dates

    def _check_decision_day(self, day):
        first = self.date_submitted or self.date_accepted
        if day > fields.Date.context_today(self) or first and day < first:
            raise UserError(
                self.env._(
                    "%(case)s cannot have been decided on %(day)s: it was handed in on %(first)s, "
                    "and today is the last day possible.",
                    case=self.display_name,
                    day=day,
                    first=first,
                )
            )

    def action_start(self):
        """Aid begins: the family stands in the list, or the first payment is made."""
        self.check_access("write")
        self._check_officer()
        self._check_state("approved")
        self._start()

    def _start(self):
        """Let granted cases begin; the needs behind them are met."""
        cases = self.filtered(lambda case: case.state == "approved")
        cases.sudo()._set_closed(state="active")
        for case in cases:
            case._close_need(self.env._("Aid granted, case %(number)s", number=case.number))

    def action_close(self):
        """Close granted cases whose aid was given, with its outcome.

        :raises UserError: without an outcome; a housing case says how it was solved
        """
        self.check_access("write")
        self._check_officer()
        self._check_state(*GRANTED)
        for case in self:
            is_silent = not (case.outcome or "").strip()
            if is_silent or case.kind == "housing" and case.is_solved and not case.housing_way:
                raise UserError(
                    self.env._(
                        "%(case)s: say in one line what came of it, and for housing by which way "
                        "it was solved.",
                        case=case.display_name,
                    )
                )
        self._set_closed(state="closed", date_closed=fields.Date.context_today(self))
        for case in self:
            case._close_need(case.outcome)
        self._sync_category()

    def action_told(self):
        """Open the form that records what the family was told."""
        self.ensure_one()
        self.check_access("read")
        subject = {"refused": "refusal", "approved": "result", "active": "result"}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Told to the family"),
            "res_model": "community.aid.told",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_case_id": self.id,
                "default_household_id": self.household_id.id,
                "default_resident_id": self.resident_id.id,
                "default_subject": subject.get(self.state, "change"),
                "default_way": "letter" if self._owes_letter() else "visit",
            },
        }

    def action_change(self):
        """Open the form that records a review, a change, a refused offer of work or the end."""
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        self._check_state(*GRANTED)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Review or change"),
            "res_model": "community.aid.change",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def action_appeal(self):
        """Open the form that records an appeal against the decision, or against a change."""
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Appeal"),
            "res_model": "community.aid.appeal",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_case_id": self.id},
        }

    def _decision_text(self):
        """Return the decision of one case in words, to be kept when it was set aside."""
        labels = dict(self._fields["decision"]._description_selection(self.env))
        parts = (
            labels.get(self.decision),
            str(self.date_decision or ""),
            self.decision_body,
            self.decision_person,
            self.decision_number,
            self.decision_basis,
            self.decision_reason,
        )
        return " · ".join(part.strip() for part in parts if part and part.strip())

    def _take_up_again(self, day):
        """Set a refused case back to where it was handed in: the refusal does not stand.

        :param date day: of the answer that set the refusal aside; the clock runs from it
        """
        names = ("decision", "date_decision", "decision_body", "decision_person", "decision_number")
        names += ("decision_basis", "decision_standard", "decision_working", "decision_reason")
        names += ("decided_by_id", "date_closed", "date_told", "amount", "amount_granted")
        self._set_closed(state="submitted", date_submitted=day, **dict.fromkeys(names, False))
        self._judge()
        self._reopen_need()
        self._sync_category()

    def _give_again(self):
        """Let aid that was ended go on: its end does not stand."""
        for case in self:
            end = case._dates_after(case.date_start, case.aid_class).get("date_end", False)
            case._set_closed(state="active", date_end=end, date_closed=False, date_told=False)
        self._sync_category()

    def _sync_category(self):
        """Let the categories *dibao* and *edge*, and full cover, follow the cases at once."""
        self.env["community.category"]._sync_derived(self.household_id)
        self.env["community.aid.cover"]._refresh(self.household_id)
