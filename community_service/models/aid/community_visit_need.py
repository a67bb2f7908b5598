from odoo import api, models
from odoo.fields import Domain


class CommunityVisitNeed(models.Model):
    """A need for aid turns into an aid case.

    The committee that finds a family in need reports it to the street in time (Social Assistance
    Law, art. 39): from the visit to the need, the request and the case nothing is typed twice.
    """

    _inherit = "community.visit.need"

    @api.model_create_multi
    def create(self, vals_list):
        needs = super().create(vals_list)
        found = needs.filtered(lambda need: need.kind == "aid")
        self.env["community.aid.cover"]._refresh_later(found.household_id)
        return needs

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"kind", "state", "household_id", "visit_id"}:
            self.env["community.aid.cover"]._refresh_later(self.household_id)
        return res

    @api.model
    def _tells_sensitive(self):
        return super()._tells_sensitive() | Domain("kind", "=", "aid")

    @api.model
    def _follow_up_models(self):
        return {**super()._follow_up_models(), "aid": "community.aid.case"}

    def _follow_up_defaults(self, model):
        defaults = super()._follow_up_defaults(model)
        if model != "community.aid.case":
            return defaults
        return {
            **defaults,
            "default_household_id": self.household_id.id,
            "default_visit_id": self.visit_id.id,
            "default_reason": self.name,
            "default_user_id": self.user_id.id,
        }
