from odoo import models


class CommunityResident(models.Model):
    _inherit = "community.resident"

    def action_new_petition(self):
        """Take a petition of this person."""
        self.ensure_one()
        self.check_access("write")
        return self.env["community.petition"]._start(
            {"household_id": self.household_id.id, "resident_id": self.id}
        )
