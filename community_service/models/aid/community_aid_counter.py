from odoo import api, fields, models


class CommunityAidCounter(models.AbstractModel):
    """A resident or household with a button that opens its aid cases or begins one."""

    _name = "community.aid.counter"
    _description = "Counter of Aid Cases"

    aid_case_count = fields.Integer("Aid", compute="_compute_aid_case_count")

    @api.model
    def _aid_link(self):
        return {"community.household": "household_id"}.get(self._name, "resident_id")

    def _compute_aid_case_count(self):
        """Count the cases that the reader may see."""
        link = self._aid_link()
        counts = dict(
            self.env["community.aid.case"]._read_group(
                [(link, "in", self.ids)], [link], ["__count"]
            )
        )
        for record in self:
            record.aid_case_count = counts.get(record._origin, 0)

    def action_new_aid_case(self):
        """Open a new aid case with what is known of this resident or household filled in."""
        self.ensure_one()
        self.check_access("read")
        return self.env["community.aid.case"]._action_new({f"default_{self._aid_link()}": self.id})

    def action_open_aid_cases(self):
        """Open the aid cases of one resident or household; without any, begin one."""
        self.ensure_one()
        self.check_access("read")
        link = self._aid_link()
        Case = self.env["community.aid.case"]
        context = {f"default_{link}": self.id}
        if not Case.search_count([(link, "=", self.id)], limit=1):
            return self.action_new_aid_case()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_aid_case_action"
        )
        return action | {"domain": [(link, "=", self.id)], "context": context}
