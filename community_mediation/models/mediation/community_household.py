from odoo import models
from odoo.fields import Domain

from odoo.addons.community_service.tools.timeline import TimelinePart


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    def action_new_mediation(self):
        """Open, or hand over, a dispute of this household.

        :return: action: the case filled in, or the dialog of those who keep no files
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["community.mediation.start"]._open(household_id=self.id)

    def _dispute_values(self):
        return self.env["community.mediation.case"]._start_defaults("application", self)

    def _timeline_parts(self):
        return [
            *super()._timeline_parts(),
            TimelinePart(
                "dispute",
                self.env._("Dispute"),
                "community.mediation.case",
                Domain("participant_ids.resident_id.household_id", "=", self.id),
                ("date_received",),
                lambda row: (
                    self._timeline_word("community.mediation.case", "state", row["state"]),
                    (row["number"], row["kind_id.name"]),
                ),
                ("state", "number", "kind_id.name"),
            ),
        ]
