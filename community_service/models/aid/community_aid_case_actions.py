from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .community_aid_case import OFFICERS

AT_REGISTRATION = ("dibao", "edge", "extreme_poor", "rigid")
REGISTERED = ("registered", "both")


class CommunityAidCase(models.Model):
    """The steps up to the decision: accept, survey, publish, objection, hand in."""

    _inherit = "community.aid.case"

    is_registered_here = fields.Boolean(compute="_compute_is_registered_here")
    step_reason = fields.Char("Reason of the last step", copy=False, readonly=True)

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
        self._by_code({"state": "accepted", "date_accepted": today})
        self._tell_papers()

    def _check_complete(self):
        if not self.resident_id:
            raise UserError(
                self.env._(
                    "%(case)s has no applicant: choose who of %(household)s applies.",
                    case=self.display_name,
                    household=self.household_id.display_name,
                )
            )
        if self.kind in AT_REGISTRATION and not self.is_registered_here:
            raise UserError(
                self.env._(
                    "%(name)s is not registered in this community, and %(programme)s belongs to "
                    "the place of registration: tell the family where to apply and note it under "
                    "“Told to the family”.",
                    name=self.resident_id.name,
                    programme=self.programme_id.name,
                )
            )
        if self.is_handed_in and self.programme_id.needs_income and not self.date_authority:
            raise UserError(
                self.env._(
                    "%(case)s is handed in by the community: print the application with the "
                    "authority, let the family sign it and write the day down.",
                    case=self.display_name,
                )
            )

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
            case._by_code({"state": "survey", "date_check": case.date_check or today})

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
        self._by_code({"state": "public_notice"})

    def action_object(self):
        """Record that somebody objected: the notice's form asks what was said."""
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        self._check_state("public_notice")
        self._by_code({"state": "objection"})
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
            notice.date_down = today
        self._by_code({"state": "submitted", "date_submitted": today})

    # helpers

    def _by_code(self, values):
        # State and decision are closed to direct writes; right and step were checked before.
        self.sudo().write(values)

    def _check_officer(self):
        if not (self.env.su or self.env.user.has_group(OFFICERS)):
            raise AccessError(
                self.env._(
                    "Notices, decisions and payments are recorded at the desk: hand %(case)s to an "
                    "officer.",
                    case=self[:1].display_name,
                )
            )

    def _check_state(self, *states):
        labels = dict(self._fields["state"]._description_selection(self.env))
        for case in self:
            if case.state not in states:
                raise UserError(
                    self.env._(
                        "%(case)s is “%(state)s”: this step belongs to “%(wanted)s”.",
                        case=case.display_name,
                        state=labels[case.state],
                        wanted=" / ".join(labels[state] for state in states),
                    )
                )
