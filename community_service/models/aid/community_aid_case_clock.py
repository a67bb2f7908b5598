from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.aid import ADULT_AGE, refusals_in_a_row
from .community_aid_case import WORKERS

OPEN = ("accepted", "survey", "public_notice", "objection", "submitted", "approved")


class CommunityAidCase(models.Model):
    """By which edition of its programme a case goes, which clock runs, and what is due next.

    Every number of days is a field of the programme; working days know days off and make-up days.
    """

    _inherit = "community.aid.case"

    date_total_due = fields.Date(
        "Whole procedure until", compute="_compute_clocks", store=True, help="Art. 22."
    )
    date_due = fields.Date("Due by", compute="_compute_clocks", store=True)
    is_provisional = fields.Boolean(
        compute="_compute_clocks",
        store=True,
        help="The date runs into a year whose holidays are not entered yet.",
    )
    next_step = fields.Char("What is due next", compute="_compute_next_step")
    survey_visit_id = fields.Many2one(
        "community.visit",
        "Survey",
        compute="_compute_survey_visit_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        help="The last home survey that was made.",
    )
    work_refusals = fields.Integer(
        "Offers of work refused in a row",
        compute="_compute_work_refusals",
        store=True,
        groups=WORKERS,
    )
    is_work_warning = fields.Boolean(
        compute="_compute_is_work_warning",
        groups=WORKERS,
        help="Refused as often as the programme names: the own share may be cut (art. 34).",
    )
    notice_id = fields.Many2one(
        "community.aid.notice",
        "Last notice of the opinion",
        compute="_compute_notice_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
    )

    _due_idx = models.Index("(date_due, id) WHERE date_due IS NOT NULL")

    # A case goes by the edition of the day of its application.

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._follow_edition()
        return cases

    def write(self, vals):
        result = super().write(vals)
        if {"programme_id", "date_received", "household_id"} & vals.keys():
            self._follow_edition()
        return result

    def _follow_edition(self, without=()):
        """Let undecided cases go by the edition of their programme in force on their day.

        :param without: editions that are about to be deleted
        :return: the cases that go by another edition now
        """
        editions, moved = {}, self.browse()
        for case in self.filtered(lambda case: not case.date_decision):
            key = case.programme_id, case.date_received, case.company_id
            if key not in editions:
                editions[key] = case.programme_id._edition_on(*key[1:], without=without)
            edition = editions[key]
            if edition and edition != case.programme_id:
                # The way round the write above: nothing of the case has changed but its edition.
                # pylint: disable-next=super-method-mismatch
                super(CommunityAidCase, case).write({"programme_id": edition.id})
                moved |= case
        return moved

    @api.depends("visit_ids.state", "visit_ids.date", "visit_ids.kind")
    def _compute_survey_visit_id(self):
        for case in self:
            made = case.visit_ids.filtered(lambda v: v.kind == "aid_survey" and v.state == "done")
            case.survey_visit_id = made.sorted(lambda v: (v.date, v.id))[-1:]

    @api.depends("notice_ids.kind", "notice_ids.date_from")
    def _compute_notice_id(self):
        for case in self:
            notices = case.notice_ids.filtered(lambda n: n.kind == "opinion")
            case.notice_id = notices.sorted("id")[-1:]

    @api.depends(
        "state",
        "programme_id",
        "date_accepted",
        "is_extended",
        "is_urgent",
        "date_papers",
        "survey_visit_id",
        "notice_id.date_to",
        "date_submitted",
        "date_decision",
        "date_start",
        "date_told",
        "next_review_date",
        "exit_until",
        "date_end",
    )
    def _compute_clocks(self):
        Holiday = self.env["community.holiday"]

        def add_of(company, rules):
            def add(start, days):
                if start and rules.is_calendar_days:
                    return fields.Date.add(start, days=days), False
                return Holiday._add_workdays(start, days, company) if start else (False, False)

            return add

        for case in self:
            rules = case.programme_id
            add = add_of(case.company_id, rules)
            days = rules.extended_days if case.is_extended else rules.total_days
            case.date_total_due, provisional = add(case.date_accepted, days)
            due = case._clock(add)
            if case._owes_papers():
                papers = add(case.date_accepted, rules.paper_days)
                due = min(due, papers, key=lambda pair: pair[0] or papers[0])
            case.date_due = due[0]
            case.is_provisional = bool(due[1] or provisional and case.state in OPEN)

    @api.model
    def _workday_fields(self):
        return ("date_due", "date_total_due")

    @api.model
    def _workday_open(self):
        untold = Domain("state", "=", "refused") & Domain("date_told", "=", False)
        return Domain("state", "in", OPEN) | untold

    def _clock(self, add):
        """Return (day, is provisional) of what is due in the present state."""
        rules, state = self.programme_id, self.state
        if state == "accepted":
            if self.is_urgent:
                return add(self.date_accepted, rules.urgent_days)
            if rules.needs_survey:
                return add(self.date_accepted, rules.survey_days)
            return self.date_total_due, False
        if state == "public_notice":
            return self.notice_id.date_to or self.date_total_due, False
        if state in ("survey", "objection"):
            return self.date_total_due, False
        if state == "submitted":
            return add(self.date_submitted, rules._decider()[1])
        if state == "approved":
            return self.date_start, False
        if state == "refused" and not self.date_told:
            return add(self.date_decision, rules.refusal_days)
        if state == "active":
            days = [d for d in (self.next_review_date, self.exit_until, self.date_end) if d]
            return min(days, default=False), False
        return False, False

    def _owes_papers(self):
        """Urgent help was given first: the papers have to follow."""
        return self.is_urgent and not self.date_papers and self.state in OPEN

    @api.depends(
        "state",
        "date_due",
        "date_told",
        "survey_visit_id",
        "missing_papers",
        "notice_ids.kind",
        "change_ids.kind",
        "school",
        "appeal_ids.state",
    )
    def _compute_next_step(self):
        for case in self:
            case.next_step = case._next_step()

    def _next_step(self):
        """Return in words what somebody has to do next, without the day."""
        rules, state = self.programme_id, self.state
        if self._owes_papers() and state == "approved":
            return self.env._("Make up the papers of the urgent help")
        if state == "survey":
            if not self.survey_visit_id:
                return self.env._(
                    "Visit the home, at least %(count)s people", count=rules.surveyor_count
                )
            if rules.needs_notice:
                return self.env._("Opinion of the street, then the public notice")
            return self.env._("Hand in for the decision")
        if state == "accepted":
            if self.is_urgent:
                return self.env._("Help at once, papers follow")
            if rules.needs_survey:
                return self.env._("Begin the survey and the data check")
            return self.env._("Hand in for the decision")
        return {
            "draft": self.env._("Collect the papers and the signed authority, then accept"),
            "public_notice": self.env._("Notice hangs until then; take down objections"),
            "objection": self.env._("Survey again or hold a democratic review"),
            "submitted": self.env._("Decision of %(body)s", body=rules._decider()[0] or ""),
            "approved": self._next_after_grant(),
            "active": self._next_in_aid(),
            "stopped": self._next_after_end() or self._next_of_appeal(),
            "refused": self._next_of_appeal()
            if self.date_told
            else self.env._("Tell the family the reasons of the refusal in writing")
            if self._owes_letter()
            else self.env._("Tell the family the reasons of the refusal"),
        }.get(state, "")

    def _owes_result(self):
        """The decision to give aid has not been made known in the community yet."""
        is_published = self.notice_ids.filtered(lambda notice: notice.kind == "result")
        return self.programme_id.publishes_result and not is_published

    def _next_after_grant(self):
        if self._owes_result():
            return self.env._("Publish the result in the community")
        if self.programme_id.is_monthly:
            return self.env._("First payment")
        return self.env._("Carry it out and close with the outcome")

    def _owes_letter(self):
        """Whether what the family has to be told now is told in writing (art. 45 and 48)."""
        if self.state == "refused":
            return self.programme_id.needs_letter
        last = self.change_ids.sorted("id")[-1:]
        return last._is_heard_kind() and last._rule().needs_letter

    def _next_after_end(self):
        if self._owes_letter() and not self.date_told:
            return self.env._("Tell the family in writing what changed and why")
        return ""

    def _next_of_appeal(self):
        # That there is one is no secret to whoever works on the case.
        appeal = self.sudo().appeal_ids.filtered(lambda appeal: appeal.state == "open")[:1]
        if not appeal:
            return ""
        return self.env._("Appeal: answer of %(body)s", body=appeal.body)

    def _came_of_age(self):
        """Whether an extremely poor child has come of age since its aid began."""
        born, begun = self.resident_id.birth_date, self.date_start
        if self.kind != "extreme_poor" or not born or not begun:
            return False
        adult = fields.Date.add(born, years=ADULT_AGE)
        return begun < adult <= fields.Date.context_today(self)

    def _next_in_aid(self):
        if self.change_ids and not self.date_told:
            return self._next_after_end() or self.env._("Tell the family what changed and why")
        if self._came_of_age() and not (self.school or "").strip():
            return self.env._(
                "%(name)s has come of age: aid goes on at school up to upper secondary. Ask which "
                "school and enter it under “Details”, or review the case",
                name=self.resident_id.name,
            )
        if self.exit_until and self.date_due == self.exit_until:
            return self.env._("Gradual exit ends")
        if self.date_end and self.date_due == self.date_end:
            return self.env._("Aid ends: apply again or stop")
        return self.env._("Review of the family's situation")

    # Reviews and changes of a granted case.

    @api.depends("change_ids.kind", "change_ids.date")
    def _compute_work_refusals(self):
        kinds = {"work_refused": True, "work_taken": False}
        for case in self:
            offers = case.change_ids.filtered(lambda c: c.kind in kinds)
            offers = offers.sorted(lambda c: (c.date, c.id))
            case.work_refusals = refusals_in_a_row([kinds[offer.kind] for offer in offers])

    @api.depends("work_refusals", "programme_id.work_refusal_count")
    def _compute_is_work_warning(self):
        for case in self:
            limit = case.programme_id.work_refusal_count
            case.is_work_warning = bool(limit and case.work_refusals >= limit)
