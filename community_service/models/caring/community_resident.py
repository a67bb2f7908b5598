from odoo import api, fields, models


class CommunityResident(models.Model):
    _inherit = "community.resident"

    life_event_count = fields.Integer("Events", compute="_compute_life_event_count")

    @api.depends_context("uid")
    def _compute_life_event_count(self):
        """Count what stands in the record; dismissed proposals are not part of it."""
        kept = [("state", "!=", "cancelled")]
        self._count_links("life_event_count", "community.life.event", "resident_id", kept)

    def action_open_life_events(self):
        """Open the events of the caring station for one resident."""
        return self._links_action("community_service.community_life_event_action", "resident_id")
