from odoo import api, models


class CommunityPartyDiscipline(models.Model):
    """A penalty takes the vote at meetings of its days, whenever it is entered."""

    _inherit = "community.party.discipline"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.member_id._follow_meetings()
        return lines

    def write(self, vals):
        members = self.member_id
        result = super().write(vals)
        (members | self.member_id)._follow_meetings()
        return result

    def unlink(self):
        members = self.member_id
        result = super().unlink()
        members._follow_meetings()
        return result
