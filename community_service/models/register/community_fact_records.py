from odoo import fields, models

from .community_fact_change import FACTS, MASKS


class CommunityResident(models.Model):
    _name = "community.resident"
    _inherit = ["community.resident", "community.fact.mixin"]

    def _fact_resident(self):
        return self

    def _facts_on(self, date):
        """Return the open facts of one resident as they were on ``date``: ``{field: value}``.

        Selections are given by key, dates in ISO form; closed numbers are left out.
        """
        names = [name for name in FACTS[self._name] if name not in MASKS]
        return self._values_on(fields.Date.to_date(date), names)

    def action_change_fact(self):
        """Open the dialog that changes a fact from a day on, or corrects it."""
        return self.env["community.fact.change.wizard"]._action(self)

    def action_open_facts(self):
        """Open what was changed and corrected about one resident."""
        self.check_access("read")
        return self.env["community.fact.change.wizard"]._list_action(
            [("resident_id", "=", self.ensure_one().id)]
        )


class CommunityDwelling(models.Model):
    _name = "community.dwelling"
    _inherit = ["community.dwelling", "community.fact.mixin"]

    def _fact_household(self):
        return self.household_ids[:1]

    def action_change_fact(self):
        """Open the dialog that changes a fact from a day on, or corrects it."""
        return self.env["community.fact.change.wizard"]._action(self)


class CommunityResidency(models.Model):
    _name = "community.residency"
    _inherit = ["community.residency", "community.fact.mixin"]

    def _fact_resident(self):
        return self.resident_id

    def _name_on(self, date):
        resident = self.resident_id
        if resident.has_access("read"):
            return resident._values_on(date, ["name"])["name"]
        # A member may live in another grid by now; the household's history names them.
        return resident.sudo().name


class CommunityHousehold(models.Model):
    _name = "community.household"
    _inherit = ["community.household", "community.fact.mixin"]

    def _fact_household(self):
        return self

    def action_change_fact(self):
        """Open the dialog that changes a fact from a day on, or corrects it."""
        return self.env["community.fact.change.wizard"]._action(self)

    def action_open_facts(self):
        """Open what was changed and corrected about one household and its people."""
        self.check_access("read")
        return self.env["community.fact.change.wizard"]._list_action(
            [("household_id", "=", self.ensure_one().id)]
        )

    def action_state_on(self):
        """Open the dialog that shows the household on a past day."""
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["community.household.state"].create({"household_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Household on a date"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _state_on(self, date):
        """Return the household as it was on ``date``.

        :return: dict with ``address``, ``register_no`` and ``members``: a list of dicts with
            ``resident_id``, ``name``, ``role`` and ``kind`` (keys of the selections), head first
        :raises AccessError: to whoever may not read the household
        """
        date = fields.Date.to_date(date)
        facts = self._values_on(date, FACTS[self._name])
        # The dwelling may meanwhile belong to another grid; its address was that of this one.
        dwelling = self.env["community.dwelling"].sudo().browse(int(facts["dwelling_id"] or 0))
        lines = self.env["community.residency"].search(
            [("household_id", "=", self.id), *self.env["community.residency"]._on_date_domain(date)]
        )
        members = [
            {
                "resident_id": line.resident_id.id,
                # Whoever may read the residency may read whose it is.
                "name": line._name_on(date),
                "role": line._values_on(date, ["role"])["role"],
                "kind": line.kind,
            }
            for line in lines
        ]
        members.sort(key=lambda member: (member["role"] != "head", member["resident_id"]))
        return {
            "address": dwelling.address or self.area_id.complete_name,
            "register_no": facts["register_no"],
            "members": members,
        }
