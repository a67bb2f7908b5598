from contextlib import contextmanager

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.timeline import TimelinePart


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

    def _timeline_parts(self):
        mine = Domain("household_id", "=", self.id)
        word = self._timeline_word
        return [
            *super()._timeline_parts(),
            TimelinePart(
                "event",
                self.env._("Caring event"),
                "community.life.event",
                mine & Domain("state", "!=", "cancelled"),
                ("date",),
                lambda row: (
                    word("community.life.event", "state", row["state"]),
                    (
                        self.env["community.life.event"]._title_of(row["kind"], row["reason"]),
                        row["residents"],
                    ),
                ),
                ("state", "kind", "reason"),
                ("resident_id",),
            ),
            TimelinePart(
                "gift",
                self.env._("Gift"),
                "community.caring.stock.move",
                mine & Domain("kind", "in", ("out", "back")),
                ("date",),
                lambda row: (
                    word("community.caring.stock.move", "kind", row["kind"]),
                    (
                        row["item_id.name"],
                        f"{float(row['quantity']):g} {row['item_id.unit'] or ''}",
                    ),
                ),
                ("kind", "item_id.name", "quantity", "item_id.unit"),
            ),
        ]
