from odoo import api, models


class CommunityPhone(models.AbstractModel):
    _inherit = "community.phone"

    @api.model
    def _receive(self, household_id, values):
        """Take along how long the save took, which the phone measured; once, as the save itself."""
        spent = None
        if isinstance(values, dict) and "spent" in values:
            values = dict(values)
            spent = values.pop("spent")
        result = super()._receive(household_id, values)
        if spent and not result["is_repeated"]:
            # sudo: the home may be in other hands now; it says in which community it stands.
            home = self.env["community.household"].sudo().browse(household_id)
            self.env["community.burden.time"]._add_of_visit(home.company_id, spent)
        return result
