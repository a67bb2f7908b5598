from odoo import api, fields, models


class CommunityResident(models.Model):
    _inherit = "community.resident"

    life_event_count = fields.Integer("Events", compute="_compute_life_event_count")

    @api.depends_context("uid")
    def _compute_life_event_count(self):
        """Count what stands in the record; dismissed proposals are not part of it."""
        kept = [("state", "!=", "cancelled")]
        self._count_links("life_event_count", "community.life.event", "resident_id", kept)

    def _ending_matters(self, ending):
        """Add the events of the person that are still to come, and teams of the station."""
        events = self._running(
            "community.life.event",
            [
                ("resident_id", "=", self.id),
                ("kind", "!=", "farewell"),
                ("state", "in", ("proposed", "planned")),
            ],
        )
        matters = [*super()._ending_matters(ending), (events, True)]
        if self.partner_id:
            members = self._running(
                "community.caring.member",
                [("partner_id", "=", self.partner_id.id), ("date_to", "=", False)],
            )
            matters.append((members, True))
        return matters

    def action_open_life_events(self):
        """Open the events of the caring station for one resident."""
        return self._links_action("community_service.community_life_event_action", "resident_id")
