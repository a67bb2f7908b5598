from odoo import models
from odoo.fields import Domain

from ...tools.timeline import TimelinePart


class CommunityHousehold(models.Model):
    """Trainings and placements of the family on the household's timeline."""

    _inherit = "community.household"

    def _timeline_parts(self):
        mine = Domain("household_id", "=", self.id)
        word = self._timeline_word
        return [
            *super()._timeline_parts(),
            TimelinePart(
                "training",
                self.env._("Training"),
                "community.attendance",
                mine
                & Domain("state", "=", "present")
                & Domain("kind_id.counts_as_training", "=", True),
                ("date",),
                lambda row: (row["activity_id.name"], row["residents"] or row["partner_id.name"]),
                ("activity_id.name", "partner_id.name"),
                ("resident_id",),
            ),
            TimelinePart(
                "placement",
                self.env._("Placement"),
                "community.placement",
                mine & Domain("state", "!=", "cancelled"),
                ("date_from",),
                lambda row: (
                    word("community.placement", "state", row["state"]),
                    (
                        row["residents"],
                        row["post_id.name"]
                        or row["job"]
                        or word("community.placement", "kind", row["kind"]),
                    ),
                ),
                ("state", "post_id.name", "job", "kind"),
                ("resident_id",),
            ),
        ]
