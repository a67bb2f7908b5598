from odoo import api, fields, models


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    life_event_id = fields.Many2one(
        "community.life.event",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
        help="The event of the caring station that this visit belongs to.",
    )


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
