from odoo import api, models


class CommunityResidency(models.Model):
    """Who belongs to a household decides whether full cover lists it."""

    _inherit = "community.residency"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env["community.aid.cover"]._refresh_later(lines.household_id)
        return lines

    def write(self, vals):
        homes = self.household_id
        res = super().write(vals)
        if vals.keys() & {"date_to", "kind", "household_id", "resident_id"}:
            self.env["community.aid.cover"]._refresh_later(homes | self.household_id)
        return res

    def unlink(self):
        homes = self.household_id
        res = super().unlink()
        self.env["community.aid.cover"]._refresh_later(homes)
        return res
