from odoo import api, models
from odoo.exceptions import UserError

# What a law or the facts themselves say; anybody else works with the file.
BY_ITSELF = ("derived", "operation")


class CommunityCategoryLine(models.Model):
    _inherit = "community.category.line"

    @api.model_create_multi
    def create(self, vals_list):
        """Create as before; whoever asked that the file is not used is given no category.

        :raises UserError: naming the person, since when, and whom to ask
        """
        lines = super().create(vals_list)
        by_hand = lines.filtered(lambda line: line.source not in BY_ITSELF)
        for person in by_hand.resident_id._kept_from_user()[:1]:
            raise UserError(person._restricted_sentence())
        return lines
