from odoo import models


class CommunityContribution(models.Model):
    """Hours that the organiser confirmed were given, also when the matter comes to nothing."""

    _inherit = "community.contribution"

    def _kept_anyway(self):
        hours = self.env["community.volunteer.service"].search(
            [("contribution_id", "in", self.ids), ("state", "=", "confirmed")]
        )
        return super()._kept_anyway() | hours.contribution_id
