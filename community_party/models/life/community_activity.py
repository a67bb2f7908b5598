from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.voting import quorum
from .community_activity_kind import QUORUM_RULES


class CommunityActivity(models.Model):
    """Meetings of a Party organisation: who is due, who came, whether it was quorate."""

    _inherit = "community.activity"

    organization_id = fields.Many2one(
        "community.party.organization",
        "Party organisation",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Only this organisation and those above it see the meeting.",
    )
    meeting_kind = fields.Selection(related="kind_id.meeting_kind", store=True, index=True)
    date_makes_up = fields.Date(
        "Makes up for",
        help="A day of the earlier period that missed its meeting: this one counts for it, as "
        "late. Empty: it counts for the period it is held in.",
    )
    date_counts = fields.Date(
        "Counts for", compute="_compute_date_counts", store=True, precompute=True
    )
    study_form = fields.Selection(
        [
            ("collective", "Collective"),
            ("individual", "By oneself"),
            ("home", "Delivered at home"),
        ],
        default="collective",
    )
    is_open_to_residents = fields.Boolean("Open to residents")
    topic_id = fields.Many2one(
        "community.party.plan.line",
        "Topic of the plan",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    chair_id = fields.Many2one(
        "community.party.member", index="btree_not_null", ondelete="restrict"
    )
    recorder_id = fields.Many2one(
        "community.party.member", index="btree_not_null", ondelete="restrict"
    )
    agenda = fields.Text()

    # who is due: lines of the one table of attendances
    due_ids = fields.One2many(
        "community.attendance", "activity_id", domain=[("member_id", "!=", False)]
    )
    due_count = fields.Integer("People due", compute="_compute_due_counts", store=True)
    vote_due_count = fields.Integer(
        "Due with a vote",
        compute="_compute_due_counts",
        store=True,
        help="Members with the right to vote who are due: the denominator of every resolution.",
    )
    vote_present_count = fields.Integer(
        "Present with a vote", compute="_compute_due_counts", store=True
    )
    excused_count = fields.Integer("Exempt or left out", compute="_compute_due_counts", store=True)
    quorum = fields.Integer(
        "Needed",
        compute="_compute_quorum",
        store=True,
        help="So many with a vote must be there.",
    )
    is_quorate = fields.Boolean("Quorate", compute="_compute_quorum", store=True)
    quorum_note = fields.Char(compute="_compute_quorum_note")

    resolution_ids = fields.One2many("community.party.resolution", "activity_id", "Resolutions")
    plan_line_ids = fields.One2many("community.party.plan.line", "activity_id", "Action items")
    plan_line_count = fields.Integer(compute="_compute_plan_line_count")

    _check_party_place = models.Constraint(
        "CHECK (meeting_kind IS NULL OR organization_id IS NOT NULL)",
        "A Party meeting belongs to an organisation: choose it.",
    )
    _organization_idx = models.Index(
        "(organization_id, meeting_kind, date_counts) WHERE organization_id IS NOT NULL"
    )

    @api.depends("date", "date_makes_up")
    def _compute_date_counts(self):
        for activity in self:
            activity.date_counts = activity.date_makes_up or activity.date

    @api.depends("due_ids.is_due", "due_ids.has_vote", "due_ids.state", "due_ids.is_exempt")
    def _compute_due_counts(self):
        for activity in self:
            lines = activity.due_ids
            due = lines.filtered("is_due")
            voting = due.filtered("has_vote")
            activity.due_count = len(due)
            activity.vote_due_count = len(voting)
            activity.vote_present_count = voting.mapped("state").count("present")
            activity.excused_count = len(lines - due) + len(due.filtered("is_exempt"))

    @api.depends("vote_due_count", "vote_present_count", "meeting_kind")
    def _compute_quorum(self):
        share = self.env["community.parameter"]._quorum_share
        for activity in self:
            rule, due = QUORUM_RULES.get(activity.meeting_kind), activity.vote_due_count
            activity.quorum = quorum(rule, due, share(rule)) if rule and due else 0
            enough = due and activity.vote_present_count >= activity.quorum
            activity.is_quorate = not rule or bool(enough)

    @api.depends("quorum", "vote_due_count", "vote_present_count")
    @api.depends_context("lang")
    def _compute_quorum_note(self):
        for activity in self:
            activity.quorum_note = self.env._(
                "%(present)s of %(due)s with a vote are present, %(quorum)s are needed",
                present=activity.vote_present_count,
                due=activity.vote_due_count,
                quorum=activity.quorum,
            )

    @api.depends("plan_line_ids")
    def _compute_plan_line_count(self):
        counts = dict(
            self.env["community.party.plan.line"]._read_group(
                [("activity_id", "in", self.ids)], ["activity_id"], ["__count"]
            )
        )
        for activity in self:
            activity.plan_line_count = counts.get(activity, 0)

    @api.constrains("organization_id", "kind_id")
    def _check_meeting(self):
        for activity in self:
            if activity.meeting_kind and not activity.organization_id:
                raise UserError(
                    self.env._(
                        "“%(activity)s” is a Party meeting: choose the organisation that holds "
                        "it, or another kind.",
                        activity=activity.name,
                    )
                )
            kind = activity.organization_id.kind
            if (activity.meeting_kind == "group") != (kind == "group") and (
                activity.meeting_kind in ("group", "general", "committee")
            ):
                raise UserError(
                    self.env._(
                        "“%(activity)s” does not fit %(organization)s: group meetings are held by "
                        "groups, general and committee meetings by the organisations above them.",
                        activity=activity.name,
                        organization=activity.organization_id.name,
                    )
                )

    @api.constrains("date_makes_up", "date_start")
    def _check_date_makes_up(self):
        for activity in self:
            if activity.date_makes_up and activity.date_makes_up > activity.date:
                raise UserError(
                    self.env._(
                        "“%(activity)s” on %(date)s cannot make up for %(missed)s: a meeting makes "
                        "up for an earlier period.",
                        activity=activity.name,
                        date=activity.date,
                        missed=activity.date_makes_up,
                    )
                )

    def _is_in_other_hands(self):
        # The record rules say who keeps the organisation; all its keepers keep its meetings.
        return not self.organization_id and super()._is_in_other_hands()

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        fresh = activities.filtered(lambda a: a.meeting_kind and not a.attendance_ids)
        fresh.filtered(lambda a: a.study_form == "collective")._fill_due()
        return activities

    def copy_data(self, default=None):
        """Copy meetings without what was said at them."""
        return [
            {key: value for key, value in vals.items() if key not in ("minutes", "date_makes_up")}
            for vals in super().copy_data(default)
        ]
