from odoo import api, fields, models


class CommunityPetition(models.Model):
    """Where a petition starts: at the door, at the window, from a request; by any worker."""

    _inherit = "community.petition"

    @api.model
    def _start(self, values):
        """Open a new petition to who keeps the register; anybody else gets the short form.

        :param dict values: what is known of it
        :return: action
        """
        defaults = {f"default_{name}": value for name, value in values.items() if value}
        if self.has_access("create"):
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Petition"),
                "res_model": self._name,
                "views": [(False, "form")],
                "context": defaults,
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take a petition"),
            "res_model": "community.petition.intake",
            "views": [(False, "form")],
            "target": "new",
            "context": defaults,
        }


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

    def action_follow_up(self):
        """Hand a petition over where the user does not keep the register."""
        self.ensure_one()
        self.check_access("read")
        Petition = self.env["community.petition"]
        if self.kind != "petition" or Petition.has_access("create"):
            return super().action_follow_up()
        self.check_access("write")
        if self.follow_up_id:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "type": "info",
                    "message": self.env._("It is in the register: the need closes with it."),
                },
            }
        return Petition._start(self._petition_values())


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    def action_new_petition(self):
        """Take a petition of this household."""
        self.ensure_one()
        self.check_access("write")
        return self.env["community.petition"]._start(
            {"household_id": self.id, "resident_id": self.head_id.id}
        )


class CommunityResident(models.Model):
    _inherit = "community.resident"

    def action_new_petition(self):
        """Take a petition of this person."""
        self.ensure_one()
        self.check_access("write")
        return self.env["community.petition"]._start(
            {"household_id": self.household_id.id, "resident_id": self.id}
        )


class CommunityRequest(models.Model):
    _inherit = "community.request"

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
