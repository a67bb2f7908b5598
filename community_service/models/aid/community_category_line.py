from odoo import api, models


class CommunityCategoryLine(models.Model):
    """A sign of hardship lets full cover ask for the income of a household."""

    _inherit = "community.category.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env["community.aid.cover"]._refresh_later(lines.household_id)
        return lines

    def write(self, vals):
        homes = self.household_id
        res = super().write(vals)
        self.env["community.aid.cover"]._refresh_later(homes | self.household_id)
        return res

    def unlink(self):
        homes = self.household_id
        res = super().unlink()
        self.env["community.aid.cover"]._refresh_later(homes)
        return res
