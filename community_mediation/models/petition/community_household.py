from odoo import models


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    def action_new_petition(self):
        """Take a petition of this household."""
        self.ensure_one()
        self.check_access("write")
        return self.env["community.petition"]._start(
            {"household_id": self.id, "resident_id": self.head_id.id}
        )
