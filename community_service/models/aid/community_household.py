from odoo import fields, models
from odoo.fields import Domain


class CommunityHousehold(models.Model):
    _name = "community.household"
    _inherit = ["community.household", "community.aid.counter"]

    aid_told_ids = fields.One2many("community.aid.told", "household_id", "Told about aid")

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
