import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# So much before its hour a session is taken for begun.
EARLY = datetime.timedelta(hours=1)


class CommunityMediationSession(models.Model):
    """A meeting with the parties: its hour in the calendar, its minutes, their signatures.

    The title in the calendar is the number of the case. Minutes that mediator and parties signed
    stay as they are (People's Mediation Law, art. 27).
    """

    _name = "community.mediation.session"
    _description = "Mediation Session"
    _inherit = [
        "community.calendar.mixin",
        "community.engaged.mixin",
        "community.mediation.part",
        "community.contact.source.mixin",
    ]
    _engaged_links = (
        "user_id",
        "helper_ids.partner_id",
        "helper_ids.resident_id",
        "participant_ids.resident_id",
        "participant_ids.partner_id",
    )
    _engaged_fields = ("date_start", "duration")
    _order = "date_start desc, id desc"
    _rec_name = "case_id"
    _check_company_auto = True

    kind = fields.Selection(
        [("mediation", "Mediation"), ("investigation", "Investigation"), ("persuasion", "Talk")],
        default="mediation",
        required=True,
    )
    date_start = fields.Datetime(
        "Begins", required=True, default=lambda self: self._this_minute(), index=True
    )
    duration = fields.Float("Duration (hours)", default=1.0)
    place = fields.Char(default=lambda self: self.env._("Mediation room"))
    user_id = fields.Many2one(
        "res.users",
        "Mediator",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    is_open = fields.Boolean("Open to the public")
    participant_ids = fields.Many2many(
        "community.mediation.participant",
        "community_mediation_session_participant_rel",
        string="Participants present",
        domain="[('case_id', '=', case_id)]",
        compute="_compute_participant_ids",
        store=True,
        readonly=False,
    )
    helper_ids = fields.Many2many(
        "community.mediation.mediator",
        "community_mediation_session_helper_rel",
        string="Invited with consent",
        check_company=True,
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("done", "Held"),
            ("signed", "Minutes signed"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
    )
    minutes = fields.Text(copy=False)
    result = fields.Char(copy=False, help="What came of it, in one line.")
    signed_by = fields.Char("Signed by", copy=False)
    date_signed = fields.Date("Signed on", copy=False, readonly=True)

    _check_duration = models.Constraint(
        "CHECK (duration > 0 AND duration <= 12)", "A session lasts more than 0 and up to 12 hours."
    )
    _check_signed = models.Constraint(
        "CHECK (state <> 'signed' OR (length(trim(minutes)) > 0 AND date_signed IS NOT NULL))",
        "Minutes that are signed are not empty.",
    )

    @api.model
    def _this_minute(self):
        # Whoever writes minutes sits in the session; one to come is given its hour.
        return fields.Datetime.now().replace(second=0, microsecond=0)

    @api.depends("case_id")
    def _compute_participant_ids(self):
        for session in self:
            session.participant_ids = session.case_id.participant_ids

    @api.depends("case_id", "date_start")
    def _compute_display_name(self):
        for session in self:
            session.display_name = session.case_id.display_name

    @api.constrains("case_id", "date_start")
    def _check_accepted(self):
        for session in self:
            accepted = session.case_id.date_accepted
            day = session._local_day() if session.date_start else False
            if not accepted or (day and day < accepted):
                raise UserError(
                    self.env._(
                        "%(case)s: there is no session before the case is accepted. Accept it "
                        "first, or correct the day.",
                        case=session.case_id.display_name,
                    )
                )

    @api.constrains("helper_ids")
    def _check_helpers(self):
        self.case_id._check_mediators()

    @api.model
    def _engaged_domain(self):
        return Domain("state", "!=", "cancelled")

    def _engaged_span(self):
        if not self.date_start:
            return None
        return self.date_start, fields.Datetime.add(self.date_start, hours=self.duration)

    def _local_day(self):
        tz = self.env.user.tz or "Asia/Shanghai"
        local = fields.Datetime.context_timestamp(self.with_context(tz=tz), self.date_start)
        return local.date()

    def _paper_needs(self, paper):
        return (*super()._paper_needs(paper), "minutes", "place", "user_id", "participant_ids")

    def _settled_fields(self):
        if self.state != "signed":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        if self.state != "signed":
            return super()._settled_sentence(name)
        return self.env._(
            "The minutes of %(case)s of %(date)s are signed and stay as they are: write what is "
            "new into the next session.",
            case=self.case_id.display_name,
            date=self._local_day(),
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        for session in self.filtered(lambda session: session.state in ("done", "signed")):
            raise UserError(
                self.env._(
                    "The session of %(case)s was held and stays in the file.",
                    case=session.case_id.display_name,
                )
            )

    def _state_sentence(self, state, needed):
        return self.env._(
            "This step does not fit the session of %(case)s any more: reload it.",
            case=self.case_id.display_name,
        )

    def action_hold(self):
        """Note that the session took place; the first one starts the mediation.

        One that begins within the hour is held now: the sides were there earlier.

        :raises UserError: for a session that is still to come
        """
        self.check_access("write")
        self._check_state("planned")
        for session in self:
            now = fields.Datetime.now()
            if now < session.date_start <= now + EARLY:
                session.date_start = self._this_minute()
            if session.date_start > now:
                raise UserError(
                    self.env._(
                        "The session of %(case)s is still to come: move it to the hour at which "
                        "it was held.",
                        case=session.case_id.display_name,
                    )
                )
            session._set_closed(state="done")
            if session.case_id.state == "accepted":
                session.case_id._set_closed(state="mediating")

    def action_sign(self):
        """Lock the minutes, signed by the mediator and the parties.

        :raises UserError: without minutes or without those who signed
        """
        self.check_access("write")
        for session in self:
            if session.state == "planned":
                session.action_hold()
            session._check_state("done")
            if not (session.minutes or "").strip() or not (session.signed_by or "").strip():
                raise UserError(
                    self.env._(
                        "%(case)s: write the minutes and who signed them, then lock them.",
                        case=session.case_id.display_name,
                    )
                )
            session._set_closed(state="signed", date_signed=fields.Date.context_today(self))
            kind = "investigation" if session.kind == "investigation" else "record"
            session.case_id._tick_paper(kind)

    def action_cancel(self):
        """Cancel sessions that do not take place."""
        self.check_access("write")
        self._check_state("planned")
        self._set_closed(state="cancelled")

    # calendar

    def _event_title(self):
        return self.case_id.number

    def _event_hours(self):
        return self.duration

    def _event_moved(self, start, hours):
        self.write({"date_start": start, "duration": max(hours, 0.25)})

    # what the no-contact watch learns from it: whoever was present has been heard of

    @api.model
    def _contact_fields(self):
        return super()._contact_fields() | {"state", "participant_ids", "date_start"}

    def _contact_word(self):
        is_held = self.state in ("done", "signed") and self.date_start
        return "contact" if is_held and self.participant_ids.resident_id else ""

    def _contact_homes(self):
        return self.participant_ids.resident_id.household_id

    def _contact_text(self):
        return f"{self._local_day()} {self.display_name}"

    def _contact_document(self):
        return self.case_id
