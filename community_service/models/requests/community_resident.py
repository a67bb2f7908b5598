from odoo import models

from ...tools.ending import ARCHIVED
from .community_request import OPEN


class CommunityResident(models.Model):
    _inherit = "community.resident"

    def action_new_request(self):
        """Open a new request of this person."""
        self.ensure_one()
        self.check_access("read")
        return self.env["community.household"]._new_request_action(
            default_resident_id=self.id, default_household_id=self.household_id.id
        )

    def _ending_matters(self, ending):
        """Add the requests of the person, for whom somebody may go on or nobody."""
        requests = self._running(
            "community.request",
            [
                ("resident_id", "=", self.id),
                ("state", "in", OPEN),
                ("merged_into_id", "=", False),
            ],
        )
        # Who moved away may still wait for an answer.
        alone = ending.kind != ARCHIVED and self._is_last_home_empty()
        return [*super()._ending_matters(ending), (requests, alone)]
