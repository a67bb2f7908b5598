from contextlib import contextmanager

from odoo import models
from odoo.fields import Domain


class CommunityHousehold(models.Model):
    _name = "community.household"
    _inherit = ["community.household", "community.life.counter"]

    @contextmanager
    def _operation(self, kind, date, residents=None, others=None):
        with super()._operation(kind, date, residents, others) as operation:
            yield operation
        operation._propose_life_events()

    # on the household

    def _timeline_sources(self):
        return [*super()._timeline_sources(), self._timeline_life_events]

    def _timeline_life_events(self, limit):
        events = self.env["community.life.event"].search(
            Domain("household_id", "=", self.id) & Domain("state", "!=", "cancelled"),
            limit=limit,
            order="date DESC, id DESC",
        )
        label = self.env._("Event")
        states = dict(events._fields["state"]._description_selection(self.env))
        for event in events:
            text = " · ".join(filter(None, (event._title(), event.resident_id.name)))
            yield self._timeline_entry(event, event.date, "event", label, states[event.state], text)
