from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.said_day import said_moment
from ...tools.volunteer import HOURS_OF_A_DAY, hours_between, is_in_steps, last_entry_day
from .community_volunteer import STAFF
from .community_volunteer_call import KINDS


class CommunityVolunteerService(models.Model):
    """Hours served: reported by anybody concerned, counted once an organiser has confirmed them.

    Recording measures (2021): the unit is the hour and the time really spent counts (art. 7); it is
    entered within 10 working days of the end (art. 11). One person serves in one place at a time.
    """

    _name = "community.volunteer.service"
    _description = "Volunteer Service"
    _inherit = ["community.guarded.mixin", "community.engaged.mixin"]
    _order = "date_start desc, id desc"
    _rec_names_search = ["name", "volunteer_id.name"]
    _check_company_auto = True
    _engaged_links = ("volunteer_id.partner_id", "volunteer_id.resident_id")

    name = fields.Char(
        "What was done", compute="_compute_from_call", store=True, readonly=False, precompute=True
    )
    kind = fields.Selection(
        KINDS,
        compute="_compute_from_call",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    volunteer_id = fields.Many2one(
        "community.volunteer", required=True, index=True, ondelete="restrict", check_company=True
    )
    partner_id = fields.Many2one(
        related="volunteer_id.partner_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(related="volunteer_id.company_id", store=True, index=True)
    call_id = fields.Many2one(
        "community.volunteer.call", index="btree_not_null", ondelete="restrict", check_company=True
    )
    visit_id = fields.Many2one(
        "community.visit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=STAFF,
        help="The visit on which the volunteer went along; the hours follow it.",
    )
    visit_difference = fields.Char(
        "The visit says otherwise",
        compute="_compute_visit_difference",
        store=True,
        groups=STAFF,
        help="What the visit says now, after these hours were decided.",
    )
    grid_id = fields.Many2one(
        "community.grid",
        compute="_compute_grid_id",
        store=True,
        index="btree_not_null",
        groups=STAFF,
    )
    contribution_id = fields.Many2one(
        "community.contribution",
        "Claim",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=STAFF,
        help="What the volunteer had taken on: confirmed hours propose that it was kept.",
    )
    date_start = fields.Datetime(
        "Begin",
        compute="_compute_from_call",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_stop = fields.Datetime(
        "End",
        compute="_compute_from_call",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date = fields.Date("Day", compute="_compute_date", store=True, index=True)
    hours = fields.Float(
        compute="_compute_hours",
        store=True,
        readonly=False,
        digits=(6, 2),
        help="Time really spent; breaks and travel are taken off.",
    )
    place = fields.Char()
    date_entered = fields.Date(
        "Entered on", default=fields.Date.context_today, readonly=True, copy=False
    )
    late_reason = fields.Char("Why entered late", copy=False)
    is_trained = fields.Boolean(
        "Trained for it", help="Whether a training went before the service."
    )
    evaluation = fields.Selection(
        [("3", "Very satisfied"), ("2", "Satisfied"), ("1", "Not satisfied")], copy=False
    )
    state = fields.Selection(
        [
            ("reported", "To confirm"),
            ("confirmed", "Confirmed"),
            ("refused", "Hours not recognised"),
        ],
        default="reported",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    is_mine_to_decide = fields.Boolean(
        "To be confirmed by me", compute="_compute_is_mine_to_decide"
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False, groups=STAFF)
    date_confirmed = fields.Date("Day of confirmation", readonly=True, copy=False)
    refusal = fields.Char("Why refused", readonly=True, copy=False)

    _check_name = models.Constraint("CHECK (length(trim(name)) > 0)", "Say what was done.")
    _check_period = models.Constraint(
        "CHECK (date_stop > date_start)", "A service ends after it begins: correct its end."
    )
    _check_hours = models.Constraint(
        "CHECK (hours > 0 AND hours <= 24)", "Hours of one service are more than 0 and at most 24."
    )
    _check_confirmed = models.Constraint(
        "CHECK (state <> 'confirmed'"
        " OR confirmed_by_id IS NOT NULL AND date_confirmed IS NOT NULL)",
        "A named person confirms hours, on a day.",
    )
    # Two at once are refused by the database whatever two transactions saw. Ranges of one number
    # instead of "=", which would need an extension of PostgreSQL; deferred, so that the sentence
    # of _check_day, which names the other service, comes first.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(partner_id, partner_id, '[]') WITH &&,"
        " tsrange(date_start, date_stop) WITH &&) WHERE (state <> 'refused')"
        " DEFERRABLE INITIALLY DEFERRED",
        "This volunteer has another service in the same hours: correct one of the two.",
    )
    _order_idx = models.Index("(date_start DESC, id DESC)")

    @api.depends("call_id")
    def _compute_from_call(self):
        for service in self:
            # Portal users report for calls that they may no longer see.
            call = service.sudo().call_id
            service.name = service.name or call.name
            service.kind = (call.kind if call else service.kind) or "other"
            service.date_start = service.date_start or call.date_start
            service.date_stop = service.date_stop or call.date_stop

    # Not on visit_id.grid_id: see community.area._propagate_grid.
    @api.depends("call_id.grid_id", "visit_id")
    def _compute_grid_id(self):
        for service in self:
            service.grid_id = service.call_id.grid_id or service.visit_id.grid_id

    @api.depends("date_start", "volunteer_id")
    def _compute_date(self):
        for service in self:
            service.date = service.date_start and service._local(service.date_start).date()

    @api.depends("date_start", "date_stop")
    def _compute_hours(self):
        for service in self:
            community = service.company_id or self.env.company
            step = community.community_volunteer_step_minutes
            start, stop = service.date_start, service.date_stop
            service.hours = hours_between(start, stop, step) if start and stop else 0

    def _local(self, moment):
        """Return a stored time on the clock of the community."""
        # Hours of a day are counted on one clock, wherever the reader is.
        return fields.Datetime.context_timestamp(self.with_context(tz="Asia/Shanghai"), moment)

    # overlaps: two services are refused below, and of anything else the form tells

    @api.model
    def _engaged_domain(self):
        return Domain("state", "!=", "refused")

    def _engaged_matter(self):
        return self.call_id or self

    # checks

    @api.constrains("date_start", "date_stop", "hours", "volunteer_id")
    def _check_time(self):
        now = fields.Datetime.now()
        for service in self:
            step = service.company_id.community_volunteer_step_minutes
            start, stop = service.date_start, service.date_stop
            spent = (stop - start).total_seconds() / 3600
            who = {"volunteer": service.volunteer_id.name, "day": service.date}
            if spent > HOURS_OF_A_DAY:
                raise ValidationError(
                    self.env._(
                        "%(volunteer)s, %(day)s: %(hours)s hours are impossible, a service ends "
                        "within 24 hours. Enter each day by itself.",
                        hours=f"{spent:g}",
                        **who,
                    )
                )
            if stop > now:
                raise ValidationError(
                    self.env._(
                        "%(volunteer)s, %(day)s: the service ends in the future. Enter it when it "
                        "is over.",
                        **who,
                    )
                )
            if not 0 < service.hours <= spent + 1e-6:
                raise ValidationError(
                    self.env._(
                        "%(volunteer)s, %(day)s: %(hours)s hours do not fit into the %(spent)s "
                        "hours from begin to end. Only time really spent counts (recording "
                        "measures art. 7).",
                        hours=f"{service.hours:g}",
                        spent=f"{spent:g}",
                        **who,
                    )
                )
            if not is_in_steps(service.hours, step):
                raise ValidationError(
                    self.env._(
                        "%(volunteer)s, %(day)s: %(hours)s hours are not a whole number of steps "
                        "of %(step)s minutes. Round down.",
                        hours=f"{service.hours:g}",
                        step=step,
                        **who,
                    )
                )
        self._check_day()

    def _check_day(self):
        """Refuse services that overlap, and days of more than 24 hours."""
        for service in self.filtered(lambda s: s.state != "refused"):
            # Services of the same person in another community count as well.
            others = self.sudo().search(
                [
                    ("partner_id", "=", service.partner_id.id),
                    ("state", "!=", "refused"),
                    ("id", "!=", service.id),
                    ("date_start", ">", service.date_start - timedelta(days=2)),
                    ("date_start", "<", service.date_stop + timedelta(days=1)),
                ]
            )
            overlap = others.filtered(
                lambda o, s=service: o.date_start < s.date_stop and o.date_stop > s.date_start
            )
            if overlap:
                raise ValidationError(
                    self.env._(
                        "%(volunteer)s serves from %(start)s to %(stop)s already (“%(other)s”): "
                        "nobody is in two places. Correct the time.",
                        volunteer=service.volunteer_id.name,
                        start=said_moment(self.env.lang, self._local(overlap[0].date_start)),
                        stop=self._local(overlap[0].date_stop).strftime("%H:%M"),
                        other=overlap[0].name,
                    )
                )
            same_day = others.filtered(lambda o, s=service: o.date == s.date)
            total = sum(same_day.mapped("hours")) + service.hours
            if total > HOURS_OF_A_DAY:
                raise ValidationError(
                    self.env._(
                        "%(volunteer)s would have %(hours)s hours on %(day)s: a day has 24. "
                        "Correct one of the services.",
                        volunteer=service.volunteer_id.name,
                        hours=f"{total:g}",
                        day=service.date,
                    )
                )
        self.flush_recordset()
        # Raw SQL: the database's own check is due now, inside the request that gets its answer.
        for moment in ("IMMEDIATE", "DEFERRED"):
            self.env.cr.execute(
                SQL("SET CONSTRAINTS community_volunteer_service_no_overlap %s", SQL(moment))
            )

    @api.constrains("late_reason", "date_stop", "date_entered")
    def _check_entered(self):
        for service in self.filtered("date_stop"):
            exceptions = self.env["community.holiday"]._exceptions(service.company_id)
            days = service.company_id.community_volunteer_entry_days
            last = last_entry_day(self._local(service.date_stop).date(), days, exceptions)
            if service.date_entered > last and not (service.late_reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(volunteer)s, %(day)s: services are entered within %(days)s working "
                        "days (recording measures art. 11), this one until %(last)s. Say why it "
                        "is entered late.",
                        volunteer=service.volunteer_id.name,
                        day=service.date,
                        days=days,
                        last=last,
                    )
                )

    @api.constrains("contribution_id", "volunteer_id")
    def _check_claim(self):
        for service in self.filtered("contribution_id"):
            claim = service.contribution_id
            if claim.partner_id != service.partner_id or claim.capacity != "volunteer":
                raise ValidationError(
                    self.env._(
                        "“%(matter)s” was taken on by %(claimer)s, not by %(volunteer)s as a "
                        "volunteer: choose the volunteer's own claim.",
                        matter=claim.name,
                        claimer=claim.partner_id.name,
                        volunteer=service.volunteer_id.name,
                    )
                )
