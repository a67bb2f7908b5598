from odoo import api, models


class CommunityPartyMembershipDecision(models.Model):
    """Who is suspended or removed is not due at meetings from that day on."""

    _inherit = "community.party.membership.decision"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.member_id._follow_meetings()
        return lines
