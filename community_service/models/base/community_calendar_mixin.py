import datetime

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.trusted import said, trusted

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


class CommunityCalendarMixin(models.AbstractModel):
    """A record with an agreed hour that stands in its owner's calendar, from 14 days ahead.

    The event is private, its title is a place without names, and it invites nobody but the owner.
    A model that inherits this declares ``date_start``, ``user_id`` and ``state``, and answers
    :meth:`_event_title`, :meth:`_event_hours` and :meth:`_event_moved`.
    """

    _name = "community.calendar.mixin"
    _description = "Record in the calendar"

    # Events of records in these states are made, and those in these others stay as they were.
    _event_open_states = ("planned",)
    _event_kept_states = ("done",)
    # Changes of these fields may change the event.
    _event_fields = ("date_start", "user_id", "state")

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
        records = super().create(vals_list)
        if any(vals.get("date_start") for vals in vals_list):
            records._sync_events()
        return records

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & set(self._event_fields):
            self._sync_events()
        return res

    def unlink(self):
        events = self._own_events()
        res = super().unlink()
        events.unlink()
        return res

    def action_open_event(self):
        """Open the calendar event of this record."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "calendar.event",
            "res_id": self.calendar_event_id.id,
            "view_mode": "form",
        }

    def _event_title(self):
        """Return the title of the event: a place or a kind, never a name."""
        raise NotImplementedError

    def _event_hours(self):
        """Return how many hours the event lasts."""
        raise NotImplementedError

    def _event_moved(self, start, hours):
        """Carry a new hour of the event to the record, with the rights of whoever moved it."""
        raise NotImplementedError

    @api.model
    def _cron_make_events(self):
        """Make the events of agreed hours that have come within 14 days."""
        self.search(
            self._event_domain() & Domain("calendar_event_id", "=", False), order="date_start, id"
        )._sync_events()

    @api.model
    def _event_domain(self):
        """Return the domain of the records that are to have a calendar event now."""
        return (
            Domain("state", "in", self._event_open_states)
            & Domain("user_id", "!=", False)
            & Domain("date_start", ">=", "now")
            & Domain("date_start", "<", f"+{DAYS_AHEAD + 1}d")
        )

    def _wants_event(self):
        self.ensure_one()
        now = fields.Datetime.now()
        return bool(
            self.state in self._event_open_states
            and self.user_id
            and self.date_start
            and now <= self.date_start < now + datetime.timedelta(days=DAYS_AHEAD + 1)
        )

    def _own_events(self):
        # An officer who moves a colleague's record may not touch that colleague's private event;
        # who may write the record may move it, so this runs as superuser.
        return self.sudo().calendar_event_id.with_context(
            **QUIET, **trusted(community_calendar_sync=True)
        )

    def _sync_events(self):
        """Create, move or remove the events of these records; nothing is written without need."""
        if said(self.env, "community_calendar_sync"):
            return
        records = self.filtered(lambda r: r.calendar_event_id or r.date_start)
        if not records:
            return
        wanted = records.filtered(lambda r: r._wants_event())
        missing = wanted.filtered(lambda r: not r.calendar_event_id)
        past = (records - wanted).filtered(
            lambda r: r.calendar_event_id and r.state in r._event_kept_states
        )
        (records - wanted - past)._own_events().unlink()
        for record in wanted - missing:
            event = record._own_events()
            values = record._prepare_event_values()
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
            events = Event.create([record._prepare_event_values() for record in missing])
            for record, event in zip(missing, events, strict=True):
                # The link decides what is later moved and deleted as superuser: no user sets it.
                record.sudo().with_context(
                    **trusted(community_calendar_sync=True), tracking_disable=True
                ).write({"calendar_event_id": event.id})

    def _prepare_event_values(self):
        self.ensure_one()
        start = self.date_start
        return {
            "name": self._event_title(),
            "start": start,
            "stop": start + datetime.timedelta(hours=self._event_hours()),
            "user_id": self.user_id.id,
            "partner_ids": [fields.Command.set(self.user_id.partner_id.ids)],
            "privacy": "private",
        }
