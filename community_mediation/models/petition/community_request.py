from odoo import api, models


class CommunityRequest(models.Model):
    _inherit = "community.request"

    @api.model
    def _progress(self, number, code):
        """Show the progress of a petition on the same page; its numbers differ."""
        progress = super()._progress(number, code)
        return progress or self.env["community.petition"]._progress(number, code)

    # where a petition starts

    def action_new_petition(self):
        """Take up as a petition what this request cannot settle; the request keeps its own end."""
        self.ensure_one()
        self.check_access("write")
        return self.env["community.petition"]._start(
            {
                "household_id": self.household_id.id,
                "resident_id": self.resident_id.id,
                "visit_id": self.visit_id.id,
                "area_id": self.area_id.id,
                "description": self.description,
            }
        )
