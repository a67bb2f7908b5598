from odoo import fields, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    community_visit_ids = fields.One2many(
        "community.visit", "calendar_event_id", groups=fields.NO_ACCESS
    )

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"start", "stop", "user_id"} and not self.env.context.get(
            "community_visit_sync"
        ):
            self._move_visits()
        return res

    def _move_visits(self):
        """Carry the hour of moved events to their visits, with the rights of whoever moved them."""
        # The link is closed to everybody; writing the visit below asks for the user's own rights.
        for event in self.sudo():
            for visit in event.community_visit_ids.with_env(self.env):
                if event.start and visit.has_access("write"):
                    hours = (event.stop - event.start).total_seconds() / 3600
                    visit.with_context(community_visit_sync=True).write(
                        {"date_start": event.start, "duration": min(max(hours, 0.25), 24)}
                    )
