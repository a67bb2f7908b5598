from odoo import api, fields, models
from odoo.fields import Domain


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    aid_told_ids = fields.One2many("community.aid.told", "household_id", "Told about aid")
    aid_case_count = fields.Integer("Aid", compute="_compute_aid_case_count")

    @api.model_create_multi
    def create(self, vals_list):
        households = super().create(vals_list)
        self.env["community.aid.cover"]._refresh_later(households)
        return households

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"monthly_income", "active", "area_id", "dwelling_id"}:
            self.env["community.aid.cover"]._refresh_later(self)
        return res

    @api.depends_context("uid")
    def _compute_aid_case_count(self):
        """Count the cases that the reader may see."""
        self._count_links("aid_case_count", "community.aid.case", "household_id")

    def action_new_aid_case(self):
        """Open a new aid case with what is known of this household filled in."""
        self.ensure_one()
        self.check_access("read")
        return self.env["community.aid.case"]._action_new({"default_household_id": self.id})

    def action_open_aid_cases(self):
        """Open the aid cases of one household; without any, begin one."""
        self.ensure_one()
        if not self.aid_case_count:
            return self.action_new_aid_case()
        return self._links_action("community_service.community_aid_case_action", "household_id")

    def _timeline_sources(self):
        return [*super()._timeline_sources(), self._timeline_aid]

    def _timeline_aid(self, limit):
        cases = self.env["community.aid.case"].search(
            Domain("household_id", "=", self.id), limit=limit
        )
        label = self.env._("Aid")
        states = dict(cases._fields["state"]._description_selection(self.env))
        for case in cases:
            text = " · ".join(filter(None, (case.number, case.programme_id.name)))
            day = case.date_decision or case.date_accepted or case.date_received
            yield self._timeline_entry(case, day, "aid", label, states[case.state], text)
