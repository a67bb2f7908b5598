from odoo import api, models


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    @api.model
    def my_day(self):
        """Add ``no_grid``: whom somebody without a grid asks for one, or an empty text."""
        user = self.env.user
        no_grid = user._whom_to_ask_for_a_grid() if user._is_without_grid() else ""
        return super().my_day() | {"no_grid": no_grid}
