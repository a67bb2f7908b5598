from odoo import api, fields, models


class CommunityLifeCounter(models.AbstractModel):
    """A resident or household with a button that opens its events of the caring station."""

    _name = "community.life.counter"
    _description = "Counter of Life Events"

    life_event_count = fields.Integer("Events", compute="_compute_life_event_count")

    @api.model
    def _life_event_link(self):
        return {"community.household": "household_id"}.get(self._name, "resident_id")

    def _compute_life_event_count(self):
        """Count what stands in the record; dismissed proposals are not part of it."""
        link = self._life_event_link()
        counts = dict(
            self.env["community.life.event"]._read_group(
                [(link, "in", self.ids), ("state", "!=", "cancelled")], [link], ["__count"]
            )
        )
        for record in self:
            record.life_event_count = counts.get(record._origin, 0)

    def action_open_life_events(self):
        """Open the events of the caring station for one resident or household."""
        self.ensure_one()
        self.check_access("read")
        link = self._life_event_link()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_life_event_action"
        )
        return action | {
            "domain": [(link, "=", self.id)],
            "context": {f"default_{link}": self.id},
        }
