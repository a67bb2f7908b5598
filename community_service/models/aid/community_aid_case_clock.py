from odoo import api, fields, models
from odoo.fields import Domain

OPEN = ("accepted", "survey", "public_notice", "objection", "submitted", "approved")


class CommunityAidCase(models.Model):
    """Which clock runs, until when, and in words what is due next.

    Every number of days is a field of the programme; working days know days off and make-up days.
    """

    _inherit = "community.aid.case"

    date_total_due = fields.Date(
        "Whole procedure until", compute="_compute_clocks", store=True, help="Art. 22."
    )
    date_due = fields.Date("Due", compute="_compute_clocks", store=True)
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
    notice_id = fields.Many2one(
        "community.aid.notice",
        "Last notice of the opinion",
        compute="_compute_notice_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
    )

    _due_idx = models.Index("(date_due, id) WHERE date_due IS NOT NULL")

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

        def add_of(company):
            def add(start, days):
                return Holiday._add_workdays(start, days, company) if start else (False, False)

            return add

        for case in self:
            add = add_of(case.company_id)
            rules = case.programme_id
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
            return add(self.date_submitted, rules.county_days)
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

    @api.depends("state", "date_due", "date_told", "survey_visit_id", "missing_papers")
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
            "submitted": self.env._("Decision of %(body)s", body=rules.decision_body or ""),
            "approved": self.env._("First payment")
            if rules.is_monthly
            else self.env._("Carry it out and close with the outcome"),
            "active": self._next_in_aid(),
            "refused": ""
            if self.date_told
            else self.env._("Tell the family the reasons of the refusal"),
        }.get(state, "")

    def _next_in_aid(self):
        if self.change_ids and not self.date_told:
            return self.env._("Tell the family what changed and why")
        if self.exit_until and self.date_due == self.exit_until:
            return self.env._("Gradual exit ends")
        if self.date_end and self.date_due == self.date_end:
            return self.env._("Aid ends: apply again or stop")
        return self.env._("Review of the family's situation")
