from odoo import fields, models

from .community_life_event import KIND_OF, REASONS


class CommunityCategory(models.Model):
    _inherit = "community.category"

    life_event_reason = fields.Selection(
        [pair for pair in REASONS if KIND_OF.get(pair[0]) == "comfort"],
        "Proposes comfort for",
        help="When a line of this category begins, the caring station is asked to visit.",
    )
