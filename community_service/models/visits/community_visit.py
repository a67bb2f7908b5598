from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.said_day import said_day
from ...tools.schedule import counts_for

MODES = [
    ("home", "At home"),
    ("office", "At the office"),
    ("outside", "Outside"),
    ("phone", "By phone"),
    ("video", "By video"),
]

KINDS = [
    ("routine", "Routine"),
    ("care", "Care"),
    ("aid_survey", "Home survey for aid"),
    ("comfort", "Comfort"),
    ("policy", "Policy explained"),
    ("hearing", "Hearing of opinions"),
    ("follow_up", "Return visit"),
]

# Why a visit was in vain. Each has a next step of its own, see ``community_visit_clock.py``.
OUTCOMES = [
    ("nobody_home", "Nobody home"),
    ("no_answer", "No answer"),
    ("refused", "Refused the visit"),
    ("moved_away", "Moved away"),
    ("nobody_lives", "Nobody lives here"),
    ("wrong_address", "Wrong address"),
]

DAY_PARTS = [("morning", "Morning"), ("afternoon", "Afternoon"), ("evening", "Evening")]

HAPPENED = ("done", "absent")

# From what is said of a visit follows when the household is visited next.
SETTLING = {"state", "mode", "date", "date_start", "household_id", "next_date", "next_reason"}


def _grouped(values):
    """Turn {id: value} into {value: ids}."""
    groups = {}
    for key, value in values.items():
        groups.setdefault(value, []).append(key)
    return groups


class CommunityVisit(models.Model):
    """A visit to a household: planned, made, in vain (nobody home) or cancelled.

    It counts (``is_valid``) when it was made in a mode that at least one of the household's visit
    rules of that day accepts. ``date_due`` keeps the day by which it had been due.
    """

    _name = "community.visit"
    _description = "Visit"
    _inherit = [
        "community.scoped.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "community.calendar.mixin",
        "community.engaged.mixin",
        "community.contact.source.mixin",
    ]
    _engaged_links = ("user_id", "visitor_ids")
    _engaged_fields = ("date_start", "duration")
    _rec_names_search = ["household_id.address", "household_id.head_id.name"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _event_kept_states = ("done", "absent")
    _event_fields = ("date", "date_start", "duration", "user_id", "state", "household_id")

    household_id = fields.Many2one(
        "community.household", required=True, index=True, ondelete="restrict", check_company=True
    )
    state = fields.Selection(
        [
            ("planned", "To be visited"),
            ("done", "Visited"),
            ("absent", "In vain"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        tracking=True,
    )
    outcome = fields.Selection(
        OUTCOMES,
        "Why in vain",
        compute="_compute_outcome",
        store=True,
        readonly=False,
        precompute=True,
    )
    kind = fields.Selection(KINDS, default="routine", required=True)
    mode = fields.Selection(MODES, default="home", required=True)
    # when and who
    date = fields.Date(
        compute="_compute_date",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        tracking=True,
    )
    date_start = fields.Datetime(
        "Agreed hour", copy=False, help="Empty: any time of the day. It makes a calendar event."
    )
    duration = fields.Float("Duration (hours)", default=0.5)
    day_part = fields.Selection(
        DAY_PARTS,
        "Part of the day",
        copy=False,
        help="When to try, or of a visit in vain when it was tried.",
    )
    retry_of_id = fields.Many2one(
        "community.visit",
        "Next try after",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        help="The visit in vain after which this one was planned.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Visiting worker",
        index="btree_not_null",
        domain=[("share", "=", False)],
        help="Who is to make the visit.",
    )
    visitor_ids = fields.Many2many(
        "res.users",
        "community_visit_visitor_rel",
        "visit_id",
        "user_id",
        string="Visitors",
        copy=False,
        help="Who made the visit. Each of them counts it as work; for coverage it counts once.",
    )
    note = fields.Char("Purpose of the visit", help="What the visitor should do or ask.")
    # how it went
    met_resident_ids = fields.Many2many(
        "community.resident",
        "community_visit_met_rel",
        "visit_id",
        "resident_id",
        string="People met",
        copy=False,
    )
    situation = fields.Text("How it went", copy=False)
    answered_on_spot = fields.Boolean(copy=False)
    next_date = fields.Date("Own next date", copy=False)
    next_reason = fields.Char(
        "Reason of the next date", copy=False, help="A date later than the rule needs a reason."
    )
    check_ids = fields.One2many("community.visit.check", "visit_id", "Facts confirmed")
    need_ids = fields.One2many("community.visit.need", "visit_id", "Needs found")
    answer_ids = fields.One2many("community.visit.answer", "visit_id", "Answers given")
    is_valid = fields.Boolean(
        "Counts as a visit",
        compute="_compute_is_valid",
        store=True,
        precompute=True,
        help="Made in a mode that a visit rule of the household accepts.",
    )
    date_due = fields.Date("Was due", copy=False, readonly=True)
    is_late = fields.Boolean("Made late", copy=False, readonly=True)
    programme_ids = fields.Many2many(
        "community.programme",
        string="Programmes",
        compute="_compute_programme_ids",
        search="_search_programme_ids",
        help="Programmes whose period, places and categories this visit falls in.",
    )
    client_key = fields.Char(
        copy=False,
        readonly=True,
        export_string_translation=False,
        help="Given by the phone, so that a save sent twice is one visit.",
    )
    undo_values = fields.Json(copy=False, readonly=True, groups=fields.NO_ACCESS)
    head_id = fields.Many2one(related="household_id.head_id")
    need_level = fields.Selection(related="household_id.need_level")
    household_next_date = fields.Date(related="household_id.next_visit_date", string="Visit due on")

    _check_duration = models.Constraint(
        "CHECK (duration > 0 AND duration <= 24)", "A visit lasts more than 0 and up to 24 hours."
    )
    _check_next_date = models.Constraint(
        "CHECK (next_date IS NULL OR next_date > date)",
        "The next visit comes after this one: choose a later date.",
    )
    _client_key_uniq = models.UniqueIndex(
        "(client_key) WHERE client_key IS NOT NULL", "This visit has been saved already."
    )
    _date_idx = models.Index("(date DESC, id DESC)")
    _household_date_idx = models.Index("(household_id, date DESC, id DESC)")
    _grid_date_idx = models.Index("(grid_id, date DESC, id DESC)")
    _planned_idx = models.Index("(user_id, date) WHERE state = 'planned'")
    # With the company and lateness in it, coverage is counted without reading the visits.
    _valid_idx = models.Index("(household_id, date, company_id, is_late) WHERE is_valid IS TRUE")

    @api.model
    def _closed_fields(self):
        # The phone names its visit, so that sending it twice makes one.
        return super()._closed_fields() - {"client_key"}

    @api.depends("date_start")
    def _compute_date(self):
        for visit in self:
            if visit.date_start:
                visit.date = visit._local_time(visit.date_start).date()
            else:
                visit.date = visit.date or fields.Date.context_today(visit)

    @api.depends("state")
    def _compute_outcome(self):
        for visit in self:
            in_vain = visit.state == "absent"
            visit.outcome = (visit.outcome or "nobody_home") if in_vain else False

    @api.depends("household_id", "state", "mode", "date")
    def _compute_is_valid(self):
        for visit in self:
            if visit.state != "done":
                visit.is_valid = False
                continue
            household = visit.household_id
            rules = household._categories_on(visit.date)._visit_rules()
            visit.is_valid = counts_for(visit.mode, rules or [household._default_visit_rule()])

    @api.depends_context("lang")
    @api.depends("household_id", "date")
    def _compute_display_name(self):
        for visit in self:
            visit.display_name = " ".join(
                filter(None, (visit.household_id.display_name, said_day(self.env.lang, visit.date)))
            )

    @api.constrains("state", "date")
    def _check_happened(self):
        self.filtered(lambda visit: visit.state in HAPPENED)._check_not_future("date")

    def _future_sentence(self, name):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(household)s: a visit on %(date)s lies in the future and cannot be “%(state)s” yet. "
            "Correct the date or leave it planned.",
            household=self.household_id.display_name,
            date=self.date,
            state=labels[self.state],
        )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("state") == "done" for vals in vals_list):
            self._freeze_due_dates()
        # A visit is its own record of what happened: no creation message, follower or mail.
        quiet = self.with_context(tracking_disable=True)
        visits = super(CommunityVisit, quiet).create(vals_list).with_env(self.env)
        if any(vals.get("state") == "done" for vals in vals_list):
            visits.filtered(lambda visit: visit.state == "done")._settle()
        return visits

    def write(self, vals):
        before = {}
        if vals.keys() & SETTLING:
            before = {
                visit: (
                    visit.state,
                    visit.date,
                    visit.household_id,
                    (visit.next_date, visit.next_reason),
                )
                for visit in self
            }
        if vals.get("date") and "date_start" not in vals:
            self._move_hours(fields.Date.to_date(vals["date"]))
        if vals.get("state") == "done":
            self._freeze_due_dates()
        res = super().write(vals)
        if "outcome" in vals and "state" not in vals:
            # Another reason has another next step.
            in_vain = self.filtered(lambda visit: visit.state == "absent")
            in_vain._take_next_step_back()
            in_vain._take_next_steps()
        if before:
            self.filtered(
                lambda v: before[v][0] == "absent" and v.state != "absent"
            )._take_next_step_back()
            touched = self.filtered(lambda v: "done" in (v.state, before[v][0]))
            newly_done = touched.filtered(lambda v: v.state == "done" and before[v][0] != "done")
            newly_done._settle()
            others = touched - newly_done
            others.filtered(lambda v: v.state != "done")._unsettle()
            households = others.household_id
            for visit in others:
                households |= before[visit][2]
            if households:
                others.flush_recordset(["is_valid"])
                households._plan_next_visit()
                others._take_own_dates_back(households, before)
                self._reckon_due(households)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_made(self):
        for visit in self:
            if visit.state in HAPPENED:
                raise UserError(
                    self.env._(
                        "The visit %(visit)s has been made and is kept: correct it instead.",
                        visit=visit.display_name,
                    )
                )

    # papers

    def _paper_needs(self, paper):
        needs = {
            "report_visit_record": ("date", "household_id.address", "situation"),
            "report_walk_list": ("date", "household_id.address"),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        if paper == "report_visit_record" and not (self.visitor_ids or self.user_id):
            lacks.append(self._fields["visitor_ids"]._description_string(self.env))
        return lacks

    def _paper_walk(self):
        """Return the rows of the walk list by pages, in walking order, as the screen has them."""
        visits = self.sorted(
            lambda visit: (visit.household_id.walk_key or "", visit.date, visit.id)
        )
        rows = [
            [
                number,
                visit.household_id.address,
                visit.head_id.name,
                visit.household_id.member_count,
                self._paper_day(visit.date),
                visit.note,
            ]
            for number, visit in enumerate(visits, 1)
        ]
        widths = [2, 13, 4, 3, 7, 7]
        return self._paper_pages(rows, widths, first=125.0, rest=125.0, least=13.5)

    # actions

    def action_done(self):
        """Mark as visited; a visit planned for a later day was made today."""
        self._happened("done")

    def action_absent(self):
        """Mark that nobody was home; the next try is planned, the household's date stays."""
        self._happened("absent")
        self._take_next_steps()

    def action_cancel(self):
        """Cancel planned visits."""
        self._check_state("planned")
        self.write({"state": "cancelled"})

    def action_plan_again(self):
        """Set back to planned: what was recorded stays on the record."""
        self.write({"state": "planned"})

    def _happened(self, state):
        self._check_state("planned")
        today = fields.Date.context_today(self)
        early = self.filtered(lambda visit: visit.date > today)
        early.write({"state": state, "date": today})
        (self - early).write({"state": state})

    def _state_sentence(self, state, needed):
        return self.env._(
            "%(visit)s is “%(state)s” already: set it back to planned first.",
            visit=self.display_name,
            state=state,
        )

    # consequences

    @api.model
    def _freeze_due_dates(self):
        """Finish pending dates of households: a visit about to be made must not count in them."""
        self.env["community.household"].flush_model(["next_visit_date"])

    def _settle(self):
        """Draw the consequences of visits just made: visitors, own date, next visit.

        The days by which visits were due are reckoned before the household's own date is answered.
        """
        if not self:
            return
        self.flush_recordset(["is_valid"])
        alone = self.filtered(lambda visit: not visit.visitor_ids)
        for user, visits in alone.grouped("user_id").items():
            visits.write({"visitor_ids": [Command.link((user or self.env.user).id)]})
        households = self.household_id
        self._reckon_due(households, fresh=self)
        households._plan_next_visit()
        own_dates = {}
        for visit in self.sorted(lambda v: (v.date, v.id)):
            household = visit.household_id
            # An own date is answered by the latest visit only, not by one entered afterwards.
            if visit.is_valid and visit.date == household.last_visit_date:
                own_dates[household.id] = (visit.next_date, visit.next_reason)
        for (date, reason), ids in _grouped(own_dates).items():
            self.env["community.household"].browse(ids).filtered(
                lambda h, date=date, reason=reason: (
                    (h.own_visit_date, h.own_visit_reason) != (date, reason)
                )
            ).with_context(tracking_disable=True).write(
                {"own_visit_date": date, "own_visit_reason": reason}
            )

    def _unsettle(self):
        self.filtered("date_due")._set_closed(date_due=False, is_late=False)

    @api.model
    def _local_time(self, moment):
        """Return ``moment`` (naive, UTC) as the clock on the wall shows it to this user."""
        tz = self.env.user.tz or "Asia/Shanghai"
        return fields.Datetime.context_timestamp(self.with_context(tz=tz), moment)

    def _move_hours(self, date):
        """Move agreed hours along when the day of a visit is changed."""
        for visit in self:
            if visit.date_start and visit.date != date:
                visit.date_start += date - visit.date

    # The hour of a visit that was agreed; any other takes some time of the day.

    @api.model
    def _engaged_domain(self):
        return Domain("date_start", "!=", False) & Domain("state", "in", ("planned", "done"))

    def _engaged_span(self):
        if not self.date_start:
            return None
        return self.date_start, fields.Datetime.add(self.date_start, hours=self.duration or 0.25)

    # Calendar events of visits with an agreed hour, and of no others.

    def _event_title(self):
        return self.env._("Visit %(place)s", place=self.household_id.address or "")

    def _event_hours(self):
        return self.duration

    def _event_moved(self, start, hours):
        self.write({"date_start": start, "duration": min(max(hours, 0.25), 24)})
