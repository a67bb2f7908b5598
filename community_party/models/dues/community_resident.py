from odoo import models


class CommunityResident(models.Model):
    """Dues end with the month of death, whenever the register learns of it."""

    _inherit = "community.resident"

    def _person_ended(self):
        result = super()._person_ended()
        self._members_ever()._follow_dues()
        return result
