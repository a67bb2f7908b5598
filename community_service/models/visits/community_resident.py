from odoo import models

from .community_claim_mixin import OPEN


class CommunityResident(models.Model):
    """Visits, needs and claims after the end of a person."""

    _inherit = "community.resident"

    def _ending_matters(self, ending):
        """Add what is planned for a home in which nobody is left, and what the person took on."""
        matters = super()._ending_matters(ending)
        if self._is_last_home_empty():
            home = self._last_home()
            visits = self._running(
                "community.visit",
                [
                    ("household_id", "=", home.id),
                    ("state", "=", "planned"),
                    ("kind", "!=", "comfort"),
                ],
            )
            needs = self._running(
                "community.visit.need",
                [("household_id", "=", home.id), ("state", "=", "open"), ("follow_up_id", "=", 0)],
            )
            matters += [(visits, True), (needs, True)]
        if self.partner_id:
            claims = self._running(
                "community.contribution",
                [("partner_id", "=", self.partner_id.id), ("state", "in", OPEN)],
            )
            matters.append((claims, True))
        return matters
