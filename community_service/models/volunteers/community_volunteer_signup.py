from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .community_volunteer import STAFF


class CommunityVolunteerSignup(models.Model):
    """A volunteer who wants to help with a call; the organiser accepts.

    Sign-ups never exceed the number wanted, however many come in the same moment: each takes the
    row lock of its call first, and the call's own counter has the last word.
    """

    _name = "community.volunteer.signup"
    _description = "Volunteer Sign-up"
    _inherit = ["community.guarded.mixin", "community.engaged.mixin"]
    _order = "date_start desc, id"
    _rec_names_search = ["call_id.name", "volunteer_id.name"]
    _check_company_auto = True
    _engaged_links = ("volunteer_id.partner_id", "volunteer_id.resident_id")

    call_id = fields.Many2one(
        "community.volunteer.call", required=True, index=True, ondelete="cascade"
    )
    volunteer_id = fields.Many2one(
        "community.volunteer", required=True, index=True, ondelete="restrict", check_company=True
    )
    partner_id = fields.Many2one(related="volunteer_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="call_id.company_id", store=True, index=True)
    grid_id = fields.Many2one(
        related="call_id.grid_id", store=True, index="btree_not_null", groups=STAFF
    )
    date_start = fields.Datetime(related="call_id.date_start", store=True)
    date_stop = fields.Datetime(related="call_id.date_stop", store=True)
    state = fields.Selection(
        [
            ("applied", "Signed up"),
            ("accepted", "Agreed"),
            ("declined", "Declined"),
            ("withdrawn", "Withdrawn"),
        ],
        default="applied",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    briefing = fields.Text(compute="_compute_briefing", compute_sudo=True)
    contribution_id = fields.Many2one(
        "community.contribution",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=STAFF,
    )

    _active_uniq = models.UniqueIndex(
        "(call_id, volunteer_id) WHERE state IN ('applied', 'accepted')",
        "This volunteer has signed up for this call already.",
    )
    # Of two accepted at the same moment the database refuses one (see the volunteer's services).
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (int4range(partner_id, partner_id, '[]') WITH &&,"
        " tsrange(date_start, date_stop) WITH &&) WHERE (state = 'accepted')"
        " DEFERRABLE INITIALLY DEFERRED",
        "This volunteer has agreed to another call in the same hours: decline one of the two.",
    )
    _order_idx = models.Index("(date_start DESC, id)")

    @api.depends("call_id", "volunteer_id")
    def _compute_display_name(self):
        for signup in self:
            signup.display_name = f"{signup.call_id.name or ''} · {signup.volunteer_id.name or ''}"

    @api.depends("state", "call_id.briefing")
    def _compute_briefing(self):
        """Who is accepted learns where to go and whom to ask for; nobody else does."""
        for signup in self:
            signup.briefing = signup.state == "accepted" and signup.call_id.briefing

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        calls = self.env["community.volunteer.call"].browse(
            {vals["call_id"] for vals in vals_list if vals.get("call_id")}
        )
        self._lock_calls(calls)
        signups = super().create(vals_list)
        signups._check_possible()
        # The counter of the call is written now, so that its refusal comes here.
        calls.flush_recordset(["taken_count"])
        return signups

    def write(self, vals):
        if {"call_id", "volunteer_id"} & vals.keys():
            raise UserError(
                self.env._("A sign-up stays with its call: withdraw it and sign up anew.")
            )
        return super().write(vals)

    @api.model
    def _lock_calls(self, calls):
        """Let one transaction after the other sign up: the second waits, then sees the first.

        PostgreSQL refuses the second its old view of the row (serialization failure), and Odoo
        repeats the whole request with a new one.
        """
        calls.flush_recordset()
        if calls.ids:
            # Raw SQL: the ORM's own lock gives up at once instead of waiting its turn.
            self.env.execute_query(
                SQL(
                    "SELECT id FROM community_volunteer_call WHERE id IN %s ORDER BY id FOR UPDATE",
                    tuple(calls.ids),
                )
            )
            calls.invalidate_recordset(["taken_count", "free_count", "state"])

    def _check_possible(self):
        """Refuse sign-ups that cannot be: closed or full call, no insurance."""
        now = fields.Datetime.now()
        for signup in self:
            # A portal user sees neither the counts of others nor the insurance rule.
            call, volunteer = signup.sudo().call_id, signup.sudo().volunteer_id
            name = volunteer.name
            if call.state != "open" or call.date_stop <= now:
                raise UserError(
                    self.env._(
                        "%(call)s takes no more sign-ups: it is closed or over. Choose another "
                        "call.",
                        call=call.name,
                    )
                )
            if call.taken_count > call.capacity:
                raise UserError(
                    self.env._(
                        "%(call)s: %(count)s volunteers were wanted and have signed up. Choose "
                        "another call, or ask the organiser to raise the number.",
                        call=call.name,
                        count=call.capacity,
                    )
                )
            if not volunteer.active:
                raise UserError(
                    self.env._(
                        "%(volunteer)s no longer serves as a volunteer: register the person again "
                        "first.",
                        volunteer=name,
                    )
                )
            insured = volunteer.insurance_until
            if call.needs_insurance and (
                not insured or insured < call._local(call.date_stop).date()
            ):
                raise UserError(
                    self.env._(
                        "%(call)s is only for insured volunteers (Volunteer Service Regulations "
                        "art. 17): %(volunteer)s has no insurance valid on that day. Enter it "
                        "first.",
                        call=call.name,
                        volunteer=name,
                    )
                )
        self._refuse_overlaps()

    # two calls at one hour

    @api.model
    def _engaged_domain(self):
        return Domain("state", "in", ("applied", "accepted"))

    def _engaged_matter(self):
        return self.call_id

    def _engaged_refuses(self, other):
        # Whoever has only signed up for both may still be agreed for one of them.
        return other._name == self._name and other.state == "accepted"

    def _overlap_refusal(self, other):
        return UserError(
            self.env._(
                "%(volunteer)s has agreed to help at the same time (%(other)s): nobody is in two "
                "places. Decline one of the two, or move the call.",
                # A portal user reads the own name alone.
                volunteer=self.sudo().volunteer_id.name,
                other=self._overlap_sentence(other),
            )
        )

    # actions

    def action_accept(self):
        """Accept sign-ups: they read the briefing, and what the call comes from is claimed."""
        self.check_access("write")
        self._check_state("applied")
        for signup in self:
            signup._refuse_overlaps()
            signup._set_closed(state="accepted", contribution_id=signup._claim().id)
            signup.call_id._tell_volunteers(
                signup.volunteer_id,
                lambda env, when: env._(
                    "Your help is welcome: %(when)s. Where to go stands among your tasks.",
                    when=when,
                ),
            )

    def action_decline(self):
        """Decline sign-ups; the place is free again."""
        self.check_access("write")
        self._check_state("applied", "accepted")
        self._end("declined")
        for signup in self:
            signup.call_id._tell_volunteers(
                signup.volunteer_id,
                lambda env, when: env._(
                    "You are not needed this time: %(when)s. Thank you for signing up.", when=when
                ),
            )

    def action_withdraw(self):
        """Take sign-ups back because the volunteer cannot come."""
        self.check_access("write")
        self._check_state("applied", "accepted")
        self._end("withdrawn")

    def _end(self, state):
        # The state is closed to direct writes; whoever calls this has checked the right.
        signups = self.sudo()
        claims = signups.contribution_id.filtered(lambda claim: claim.state == "claimed")
        claims.action_withdraw()
        signups.state = state

    def _claim(self):
        """Return the claim on what the call comes from, made for an accepted volunteer."""
        # The organiser decides on the volunteer, and need not have claims in hand.
        claims, call = self.env["community.contribution"].sudo(), self.sudo().call_id
        if not call.origin_model or call.origin_model not in self.env:
            return claims
        record = self.env[call.origin_model].sudo().browse(call.origin_id).exists()
        if not record or not record._is_claimable():
            return claims
        values = {
            "res_model": record._name,
            "res_id": record.id,
            "partner_id": self.partner_id.id,
            "capacity": "volunteer",
        }
        known = claims.search(
            [(name, "=", value) for name, value in values.items()] + [("state", "=", "claimed")],
            limit=1,
        )
        return known or claims.create({**values, "role": call.name})

    def _state_sentence(self, state, needed):
        return self.env._(
            "The sign-up of %(volunteer)s for %(call)s is “%(state)s” already.",
            volunteer=self.volunteer_id.name,
            call=self.call_id.name,
            state=state,
        )

    # the end of a person

    def _ending_document(self):
        return self.call_id

    def _end_after_death(self, farewell):
        self.action_withdraw()
