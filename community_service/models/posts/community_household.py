from odoo import models
from odoo.fields import Domain


class CommunityHousehold(models.Model):
    """Trainings and placements of the family on the household's timeline."""

    _inherit = "community.household"

    def _timeline_sources(self):
        return [*super()._timeline_sources(), self._timeline_trainings, self._timeline_placements]

    def _timeline_trainings(self, limit):
        attendances = self.env["community.attendance"].search(
            Domain("household_id", "=", self.id)
            & Domain("state", "=", "present")
            & Domain("kind_id.counts_as_training", "=", True),
            limit=limit,
            order="date DESC, id DESC",
        )
        label = self.env._("Training")
        for line in attendances:
            yield self._timeline_entry(
                line, line.date, "training", label, line.activity_id.name, line.person
            )

    def _timeline_placements(self, limit):
        placements = self.env["community.placement"].search(
            Domain("household_id", "=", self.id) & Domain("state", "!=", "cancelled"),
            limit=limit,
            order="date_from DESC, id DESC",
        )
        label = self.env._("Placement")
        states = dict(placements._fields["state"]._description_selection(self.env))
        for line in placements:
            yield self._timeline_entry(
                line, line.date_from, "placement", label, states[line.state], line.display_name
            )
