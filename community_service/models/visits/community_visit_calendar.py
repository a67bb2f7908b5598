from odoo import models


class CommunityVisit(models.Model):
    """Calendar events of visits with an agreed hour, and of no others."""

    _name = "community.visit"
    _inherit = ["community.visit", "community.calendar.mixin"]
    _code_fields = ("calendar_event_id",)
    _event_kept_states = ("done", "absent")
    _event_fields = ("date", "date_start", "duration", "user_id", "state", "household_id")

    def _event_title(self):
        return self.env._("Visit %(place)s", place=self.household_id.address or "")

    def _event_hours(self):
        return self.duration

    def _event_moved(self, start, hours):
        self.write({"date_start": start, "duration": min(max(hours, 0.25), 24)})
