from odoo import models
from odoo.fields import Domain

from odoo.addons.community_service.tools.timeline import TimelinePart


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    def action_new_petition(self):
        """Take a petition of this household."""
        self.ensure_one()
        self.check_access("write")
        return self.env["community.petition"]._start(
            {"household_id": self.id, "resident_id": self.head_id.id}
        )

    def _timeline_parts(self):
        return [
            *super()._timeline_parts(),
            TimelinePart(
                "petition",
                self.env._("Petition"),
                "community.petition",
                Domain("household_id", "=", self.id)
                | Domain("person_ids.household_id", "=", self.id),
                ("date_received",),
                lambda row: (
                    self._timeline_word("community.petition", "state", row["state"]),
                    (
                        row["number"],
                        self._timeline_word("community.petition", "topic", row["topic"]),
                    ),
                ),
                ("state", "number", "topic"),
            ),
        ]
