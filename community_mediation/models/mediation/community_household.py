from odoo import models


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    def action_new_mediation(self):
        """Open, or hand over, a dispute of this household.

        :return: action: the case filled in, or the dialog of those who keep no files
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["community.mediation.start"]._open(household_id=self.id)

    def _dispute_values(self):
        return self.env["community.mediation.case"]._start_defaults("application", self)
