from odoo import models


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
