from odoo import models
from odoo.fields import Domain


class CommunityResident(models.Model):
    """The way into the Party, after the end of the person."""

    _inherit = "community.resident"

    def _ending_matters(self, ending):
        """Add the steps that are due, and those of whom the person is a mentor."""
        members = self._members().ids
        steps = self._running(
            "community.party.step.record",
            Domain("member_id", "in", members) & Domain("state", "=", "open"),
        )
        mentors = self._running(
            "community.party.mentor",
            Domain("mentor_id", "in", members) & Domain("date_to", "=", False),
        )
        return [*super()._ending_matters(ending), (steps, False), (mentors, False)]
