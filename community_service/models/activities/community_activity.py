import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.attendance import hours_between

TAKEN = ("registered", "present")
# As the table has it, below.
LONGEST = datetime.timedelta(days=15)


class CommunityActivity(models.Model):
    """Something held for residents or officers at a place and an hour, with those who came.

    Other addons extend it for what they hold: their kinds, their own fields, their own papers.
    """

    _name = "community.activity"
    _description = "Activity"
    _inherit = [
        "community.guarded.mixin",
        "community.calendar.mixin",
        "community.engaged.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_start desc, id desc"
    _check_company_auto = True
    _engaged_links = ("user_id",)
    _engaged_longest = LONGEST
    _event_open_states = ("planned", "open")
    _event_fields = ("date_start", "date_stop", "user_id", "state", "place", "kind_id")

    # what
    name = fields.Char(
        compute="_compute_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index="trigram",
    )
    kind_id = fields.Many2one(
        "community.activity.kind",
        compute="_compute_kind_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    course_id = fields.Many2one(
        "community.course",
        "Training course",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="A training course is held in many sessions; each of them is an activity.",
    )
    form = fields.Selection(
        [
            ("lecture", "Lecture"),
            ("practice", "Practice"),
            ("discussion", "Discussion"),
            ("visit", "Excursion"),
            ("performance", "Performance or contest"),
            ("online", "Online"),
            ("other", "Other"),
        ],
        default="lecture",
    )
    audience = fields.Char(help="Whom it is for, in a few words.")
    description = fields.Text()
    # when and where
    date_start = fields.Datetime("Begins", required=True, tracking=True)
    date_stop = fields.Datetime("Ends", required=True)
    date = fields.Date("Day", compute="_compute_date", store=True, precompute=True, index=True)
    hours = fields.Float(compute="_compute_hours", store=True, precompute=True)
    place = fields.Char()
    area_id = fields.Many2one(
        "community.area", index="btree_not_null", ondelete="restrict", check_company=True
    )
    # who
    user_id = fields.Many2one(
        "res.users",
        "Officer",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    organizer_id = fields.Many2one(
        "res.partner",
        "Held by",
        index="btree_not_null",
        ondelete="restrict",
        help="The school or unit that holds it. Empty: the community itself.",
    )
    capacity = fields.Integer("Seats", help="0: as many as come.")
    attendance_ids = fields.One2many("community.attendance", "activity_id", "Attendance records")
    taken_count = fields.Integer(
        "Seats taken", compute="_compute_counts", store=True, compute_sudo=True
    )
    present_count = fields.Integer(
        "Number present", compute="_compute_counts", store=True, compute_sudo=True
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("open", "Signing in"),
            ("done", "Ended"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        "Community",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _check_period = models.Constraint(
        "CHECK (date_stop > date_start)", "An activity ends after it begins."
    )
    _check_length = models.Constraint(
        "CHECK (date_stop <= date_start + interval '15 days')",
        "One activity lasts 15 days at most: enter each session of a course as its own activity.",
    )
    _check_capacity = models.Constraint("CHECK (capacity >= 0)", "Seats are 0 or more.")
    _order_idx = models.Index("(date_start DESC, id DESC)")

    @api.depends("kind_id", "course_id")
    def _compute_name(self):
        for activity in self:
            activity.name = activity.name or activity.course_id.name or activity.kind_id.name

    @api.depends("course_id")
    def _compute_kind_id(self):
        for activity in self:
            activity.kind_id = activity.course_id.kind_id or activity.kind_id

    @api.depends("date_start")
    def _compute_date(self):
        for activity in self:
            activity.date = (
                activity._local_time(activity.date_start).date() if activity.date_start else False
            )

    @api.depends("date_start", "date_stop")
    def _compute_hours(self):
        for activity in self:
            activity.hours = hours_between(activity.date_start, activity.date_stop)

    # Stored on purpose: whoever takes a seat writes this row, so that of two who take the last one
    # at the same moment the second is tried again and refused.
    @api.depends("attendance_ids.state")
    def _compute_counts(self):
        for activity in self:
            states = activity.attendance_ids.mapped("state")
            activity.taken_count = sum(state in TAKEN for state in states)
            activity.present_count = states.count("present")

    @api.constrains("capacity")
    def _check_seats(self):
        for activity in self:
            if activity.capacity and activity.taken_count > activity.capacity:
                raise UserError(
                    self.env._(
                        "“%(activity)s” has %(seats)s seats and %(people)s people would take one: "
                        "take somebody off the list first, or give it more seats.",
                        activity=activity.name,
                        seats=activity.capacity,
                        people=activity.taken_count,
                    )
                )

    @api.constrains("date_start", "state")
    def _check_held(self):
        held = self.filtered(lambda activity: activity.present_count or activity.state == "done")
        held._check_not_future("date")

    def _future_sentence(self, name):
        return self.env._(
            "“%(activity)s” takes place on %(date)s: nobody can have been present and nothing be "
            "done yet. Correct the day, or wait for it.",
            activity=self.name,
            date=self.date,
        )

    @api.constrains("course_id", "kind_id")
    def _check_course_kind(self):
        for activity in self:
            course = activity.course_id
            if course and course.kind_id != activity.kind_id:
                raise UserError(
                    self.env._(
                        "“%(activity)s” is a session of “%(course)s”, which is “%(kind)s”: choose "
                        "the same kind, or another course.",
                        activity=activity.name,
                        course=course.name,
                        kind=course.kind_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_attended(self):
        for activity in self:
            if activity.present_count or activity.state == "done":
                raise UserError(
                    self.env._(
                        "“%(activity)s” has taken place and stays in the record: correct its "
                        "attendances instead, or cancel it.",
                        activity=activity.name,
                    )
                )

    def _local_time(self, moment):
        """Return ``moment`` (naive, UTC) as the clock on the wall shows it to this user."""
        tz = self.env.user.tz or "Asia/Shanghai"
        return fields.Datetime.context_timestamp(self.with_context(tz=tz), moment)

    @api.model
    def _engaged_domain(self):
        return Domain("state", "!=", "cancelled")

    # calendar

    def _event_title(self):
        return " ".join(filter(None, (self.kind_id.name, self.place)))

    def _event_hours(self):
        return self.hours

    def _event_moved(self, start, hours):
        stop = fields.Datetime.add(start, hours=max(hours, 0.25))
        self.write({"date_start": start, "date_stop": stop})

    # Steps of an activity, and what its buttons open.

    def _check_access(self, operation):
        """Everybody sees what is held; a grid worker changes the own activities alone."""
        refusal = super()._check_access(operation)
        officer = "community_service.group_community_officer"
        if refusal or operation == "read" or self.env.su or self.env.user.has_group(officer):
            return refusal
        # sudo: the officer in charge decides before the fields of the record may be read.
        foreign = self.sudo().filtered(lambda a: a.id and a._is_in_other_hands())
        if not foreign:
            return None

        def refuse():
            return AccessError(
                self.env._(
                    "“%(activity)s” is in the hands of %(user)s: ask the office to change it.",
                    activity=foreign[0].name,
                    user=foreign[0].user_id.name or self.env._("nobody"),
                )
            )

        return self.browse(foreign.ids), refuse

    def _is_in_other_hands(self):
        """Tell whether somebody else than the current user changes this activity."""
        self.ensure_one()
        return self.user_id != self.env.user

    def action_open(self):
        """Open planned activities: people sign in from now on."""
        self._check_state("planned")
        self._set_closed(state="open")

    def action_done(self):
        """Close activities that have taken place; who was not signed in was absent.

        :raises UserError: for one that is cancelled, closed or has not begun
        """
        self._check_state("planned", "open")
        now = fields.Datetime.now()
        for activity in self:
            if activity.date_start > now:
                raise UserError(
                    self.env._(
                        "“%(activity)s” has not begun: close it when it is over, or cancel it.",
                        activity=activity.name,
                    )
                )
        # sudo: people of all grids were registered; whoever holds the activity may close it.
        waiting = self.sudo().attendance_ids.filtered(lambda line: line.state == "registered")
        waiting.write({"state": "absent"})
        self._set_closed(state="done")

    def action_cancel(self):
        """Cancel activities at which nobody was present."""
        self._check_state("planned", "open")
        for activity in self:
            if activity.present_count:
                raise UserError(
                    self.env._(
                        "%(count)s people were present at “%(activity)s”: it took place and "
                        "cannot be cancelled.",
                        count=activity.present_count,
                        activity=activity.name,
                    )
                )
        self._set_closed(state="cancelled")

    def action_reopen(self):
        """Open closed or cancelled activities again."""
        self._check_state("done", "cancelled")
        self._set_closed(state="open")

    def _check_state(self, *states, why=None):
        self.check_access("write")
        return super()._check_state(*states, why=why)

    def _state_sentence(self, state, needed):
        return self.env._(
            "“%(activity)s” is “%(state)s”: this step does not fit it. Reload the page and look "
            "again.",
            activity=self.name,
            state=state,
        )

    def action_sign_in(self):
        """Open the list on which people are signed in with one tap each."""
        self.ensure_one()
        self.check_access("read")
        if self.state == "planned" and self.has_access("write"):
            self.action_open()
        xmlid = "community_service.community_attendance_action_sign_in"
        action = self._links_action(xmlid, "activity_id", community_sign_in=self.id)
        return action | {"display_name": self.name}

    def action_add_people(self):
        """Open the dialog in which people are put on the list."""
        return self.env["community.attendance.add"]._action(self)

    def _paper_needs(self, paper):
        needs = ("name", "date_start") if paper == "report_sign_in_sheet" else ()
        return (*super()._paper_needs(paper), *needs)

    def _sign_in_pages(self):
        """Return the rows of the sign-in sheet by pages: number, name, address."""
        rows = [
            [number if name else "", name, address]
            for number, (name, address) in enumerate(self._sign_in_lines(), 1)
        ]
        return self._paper_pages(rows, [3, 8, 13], first=190.0, rest=190.0, least=11.0)

    def _sign_in_lines(self):
        """Return (name, address) of everybody on the list, and empty lines for who comes unasked.

        Names of grids that the reader does not look after stay off the paper.
        """
        self.ensure_one()
        people = self.env["community.attendance"].search(
            [("activity_id", "=", self.id), ("state", "!=", "leave")], order="id"
        )
        lines = [(line.person, line.address or "") for line in people]
        return lines + [("", "")] * max(5, 15 - len(lines))
