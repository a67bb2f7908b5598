from odoo import api, fields, models
from odoo.exceptions import UserError


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

    def _hear(self):
        """Register a request for each claim that a request answers, in the words of the door."""
        result = super()._hear()
        Request = self.env["community.request"]
        for need in self.filtered(lambda need: need.kind == "request" and not need.follow_up_id):
            defaults = need._follow_up_defaults(Request._name)
            values = {name.removeprefix("default_"): value for name, value in defaults.items()}
            Request.create({**values, "need_id": need.id})
        return result

    @api.model
    def _unheard_models(self):
        return super()._unheard_models() | {"community.request"}

    def _unhear(self):
        result = super()._unhear()
        # sudo: workers delete no request; what this save has made goes with it.
        requests = self.env["community.request"].sudo().search([("need_id", "in", self.ids)])
        taken_up = requests.filtered(lambda request: request.state != "draft" or request.step_ids)
        if taken_up:
            raise UserError(
                self.env._(
                    "%(request)s has been taken up: correct the visit itself, and cancel the "
                    "request with a reason.",
                    request=taken_up[:1]._name_for_reader(),
                )
            )
        requests.unlink()
        return result
