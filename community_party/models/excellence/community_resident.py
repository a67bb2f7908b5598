from odoo import models
from odoo.fields import Domain


class CommunityResident(models.Model):
    """Awards under way, after the end of the person."""

    _inherit = "community.resident"

    def _ending_matters(self, ending):
        """Add awards that are proposed or in their notice: given all the same, or not."""
        awards = self._running(
            "community.party.award",
            Domain("member_id", "in", self._members().ids)
            & Domain("state", "in", ("proposed", "noticed")),
        )
        return [*super()._ending_matters(ending), (awards, False)]
