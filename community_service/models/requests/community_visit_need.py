from odoo import api, fields, models


class CommunityVisitNeed(models.Model):
    _inherit = "community.visit.need"

    @api.model
    def _follow_up_models(self):
        return super()._follow_up_models() | {"request": "community.request"}

    def _follow_up_defaults(self, model):
        defaults = super()._follow_up_defaults(model)
        if model == "community.request":
            defaults |= {
                "default_description": self.name,
                "default_officer_id": self.user_id.id,
                "default_date_received": fields.Date.to_string(self.date_found),
                "default_channel": "visit" if self.visit_id else "window",
                "default_household_id": self.household_id.id,
                "default_visit_id": self.visit_id.id,
            }
        return defaults
