from odoo import api, fields, models


class CommunityPartyMember(models.Model):
    """Who may vote and who may introduce somebody: full members in good standing."""

    _inherit = "community.party.member"

    has_vote = fields.Boolean("May vote", compute="_compute_rights")
    can_introduce = fields.Boolean("May introduce", compute="_compute_rights")

    @api.depends("stage", "status")
    def _compute_rights(self):
        for member in self:
            is_full = member.stage == "full" and member.status in ("normal", "mobile")
            member.has_vote = member.can_introduce = is_full
