from odoo import models


class CommunityResident(models.Model):
    _inherit = "community.resident"

    def action_new_mediation(self):
        """Open, or hand over, a dispute of this person.

        :return: action: the case filled in, or the dialog of those who keep no files
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["community.mediation.start"]._open(resident_id=self.id)

    def _dispute_values(self):
        return self.env["community.mediation.case"]._start_defaults("application", resident=self)
