from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

EVENT_LIMIT = 8


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    life_event_id = fields.Many2one(
        "community.life.event",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
        help="The event of the caring station that this visit belongs to.",
    )

    # My Day

    @api.model
    def my_day(self):
        """Add the events of the caring station that are due within a week.

        :return: the dict of the day with ``events``: dicts ``id``, ``title``, ``address``,
            ``date_due``, ``is_overdue`` and ``is_proposed``
        """
        day = super().my_day()
        today = fields.Date.context_today(self)
        grids = self.env["community.grid"].search([("officer_ids", "in", self.env.uid)])
        mine = Domain("user_id", "=", self.env.uid) | Domain("grid_id", "in", grids.ids)
        Event = self.env["community.life.event"]
        events = Event.search_fetch(
            mine
            & Domain("state", "in", ("proposed", "planned"))
            & Domain("date_due", "<=", today + timedelta(days=7)),
            ["kind", "reason", "household_id", "date_due", "state"],
            limit=EVENT_LIMIT,
        )
        events.household_id.fetch(["address"])
        day["events"] = [
            {
                "id": event.id,
                "title": event._title(),
                "address": event.household_id.address or "",
                "date_due": fields.Date.to_string(event.date_due),
                "is_overdue": event.date_due < today,
                "is_proposed": event.state == "proposed",
            }
            for event in events
        ]
        return day

    # closing an event

    def _end_after_death(self, farewell):
        self.action_cancel()
