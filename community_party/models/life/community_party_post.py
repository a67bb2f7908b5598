from odoo import api, models


class CommunityPartyPost(models.Model):
    """Who holds a post in the committee is due at its meetings of these days."""

    _inherit = "community.party.post"

    @api.model_create_multi
    def create(self, vals_list):
        posts = super().create(vals_list)
        posts.member_id._follow_meetings()
        return posts

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
