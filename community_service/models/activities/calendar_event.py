from odoo import api, fields, models


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    community_activity_ids = fields.One2many(
        "community.activity", "calendar_event_id", groups=fields.NO_ACCESS
    )

    @api.model
    def _community_links(self):
        return [*super()._community_links(), "community_activity_ids"]
