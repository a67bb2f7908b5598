from odoo import api, models


class CommunityVisitNeed(models.Model):
    """A need for care turns into an event of the caring station."""

    _inherit = "community.visit.need"

    @api.model
    def _follow_up_models(self):
        return {**super()._follow_up_models(), "caring": "community.life.event"}

    def _follow_up_defaults(self, model):
        defaults = super()._follow_up_defaults(model)
        if model != "community.life.event":
            return defaults
        return {
            **defaults,
            "default_kind": "comfort",
            "default_reason": "other",
            "default_note": self.name,
            "default_user_id": self.user_id.id,
        }

    # closing an event

    def _end_after_death(self, farewell):
        self.write({"result": self.env._("The person has died.")})
        self.action_drop()
