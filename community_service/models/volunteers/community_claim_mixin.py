from odoo import models


class CommunityClaimMixin(models.AbstractModel):
    """Help is asked for from the need, request or event itself."""

    _inherit = "community.claim.mixin"

    def action_call_volunteers(self):
        """Open a new call for volunteers that comes from one record."""
        self.ensure_one()
        self.check_access("read")
        household = self._call_household()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Call for volunteers"),
            "res_model": "community.volunteer.call",
            "views": [(False, "form")],
            "context": {
                "volunteer_origin": (self._name, self.id),
                "default_household_id": household.id,
                "default_briefing": self._claim_title(),
            },
        }

    def _call_household(self):
        return self.household_id if "household_id" in self._fields else self.browse()
