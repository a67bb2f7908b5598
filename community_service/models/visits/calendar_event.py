from odoo import api, fields, models

from ...tools.trusted import said, trusted


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    community_visit_ids = fields.One2many(
        "community.visit", "calendar_event_id", groups=fields.NO_ACCESS
    )

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"start", "stop", "user_id"} and not said(
            self.env, "community_calendar_sync"
        ):
            self._move_records()
        return res

    @api.model
    def _community_links(self):
        """Return the fields that hold records with an event; each domain adds its own."""
        return ["community_visit_ids"]

    def _move_records(self):
        """Carry the hour of moved events to their records, with the rights of whoever moved."""
        # The link is closed to everybody; writing the record below asks for the user's own rights.
        for event in self.sudo():
            for link in self._community_links():
                for record in event[link].with_env(self.env):
                    if event.start and record.has_access("write"):
                        hours = (event.stop - event.start).total_seconds() / 3600
                        record.with_context(**trusted(community_calendar_sync=True))._event_moved(
                            event.start, hours
                        )
