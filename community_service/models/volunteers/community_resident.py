from odoo import models
from odoo.fields import Domain


class CommunityResident(models.Model):
    """Volunteer work after the end of a person."""

    _inherit = "community.resident"

    def _ending_matters(self, ending):
        """Add the person as a volunteer, with sign-ups and pairs, and as one who is helped."""
        who = Domain("resident_id", "=", self.id)
        if self.partner_id:
            who |= Domain("partner_id", "=", self.partner_id.id)
        # Also one who is in the archive already may have signed up.
        volunteers = self.with_context(active_test=False)._running("community.volunteer", who)
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
