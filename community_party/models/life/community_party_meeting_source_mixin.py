from odoo import api, models


class CommunityPartyMeetingSourceMixin(models.AbstractModel):
    """Lines of a member that say who is due or has a vote at meetings, whenever they are entered.

    A model that inherits it has ``member_id``.
    """

    _name = "community.party.meeting.source.mixin"
    _description = "What Lists of Party Meetings Follow From"

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
