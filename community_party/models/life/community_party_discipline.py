from odoo import models


class CommunityPartyDiscipline(models.Model):
    """A penalty takes the vote at meetings of its days, whenever it is entered."""

    _name = "community.party.discipline"
    _inherit = ["community.party.discipline", "community.party.meeting.source.mixin"]
