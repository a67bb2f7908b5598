from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.community_service.tools.listed import listed

GOALS = [
    ("growth", "Secure growth"),
    ("livelihood", "Secure livelihood"),
    ("stability", "Secure stability"),
]

# What the work of a branch is made of, as the report of the community names it.
WORK_AREAS = [
    ("worker_peasant", "Worker-peasant relations"),
    ("new_estate", "New districts"),
    ("renovation", "Shanty-town renovation"),
    ("requisition", "Land requisition"),
    ("demolition", "Demolition"),
    ("legacy", "Issues left over from history"),
    ("petition", "Petitions and complaints"),
    ("service", "Service to residents"),
    ("other", "Other work"),
]


class CommunityPartyPlanLine(models.Model):
    """A line of a work plan: for which goal, how much, by whom, from where, and what it led to."""

    _inherit = "community.party.plan.line"

    goal = fields.Selection(GOALS, index=True)
    work_area = fields.Selection(WORK_AREAS, "Area of work", index=True)
    owner_id = fields.Many2one(required=False)
    unit_id = fields.Many2one(
        "res.partner",
        "Responsible unit",
        domain="[('is_company', '=', True)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    quantity = fields.Float("Planned quantity", digits=(12, 2))
    done_quantity = fields.Float("Quantity reached", digits=(12, 2))
    measure = fields.Char("Counted in", help="What is counted: households, visits, lamps…")
    source = fields.Selection(
        [
            ("study", "Study"),
            ("opinion", "Opinion"),
            ("meeting", "Meeting"),
            ("upper", "Task from above"),
        ],
        "Comes from",
        compute="_compute_source",
        store=True,
        readonly=False,
    )
    source_note = fields.Char("Which", help="The paper or number of the task from above.")
    pledge_ids = fields.One2many("community.party.pledge", "plan_line_id", "Pledges")
    pledge_count = fields.Integer("Number of pledges", compute="_compute_pledge_count")
    evidence = fields.Char(
        "Proof of the result",
        help="Where it can be seen: a paper, a picture, a link. What was pledged and confirmed, or "
        "a meeting that was held, is evidence by itself.",
    )
    progress = fields.Selection(
        [("done", "Finished"), ("due", "To come"), ("overdue", "Overdue"), ("dropped", "Dropped")],
        compute="_compute_progress",
        search="_search_progress",
    )
    is_on_time = fields.Boolean(
        compute="_compute_is_on_time", store=True, help="Done by the day on which it was due."
    )

    _check_quantity = models.Constraint(
        "CHECK (quantity >= 0 AND done_quantity >= 0)", "A quantity is 0 or more."
    )
    _check_responsible = models.Constraint(
        "CHECK (owner_id IS NOT NULL OR unit_id IS NOT NULL)",
        "Say who is responsible: a member or a unit.",
    )

    @api.depends("topic_id", "opinion_id", "activity_id", "talk_id")
    def _compute_source(self):
        for line in self:
            if line.topic_id:
                line.source = "study"
            elif line.opinion_id or line.talk_id:
                line.source = "opinion"
            elif line.activity_id:
                line.source = "meeting"
            else:
                line.source = line.source

    @api.depends("pledge_ids.state")
    @api.depends_context("uid")
    def _compute_pledge_count(self):
        made = [("state", "not in", ("withdrawn", "lapsed"))]
        self._count_links("pledge_count", "community.party.pledge", "plan_line_id", made)

    @api.depends("state", "date_due")
    def _compute_progress(self):
        today = fields.Date.context_today(self)
        for line in self:
            if line.state != "open":
                line.progress = "done" if line.state == "done" else "dropped"
            else:
                line.progress = "overdue" if line.date_due and line.date_due < today else "due"

    def _search_progress(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._progress_domain(progress) for progress in value if progress)

    @api.model
    def _progress_domain(self, progress):
        """Return the domain of the lines that are ``done``, ``due``, ``overdue`` or ``dropped``."""
        is_open = Domain("state", "=", "open")
        return {
            "done": Domain("state", "=", "done"),
            "dropped": Domain("state", "=", "cancelled"),
            "due": is_open & Domain("date_due", ">=", "today"),
            "overdue": is_open & Domain("date_due", "<", "today"),
        }[progress]

    @api.depends("state", "date_done", "date_due")
    def _compute_is_on_time(self):
        for line in self:
            line.is_on_time = bool(
                line.state == "done" and line.date_done and line.date_done <= line.date_due
            )

    @api.constrains("state", "evidence", "plan_id")
    def _check_evidence(self):
        for line in self:
            if line.state != "done" or line.plan_id.kind != "work":
                continue
            kept = "confirmed" in line.pledge_ids.mapped("state")
            held = "done" in line.meeting_ids.mapped("state")
            if not (kept or held or (line.evidence or "").strip()):
                raise ValidationError(
                    self.env._(
                        "“%(line)s” of the work plan is done with a result and with evidence: say "
                        "where it can be seen, or link a pledge that was confirmed.",
                        line=line.name,
                    )
                )

    @api.constrains("date_done")
    def _check_date_done(self):
        self._check_not_future("date_done")

    @api.constrains("plan_id", "date_due")
    def _check_in_year(self):
        for line in self.filtered(lambda line: line.plan_id.kind == "work"):
            plan = line.plan_id
            if not plan.date_from <= line.date_due <= plan.date_to:
                raise ValidationError(
                    self.env._(
                        "“%(line)s” is due on %(date)s, outside “%(plan)s”: choose a day from "
                        "%(start)s to %(end)s, or the plan of that year.",
                        line=line.name,
                        date=line.date_due,
                        plan=plan.name,
                        start=plan.date_from,
                        end=plan.date_to,
                    )
                )

    def action_open_pledges(self):
        """Open what was taken on for this line."""
        return self._links_action("community_party.community_party_pledge_action", "plan_line_id")

    def _report_text(self):
        """Return one line on this task for the proposals of a report; no person stands in it."""
        self.ensure_one()
        who = listed(self.env.lang, filter(None, (self.organization_id.name, self.unit_id.name)))
        return self.env._(
            "%(task)s: %(who)s, by %(date)s", task=self.name, who=who, date=self.date_due
        )
