from odoo import models

from odoo.addons.community_service.tools.trusted import trusted


class CommunityPartyTransfer(models.Model):
    """Who moves is due where the relation stands on the day of a meeting."""

    _inherit = "community.party.transfer"

    def action_receive(self):
        """Receive as the people's domain does; lists of meetings follow the letter at once."""
        # Where somebody stood follows from the letter, which is received when this is over.
        later = self.with_context(**trusted(community_meetings_later=True))
        result = super(CommunityPartyTransfer, later).action_receive()
        # sudo: who receives was checked, and need not see the member's file.
        self.sudo().member_id._follow_meetings()
        return result
