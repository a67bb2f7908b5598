from odoo import fields, models


class CommunityIndicator(models.Model):
    _inherit = "community.indicator"

    section = fields.Selection(
        selection_add=[("party", "Party building")], ondelete={"party": "cascade"}
    )

    def _crowds(self):
        return (*super()._crowds(), "community.party.organization")
