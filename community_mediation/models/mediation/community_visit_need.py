from odoo import api, fields, models


class CommunityVisitNeed(models.Model):
    _inherit = "community.visit.need"

    @api.model
    def _follow_up_models(self):
        return super()._follow_up_models() | {"mediation": "community.mediation.case"}

    def _follow_up_defaults(self, model):
        defaults = super()._follow_up_defaults(model)
        if model == "community.mediation.case":
            values = self._mediation_values()
            defaults |= {f"default_{name}": value for name, value in values.items()}
        return defaults

    def _mediation_values(self):
        Case = self.env["community.mediation.case"]
        return Case._start_defaults(
            "visit" if self.visit_id else "application", self.household_id, description=self.name
        ) | {"visit_id": self.visit_id.id, "date_received": fields.Date.to_string(self.date_found)}

    @api.model
    def _handed_over_words(self):
        words = self.env._("Mediation has it: the need closes with the case.")
        return super()._handed_over_words() | {"community.mediation.case": words}

    def _hand_over(self, model):
        if model != "community.mediation.case":
            return super()._hand_over(model)
        return self.env[model]._start(self._mediation_values() | {"need_id": self.id})
