from odoo import api, models
from odoo.exceptions import UserError


class CommunityContribution(models.Model):
    """A claim on which the Party's record stands is kept; of whose it is, nothing is told here."""

    _inherit = "community.contribution"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_pledged(self):
        # Whoever keeps claims need not see the Party file, and learns no more than that it is kept.
        pledges = self.env["community.party.pledge"].sudo()
        for claim in self:
            if pledges.search_count([("contribution_id", "=", claim.id)], limit=1):
                raise UserError(
                    self.env._(
                        "“%(matter)s” is kept in another file as well: withdraw the claim instead.",
                        matter=claim.name,
                    )
                )
