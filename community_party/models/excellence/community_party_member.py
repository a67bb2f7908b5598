from odoo import fields, models


class CommunityPartyMember(models.Model):
    """The file of a member lists the awards that were granted."""

    _inherit = "community.party.member"

    award_ids = fields.One2many(
        "community.party.award",
        "member_id",
        "Awards",
        groups="community_party.group_party_branch",
    )

    def _file_lines(self):
        parts = super()._file_lines()
        lines = [
            (award.date_decided, award.honour, award.number or "")
            for award in self.award_ids.filtered(lambda a: a.state == "granted").sorted(
                "date_decided"
            )
        ]
        return [*parts, (self.env._("Awards"), lines)] if lines else parts
