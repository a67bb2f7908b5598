from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.said_day import said_moment
from ...tools.volunteer import touched_times
from .community_volunteer import STAFF

KINDS = [
    ("care", "Care and company"),
    ("visit", "Calling on people"),
    ("environment", "Environment"),
    ("safety", "Safety and order"),
    ("culture", "Culture and sports"),
    ("teaching", "Teaching"),
    ("convenience", "Convenience"),
    ("emergency", "Emergency"),
    ("other", "Other"),
]

CHINA = "Asia/Shanghai"


class CommunityVolunteerCall(models.Model):
    """A call for help: what, where, when and how many; matched with those who can and want.

    What a volunteer sees of a call never says for whom it is; the briefing, which may, is shown to
    those whom the organiser has accepted. 《志愿服务条例》 art. 12 (true information on a service),
    16 (work fits the volunteer), 17 (insurance before dangerous work), 20 (agreed, never ordered).
    """

    _name = "community.volunteer.call"
    _description = "Call for Volunteers"
    _inherit = ["community.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    # what is shown to volunteers
    name = fields.Char("Task", required=True)
    kind = fields.Selection(KINDS, required=True, default="care", index=True)
    date_start = fields.Datetime("Begins", required=True, index=True)
    date_stop = fields.Datetime("Ends", required=True)
    place = fields.Char("Meeting place", help="Where volunteers meet; no home, no name.")
    skill_ids = fields.Many2many(
        "community.volunteer.skill", string="Skills", groups=STAFF, check_company=True
    )
    capacity = fields.Integer("Volunteers wanted", default=1, required=True)
    taken_count = fields.Integer("Number signed up", compute="_compute_taken_count", store=True)
    free_count = fields.Integer("Still wanted", compute="_compute_taken_count", store=True)
    needs_insurance = fields.Boolean(
        "Only insured", help="Dangerous work: only volunteers whose insurance is valid on that day."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Volunteers asked"),
            ("done", "Finished"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    # what is not
    briefing = fields.Text(
        groups=STAFF,
        help="Address, whom to ask for, what to know. Only volunteers whom you accept read it.",
    )
    household_id = fields.Many2one(
        "community.household",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=STAFF,
    )
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    grid_id = fields.Many2one(groups=STAFF)
    organiser_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        required=True,
        index=True,
        domain=[("share", "=", False)],
    )
    origin_model = fields.Char(copy=False, readonly=True, groups=STAFF)
    origin_id = fields.Many2oneReference(
        "Comes from", model_field="origin_model", copy=False, readonly=True, groups=STAFF
    )
    asked_ids = fields.Many2many(
        "community.volunteer", copy=False, groups=STAFF, check_company=True
    )
    signup_ids = fields.One2many("community.volunteer.signup", "call_id", "Sign-ups", groups=STAFF)

    _check_name = models.Constraint("CHECK (length(trim(name)) > 0)", "Say what is to be done.")
    _check_period = models.Constraint(
        "CHECK (date_stop > date_start AND date_stop <= date_start + interval '24 hours')",
        "A call ends after it begins, and within 24 hours: make one call for each day.",
    )
    _check_capacity = models.Constraint(
        "CHECK (capacity BETWEEN 1 AND 1000)", "A call asks for 1 to 1000 volunteers."
    )
    # The last word on simultaneous sign-ups: both write this row, and the second is told so.
    _check_taken = models.Constraint(
        "CHECK (taken_count <= capacity)",
        "Enough volunteers have signed up for this call: raise the number wanted, or choose "
        "another call.",
    )
    _origin_idx = models.Index("(origin_model, origin_id) WHERE origin_id IS NOT NULL")

    @api.depends("household_id", "area_id.grid_id")
    def _compute_grid_id(self):
        for call in self:
            call.grid_id = call.household_id.grid_id or call.area_id.grid_id

    @api.depends("signup_ids.state", "capacity")
    def _compute_taken_count(self):
        taken = [("state", "in", ("applied", "accepted"))]
        self._count_links("taken_count", "community.volunteer.signup", "call_id", taken)
        for call in self:
            call.free_count = call.capacity - call.taken_count

    @api.constrains("household_id", "area_id", "company_id")
    def _check_place(self):
        for call in self:
            if call.area_id and call.area_id.company_id != call.company_id:
                raise ValidationError(
                    self.env._(
                        "%(call)s: %(area)s belongs to another community.",
                        call=call.name,
                        area=call.area_id.display_name,
                    )
                )

    @api.model
    def _born_values(self, vals):
        values = super()._born_values(vals)
        # The form was opened from a matter: it is checked like any word of a client.
        if origin := self.env.context.get("volunteer_origin"):
            record = self.env["community.contribution"]._claimable(*origin)
            values |= {"origin_model": record._name, "origin_id": record.id}
        return values

    def write(self, vals):
        if {"date_start", "date_stop"} & vals.keys():
            for call in self:
                if call.state == "done":
                    raise UserError(
                        self.env._(
                            "%(call)s is done: hours hang on its time. Correct the hours instead.",
                            call=call.name,
                        )
                    )
        result = super().write(vals)
        if {"date_start", "date_stop"} & vals.keys():
            # sudo: whoever moves a call need not read what its volunteers do elsewhere.
            agreed = self.sudo().signup_ids.filtered(lambda signup: signup.state == "accepted")
            agreed.with_env(self.env)._refuse_overlaps()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed_up(self):
        for call in self:
            if call.signup_ids:
                raise UserError(
                    self.env._(
                        "Volunteers have signed up for %(call)s: cancel it, so that they know.",
                        call=call.name,
                    )
                )

    # actions

    def action_open(self):
        """Open drafts to the volunteers who match; they see them from now on."""
        self._check_organiser()
        self._check_state("draft")
        now = fields.Datetime.now()
        for call in self:
            if call.date_stop <= now:
                raise UserError(
                    self.env._(
                        "%(call)s lies in the past: set the time at which help is wanted.",
                        call=call.name,
                    )
                )
        self._set_closed(state="open")
        self.action_ask()

    def action_ask(self):
        """Ask the volunteers who match by now; whoever was asked before stays asked."""
        self._check_organiser()
        self._check_state("open")
        for call in self:
            new = call._matching() - call.asked_ids
            call.asked_ids |= new
            call._tell_volunteers(
                new, lambda env, when: env._("You are asked to help: %(when)s.", when=when)
            )

    def action_done(self):
        """Close calls after they took place."""
        self._check_organiser()
        self._check_state("open")
        now = fields.Datetime.now()
        for call in self:
            if call.date_start > now:
                raise UserError(
                    self.env._(
                        "%(call)s has not begun: cancel it if it does not take place.",
                        call=call.name,
                    )
                )
        self._set_closed(state="done")

    def action_cancel(self):
        """Cancel calls; open sign-ups are declined and their claims given back."""
        self._check_organiser()
        self._check_state("draft", "open")
        signups = self.signup_ids.filtered(lambda s: s.state in ("applied", "accepted"))
        signups._end("declined")
        self._set_closed(state="cancelled")
        for call in self:
            call._tell_volunteers(
                signups.filtered(lambda signup, call=call: signup.call_id == call).volunteer_id,
                lambda env, when: env._("This does not take place: %(when)s.", when=when),
            )

    def action_open_signups(self):
        """Open the sign-ups of one call."""
        return self._links_action("community_service.community_volunteer_signup_action", "call_id")

    def action_open_origin(self):
        """Open the need, request or event that the call comes from."""
        self.ensure_one()
        record = self.env["community.contribution"]._claimable(self.origin_model, self.origin_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }

    def _tell_volunteers(self, volunteers, words):
        """Write to volunteers about one call; without an address they read it on the portal alone.

        A message tells what the call tells everybody who was asked, and nothing of the briefing.

        :param words: from an environment in the reader's language and the time of the call, the
            sentence
        """
        self.ensure_one()
        # Sending is the program's: who was asked is written to, and nobody reads their addresses.
        call = self.sudo()
        reached = volunteers.sudo().filtered(
            lambda volunteer: volunteer.email or volunteer.partner_id.user_ids
        )
        for language, people in reached.partner_id.grouped("lang").items():
            own = call.with_context(lang=language or call.env.lang)
            when = said_moment(self.env.lang, call._local(call.date_start))
            own.message_notify(
                partner_ids=people.ids,
                subject=call.name,
                body=words(own.env, when),
                email_layout_xmlid="mail.mail_notification_light",
            )

    def _check_organiser(self):
        """Refuse whoever may not write these calls."""
        self.check_access("write")

    def _state_sentence(self, state, needed):
        return self.env._(
            "%(call)s is “%(state)s”: reload the page to see what can be done.",
            call=self.name,
            state=state,
        )

    # Who fits a call: skill, place, free time, insurance, and nothing else at that hour.
    #
    # 《志愿服务条例》 art. 15: the work fits the volunteer's age, knowledge, skill and health. The
    # list proposes; the organiser asks, and nobody is ordered (art. 25).

    def _matching(self):
        """Return the volunteers who fit one call, those with the fewest hours first."""
        self.ensure_one()
        return self.env["community.volunteer"].search(
            self._matching_domain(), order="hours_total, id"
        )

    def _matching_domain(self):
        """Return the domain of the volunteers who fit one call."""
        domain = Domain("company_id", "=", self.company_id.id)
        if self.skill_ids:
            domain &= Domain("skill_ids", "in", self.skill_ids.ids)
        if self.needs_insurance:
            domain &= Domain("insurance_until", ">=", self._local(self.date_stop).date())
        return domain & self._place_domain() & self._free_domain()

    def _place_domain(self):
        """Volunteers who help at the place of the call: everywhere, in its grid, or above it."""
        everywhere = Domain("area_ids", "=", False) & Domain("grid_ids", "=", False)
        # The place of the household is read for the match alone.
        area = self.area_id or self.sudo().household_id.area_id
        if not area:
            return Domain.TRUE
        above = [int(area_id) for area_id in area.parent_path.strip("/").split("/")]
        domain = everywhere | Domain("area_ids", "in", above)
        if self.grid_id:
            domain |= Domain("grid_ids", "in", self.grid_id.ids)
        return domain

    def _free_domain(self):
        """Volunteers who are free all the time of the call, and not promised elsewhere."""
        touched = touched_times(self._local(self.date_start), self._local(self.date_stop))
        times = self.env["community.volunteer.time"]._touched(touched)
        free = Domain.AND(Domain("time_ids", "in", time.ids) for time in times)
        busy = [
            ("call_id", "!=", self.id),
            ("state", "in", ("applied", "accepted")),
            ("call_id.date_start", "<", self.date_stop),
            ("call_id.date_stop", ">", self.date_start),
        ]
        return (Domain("time_ids", "=", False) | free) & Domain("signup_ids", "not any", busy)

    def _local(self, moment):
        """Return a stored time on the clock of the organiser, without its zone."""
        zone = ZoneInfo(self.organiser_id.tz or CHINA)
        return moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None)

    def action_matching(self):
        """Open the volunteers who fit one call."""
        return self._list_action(
            "community_service.community_volunteer_action",
            [("id", "in", self._matching().ids)],
            name=self.env._("Volunteers who fit"),
            context={"volunteer_call": self.id},
        )
