from odoo import fields, models


class CommunityResident(models.Model):
    _inherit = "community.resident"

    party_member_ids = fields.One2many(
        "community.party.member",
        "resident_id",
        "Party file",
        copy=False,
        groups="community_party.group_party_branch",
    )
