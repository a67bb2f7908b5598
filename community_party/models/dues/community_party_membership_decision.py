from odoo import api, models


class CommunityPartyMembershipDecision(models.Model):
    """A decision stops dues or lets them begin again, from its own month on."""

    _inherit = "community.party.membership.decision"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        for line in lines:
            first = {line.member_id.id: line.date.replace(day=1)}
            line.member_id._follow_dues(first if line.kind == "restore" else None)
        return lines
