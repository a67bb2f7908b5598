from odoo import models
from odoo.fields import Domain


class CommunityResident(models.Model):
    """Work that a member was to do, after the end of the person."""

    _inherit = "community.resident"

    def _person_ended(self):
        result = super()._person_ended()
        self._members_ever()._follow_meetings()
        return result

    def _ending_matters(self, ending):
        """Add lines of plans, and the meetings to come that a member leads or records."""
        members = self._members().ids
        lines = self._running(
            "community.party.plan.line",
            Domain("owner_id", "in", members) & Domain("state", "=", "open"),
        )
        leads = Domain("chair_id", "in", members) | Domain("recorder_id", "in", members)
        meetings = self._running(
            "community.activity", leads & Domain("state", "in", ("planned", "open"))
        )
        return [*super()._ending_matters(ending), (lines, False), (meetings, False)]
