from odoo import models
from odoo.fields import Domain


class CommunityResident(models.Model):
    """Volunteer work after the end of a person."""

    _inherit = "community.resident"

    def _volunteers(self):
        """Return the person as a volunteer, also one who is in the archive already."""
        who = Domain("resident_id", "=", self.id)
        if self.partner_id:
            who |= Domain("partner_id", "=", self.partner_id.id)
        return self.with_context(active_test=False)._running("community.volunteer", who)

    def _entered_after(self, ending):
        """Add hours of service after the death."""
        served = self._running(
            "community.volunteer.service",
            [
                ("volunteer_id", "in", self._volunteers().ids),
                ("state", "!=", "refused"),
                ("date", ">", ending.date),
            ],
        )
        return [*super()._entered_after(ending), served]

    def _ending_matters(self, ending):
        """Add the person as a volunteer, with sign-ups and pairs, and as one who is helped."""
        # Also one who is in the archive already may have signed up.
        volunteers = self._volunteers()
        signups = self._running(
            "community.volunteer.signup",
            [
                ("volunteer_id", "in", volunteers.ids),
                ("state", "in", ("applied", "accepted")),
                ("call_id.state", "=", "open"),
                ("date_start", ">", ending.date),
            ],
        )
        pairs = self._running(
            "community.volunteer.pair",
            Domain("date_to", "=", False)
            & (Domain("volunteer_id", "in", volunteers.ids) | Domain("resident_id", "=", self.id)),
        )
        return [
            *super()._ending_matters(ending),
            (volunteers.filtered("active"), True),
            (signups, True),
            (pairs, True),
        ]
