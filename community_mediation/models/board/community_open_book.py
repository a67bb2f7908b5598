from odoo import api, models


class CommunityOpenBook(models.Model):
    """How many disputes were taken on and settled; by kind and of petitions nothing."""

    _inherit = "community.open.book"

    @api.model
    def _book_codes(self):
        return super()._book_codes() | {
            "mediation_accepted",
            "mediation_settled",
        }
