from odoo import models


class CommunityPartyPost(models.Model):
    """Who holds a post in the committee is due at its meetings of these days."""

    _name = "community.party.post"
    _inherit = ["community.party.post", "community.party.meeting.source.mixin"]
