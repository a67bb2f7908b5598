from odoo import models


class CommunityRequest(models.Model):
    _inherit = "community.request"

    def action_new_mediation(self):
        """Open, or hand over, the dispute that this request tells of.

        :return: action: the case filled in, or the dialog of those who keep no files
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["community.mediation.start"]._open(
            request_id=self.id, description=self.description
        )

    def _dispute_values(self):
        Case = self.env["community.mediation.case"]
        return Case._start_defaults("request", self.household_id, self.resident_id) | {
            "request_id": self.id,
            "visit_id": self.visit_id.id,
        }
