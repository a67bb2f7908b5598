import datetime

from odoo import api, fields, models
from odoo.fields import Domain

# An event of ours mails nobody and leaves no trace in followers or chatters.
QUIET = {
    "no_mail_to_attendees": True,
    "dont_notify": True,
    "skip_contact_description": True,
    "skip_attendee_notification": True,
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "tracking_disable": True,
}
DAYS_AHEAD = 14


class CommunityVisit(models.Model):
    """Calendar events of visits with an agreed hour, from 14 days ahead, and of no others.

    The event is private, its title is a place without names, and it invites nobody but the worker.
    """

    _inherit = "community.visit"
    _code_fields = ("calendar_event_id",)

    calendar_event_id = fields.Many2one(
        "calendar.event",
        "Calendar event",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        visits = super().create(vals_list)
        if any(vals.get("date_start") for vals in vals_list):
            visits._sync_events()
        return visits

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"date", "date_start", "duration", "user_id", "state", "household_id"}:
            self._sync_events()
        return res

    def unlink(self):
        events = self._own_events()
        res = super().unlink()
        events.unlink()
        return res

    def action_open_event(self):
        """Open the calendar event of this visit."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "calendar.event",
            "res_id": self.calendar_event_id.id,
            "view_mode": "form",
        }

    @api.model
    def _cron_make_events(self):
        """Make the events of agreed visits that have come within 14 days."""
        self.search(
            self._event_domain() & Domain("calendar_event_id", "=", False), order="date_start, id"
        )._sync_events()

    @api.model
    def _event_domain(self):
        """Return the domain of the visits that are to have a calendar event now."""
        return (
            Domain("state", "=", "planned")
            & Domain("user_id", "!=", False)
            & Domain("date_start", ">=", "now")
            & Domain("date_start", "<", f"+{DAYS_AHEAD + 1}d")
        )

    def _wants_event(self):
        self.ensure_one()
        now = fields.Datetime.now()
        return bool(
            self.state == "planned"
            and self.user_id
            and self.date_start
            and now <= self.date_start < now + datetime.timedelta(days=DAYS_AHEAD + 1)
        )

    def _own_events(self):
        # An officer who moves a colleague's visit may not touch that colleague's private event;
        # who may write the visit may move it, so this runs as superuser.
        return self.sudo().calendar_event_id.with_context(**QUIET, community_visit_sync=True)

    def _sync_events(self):
        """Create, move or remove the events of these visits; nothing is written without need."""
        if self.env.context.get("community_visit_sync"):
            return
        visits = self.filtered(lambda v: v.calendar_event_id or v.date_start)
        if not visits:
            return
        wanted = visits.filtered(lambda v: v._wants_event())
        missing = wanted.filtered(lambda v: not v.calendar_event_id)
        past = (visits - wanted).filtered(
            lambda v: v.calendar_event_id and v.state in ("done", "absent")
        )
        (visits - wanted - past)._own_events().unlink()
        for visit in wanted - missing:
            event = visit._own_events()
            values = visit._prepare_event_values()
            partners = values.pop("partner_ids")
            changed = {
                name: value
                for name, value in values.items()
                if event._fields[name].convert_to_write(event[name], event) != value
            }
            if "user_id" in changed:
                changed["partner_ids"] = partners
            if changed:
                event.write(changed)
        if missing:
            # See _own_events for the reason of the superuser.
            Event = self.env["calendar.event"].sudo().with_context(**QUIET)
            events = Event.create([visit._prepare_event_values() for visit in missing])
            for visit, event in zip(missing, events, strict=True):
                # The link decides what is later moved and deleted as superuser: no user sets it.
                visit.sudo().with_context(community_visit_sync=True, tracking_disable=True).write(
                    {"calendar_event_id": event.id}
                )

    def _prepare_event_values(self):
        self.ensure_one()
        start = self.date_start
        return {
            "name": self.env._("Visit %(place)s", place=self.household_id.address or ""),
            "start": start,
            "stop": start + datetime.timedelta(hours=self.duration),
            "user_id": self.user_id.id,
            "partner_ids": [fields.Command.set(self.user_id.partner_id.ids)],
            "privacy": "private",
        }
