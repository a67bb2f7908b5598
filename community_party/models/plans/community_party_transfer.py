from odoo import models


class CommunityPartyTransfer(models.Model):
    """A letter that is received, on whatever day, tells in whose record a pledge stands."""

    _inherit = "community.party.transfer"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"state", "date_received"}:
            pledges = self.env["community.party.pledge"]
            # The record follows the member, whoever receives the letter.
            moved = pledges.sudo().search([("member_id", "in", self.member_id.ids)])
            self.env.add_to_compute(pledges._fields["organization_id"], moved)
        return result
