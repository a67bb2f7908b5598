from contextlib import contextmanager

from odoo import api, fields, models
from odoo.fields import Domain


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    life_event_count = fields.Integer("Events", compute="_compute_life_event_count")

    @contextmanager
    def _operation(self, kind, date, residents=None, others=None):
        with super()._operation(kind, date, residents, others) as operation:
            yield operation
        operation._propose_life_events()

    # on the household

    @api.depends_context("uid")
    def _compute_life_event_count(self):
        """Count what stands in the record; dismissed proposals are not part of it."""
        kept = [("state", "!=", "cancelled")]
        self._count_links("life_event_count", "community.life.event", "household_id", kept)

    def action_open_life_events(self):
        """Open the events of the caring station for one household."""
        return self._links_action("community_service.community_life_event_action", "household_id")

    def _timeline_sources(self):
        return [*super()._timeline_sources(), self._timeline_life_events]

    def _timeline_life_events(self, limit):
        events = self.env["community.life.event"].search(
            Domain("household_id", "=", self.id) & Domain("state", "!=", "cancelled"),
            limit=limit,
            order="date DESC, id DESC",
        )
        label = self.env._("Caring event")
        states = dict(events._fields["state"]._description_selection(self.env))
        for event in events:
            text = " · ".join(filter(None, (event._title(), event.resident_id.name)))
            yield self._timeline_entry(event, event.date, "event", label, states[event.state], text)
