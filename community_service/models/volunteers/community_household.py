from odoo import models
from odoo.fields import Domain

from ...tools.timeline import TimelinePart


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    def action_call_volunteers(self):
        """Open a new call for volunteers who help this household."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call for volunteers"),
            "res_model": "community.volunteer.call",
            "views": [(False, "form")],
            "context": {"default_household_id": self.id},
        }

    def _timeline_parts(self):
        mine = Domain("household_id", "=", self.id)
        word = self._timeline_word
        begins = self.env._("Begins")
        return [
            *super()._timeline_parts(),
            TimelinePart(
                "order",
                self.env._("Convenience Service"),
                "community.convenience.order",
                mine & Domain("state", "!=", "cancelled"),
                ("date",),
                lambda row: (
                    word("community.convenience.order", "state", row["state"]),
                    (row["service_id.name"], row["note"]),
                ),
                ("state", "service_id.name", "note"),
            ),
            TimelinePart(
                "volunteer",
                self.env._("Call for volunteers"),
                "community.volunteer.call",
                mine & Domain("state", "!=", "cancelled"),
                ("date_start",),
                lambda row: (
                    word("community.volunteer.call", "state", row["state"]),
                    row["name"],
                ),
                ("state", "name"),
            ),
            TimelinePart(
                "volunteer",
                self.env._("Neighbour"),
                "community.volunteer.pair",
                mine,
                ("date_from",),
                lambda row: (begins, (row["volunteer_id.name"], row["residents"])),
                ("volunteer_id.name",),
                ("resident_id",),
            ),
        ]
