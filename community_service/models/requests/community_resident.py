from odoo import models


class CommunityResident(models.Model):
    _inherit = "community.resident"

    def action_new_request(self):
        """Open a new request of this person."""
        self.ensure_one()
        self.check_access("read")
        return self.env["community.household"]._new_request_action(
            default_resident_id=self.id, default_household_id=self.household_id.id
        )
