from odoo import fields, models


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    def action_new_mediation(self):
        """Open, or hand over, the dispute that was found at this visit.

        :return: action: the case filled in, or the dialog of those who keep no files
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["community.mediation.start"]._open(
            visit_id=self.id, description=self.situation or ""
        )

    def _dispute_values(self):
        Case = self.env["community.mediation.case"]
        return Case._start_defaults("visit", self.household_id) | {
            "visit_id": self.id,
            "date_received": fields.Date.to_string(self.date),
        }
