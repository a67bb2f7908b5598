from odoo import api, models


class CommunityOpenBook(models.Model):
    """Work of the Party that residents see: money, pledges, co-building; of members nothing."""

    _inherit = "community.open.book"

    @api.model
    def _book_codes(self):
        return super()._book_codes() | {
            "party_fund_received",
            "party_fund_used",
            "party_pledges_made",
            "party_pledges_kept",
            "party_projects_done",
            "party_motions_decided",
            "party_motions_done",
            "party_publicity",
        }
