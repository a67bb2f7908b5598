from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.listed import listed
from ...tools.placement import months_used, subsidy_end
from ...tools.said_day import local_day
from .community_post import HELD
from .community_retirement_age import KINDS as RETIREMENT_KINDS

HARD_KINDS = [
    ("older", "Older"),
    ("disabled", "Disabled"),
    ("poor", "Poor family"),
    ("long_jobless", "Without work for a year or more"),
    ("zero_employment", "Nobody of the family works"),
    ("other", "Other special hardship"),
    ("none", "Not hard to place"),
]


class CommunityPlacement(models.Model):
    """One person's way into work: a welfare post, an employer, an own trade, flexible work.

    A welfare post is for people hard to place, for three years or until a near retirement. The
    program proposes who is hard to place; a named person decides.
    """

    _name = "community.placement"
    _description = "Placement"
    _inherit = ["community.housed.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["resident_id.name", "post_id.name", "job"]
    _check_company_auto = True
    _household_links = ("resident_id",)

    # who and where
    resident_id = fields.Many2one(
        "community.resident", required=True, index=True, ondelete="restrict", check_company=True
    )
    kind = fields.Selection(
        [
            ("post", "Welfare post"),
            ("employer", "Job with an employer"),
            ("self_employed", "Own business"),
            ("flexible", "Flexible work"),
        ],
        required=True,
        default="employer",
        tracking=True,
        index=True,
    )
    post_id = fields.Many2one(
        "community.post", index="btree_not_null", ondelete="restrict", check_company=True
    )
    employer_id = fields.Many2one(
        "res.partner",
        compute="_compute_employer_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    job = fields.Char("Work", help="What the person does there.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    wage = fields.Monetary(
        "Monthly wage", compute="_compute_employer_id", store=True, readonly=False, precompute=True
    )

    # when
    date_from = fields.Date(
        "Begins to work", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date(
        "Works until",
        compute="_compute_date_to",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        help="For a welfare post: the last day of the subsidy, or earlier.",
    )
    retirement_kind = fields.Selection(
        RETIREMENT_KINDS,
        "Retires as",
        compute="_compute_retirement_kind",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_retirement = fields.Date("Retires on", compute="_compute_subsidy")
    date_subsidy_end = fields.Date(
        "Subsidy until", compute="_compute_subsidy_end", store=True, precompute=True
    )
    subsidy_months_used = fields.Integer("Months of subsidy used", compute="_compute_subsidy")
    is_subsidy_ending = fields.Boolean(
        "Subsidy ends soon",
        compute="_compute_subsidy",
        search="_search_is_subsidy_ending",
    )
    is_warned = fields.Boolean(readonly=True, copy=False, export_string_translation=False)

    # who decided, and on what; why somebody needs help is for those who help
    hard_proposal = fields.Char(
        "Proposed kind",
        compute="_compute_hard_proposal",
        compute_sudo=True,
        groups="community_service.group_community_grid_worker",
        exportable=False,
    )
    hard_kind = fields.Selection(
        HARD_KINDS,
        "Hard to place",
        groups="community_service.group_community_grid_worker",
        help="Decided by a person; the proposal beside it follows from the register.",
    )
    special_reason = fields.Char(
        "Why placed again",
        groups="community_service.group_community_grid_worker",
        help="Why the person gets a welfare post a second time.",
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_decided = fields.Date("Decided on", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        "Officer",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    state = fields.Selection(
        [
            ("proposed", "To decide"),
            ("active", "Placed"),
            ("ended", "Ended"),
            ("cancelled", "Cancelled"),
        ],
        default="proposed",
        required=True,
        readonly=True,
        tracking=True,
        index=True,
    )
    end_reason = fields.Selection(
        [
            ("term", "The term was over"),
            ("retired", "Retired"),
            ("other_work", "Found other work"),
            ("left", "Left"),
            ("dismissed", "Dismissed"),
            ("moved", "Moved away"),
            ("died", "Died"),
            ("other", "Other"),
        ],
        "Why it ended",
        copy=False,
    )
    note = fields.Text(groups="community_service.group_community_grid_worker")

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A placement ends on or after the day on which it begins.",
    )
    _check_post = models.Constraint(
        "CHECK ((kind = 'post') = (post_id IS NOT NULL))",
        "A welfare post is named for that kind of placement, and for no other.",
    )
    _check_decided = models.Constraint(
        "CHECK (kind <> 'post' OR state NOT IN ('active', 'ended')"
        " OR (hard_kind IS NOT NULL AND hard_kind <> 'none' AND date_to IS NOT NULL))",
        "A welfare post is for people hard to place and ends on a day: decide why this person is "
        "one, or choose another kind of placement.",
    )
    _check_ended = models.Constraint(
        "CHECK (state <> 'ended' OR (end_reason IS NOT NULL AND date_to IS NOT NULL))",
        "Say when and why the placement ended.",
    )
    # A range of one number: an overlap of persons without an extension of the database.
    _one_at_once = models.Constraint(
        "EXCLUDE USING gist (int4range(resident_id, resident_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&) WHERE (state IN ('active', 'ended'))",
        "Nobody holds two posts at once: this person's placements overlap.",
    )
    _order_idx = models.Index("(date_from DESC, id DESC)")

    @api.model
    def _tells_sensitive(self):
        return super()._tells_sensitive() | Domain("hard_kind", "in", ("disabled", "poor"))

    @api.depends("post_id")
    def _compute_employer_id(self):
        for placement in self:
            placement.employer_id = placement.post_id.employer_id or placement.employer_id
            placement.wage = placement.post_id.wage or placement.wage

    @api.depends("resident_id")
    def _compute_retirement_kind(self):
        for placement in self:
            sex = placement.resident_id.sex
            placement.retirement_kind = placement.retirement_kind or (
                {"male": "male", "female": "female_worker"}.get(sex, False)
            )

    @api.depends("kind", "post_id", "date_from", "resident_id", "retirement_kind")
    def _compute_subsidy_end(self):
        retires = self.env["community.retirement.age"]._calculator()
        for placement in self:
            end = False
            if placement.kind == "post" and placement.post_id and placement.date_from:
                months = placement.post_id.subsidy_months
                day = retires(placement.resident_id.birth_date, placement.retirement_kind)
                near = placement.company_id.community_post_near_years
                end = subsidy_end(placement.date_from, day, months, near)
            placement.date_subsidy_end = end

    @api.depends("date_subsidy_end")
    def _compute_date_to(self):
        for placement in self:
            follows = placement.date_subsidy_end and placement.state not in ("ended", "cancelled")
            placement.date_to = placement.date_subsidy_end if follows else placement.date_to

    @api.depends("date_from", "date_to", "date_subsidy_end", "retirement_kind", "state")
    def _compute_subsidy(self):
        today = fields.Date.context_today(self)
        retires = self.env["community.retirement.age"]._calculator()
        for placement in self:
            end = placement.date_subsidy_end
            warn = fields.Date.add(today, days=placement.company_id.community_post_warn_days)
            runs = placement.state in HELD and end and placement.date_from
            last = min(filter(None, (end, placement.date_to)), default=None)
            placement.date_retirement = (
                retires(placement.resident_id.birth_date, placement.retirement_kind) or False
            )
            placement.subsidy_months_used = (
                months_used(placement.date_from, last, today) if runs else 0
            )
            placement.is_subsidy_ending = bool(
                end and placement.state == "active" and today <= end <= warn
            )

    def _search_is_subsidy_ending(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        # sudo: each community warns by its own rule; what is found is for the rules of placements.
        communities = self.env["res.company"].sudo().with_context(active_test=False)
        rules = communities._read_group([], ["community_post_warn_days"], ["id:array_agg"])
        return (
            Domain("state", "=", "active")
            & Domain("date_subsidy_end", ">=", "today")
            & Domain.OR(
                Domain("company_id", "in", ids) & Domain("date_subsidy_end", "<=", f"+{days}d")
                for days, ids in rules
            )
        )

    @api.depends("resident_id")
    def _compute_hard_proposal(self):
        labels = dict(self._fields["hard_kind"]._description_selection(self.env))
        reasons = self.resident_id._hard_to_place()
        for placement in self:
            found = reasons.get(placement.resident_id._origin.id, ())
            placement.hard_proposal = listed(self.env.lang, (labels[key] for key in found))

    @api.depends("resident_id.name", "post_id.name", "job", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for placement in self:
            what = placement.post_id.name or placement.job or kinds.get(placement.kind)
            placement.display_name = " · ".join(filter(None, (placement.resident_id.name, what)))

    @api.model
    def _on_day(self, day):
        """Return the domain of the placements that somebody holds on ``day``."""
        return (
            Domain("state", "in", HELD)
            & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )

    def _span(self):
        """Return the days of the placement as a person reads them."""
        until = local_day(self.env, self.date_to) if self.date_to else self.env._("open")
        return f"{local_day(self.env, self.date_from)} – {until}"
