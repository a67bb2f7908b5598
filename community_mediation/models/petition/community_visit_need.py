from odoo import api, fields, models


class CommunityVisitNeed(models.Model):
    _inherit = "community.visit.need"

    kind = fields.Selection(
        selection_add=[("petition", "Petition")], ondelete={"petition": "set default"}
    )

    @api.model
    def _follow_up_models(self):
        return super()._follow_up_models() | {"petition": "community.petition"}

    def _follow_up_defaults(self, model):
        defaults = super()._follow_up_defaults(model)
        if model == "community.petition":
            defaults |= {
                f"default_{name}": value for name, value in self._petition_values().items()
            }
        return defaults

    def _petition_values(self):
        return {
            "description": self.name,
            "channel": "visit",
            "date_received": fields.Date.to_string(self.date_found),
            "household_id": self.household_id.id,
            "visit_id": self.visit_id.id,
            "need_id": self.id,
        }

    @api.model
    def _handed_over_words(self):
        words = self.env._("It is in the register: the need closes with it.")
        return super()._handed_over_words() | {"community.petition": words}

    def _hand_over(self, model):
        if model != "community.petition":
            return super()._hand_over(model)
        return self.env[model]._start(self._petition_values())
