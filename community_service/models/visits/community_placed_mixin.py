from odoo import api, fields, models

from ...tools.ending import MOVED


class CommunityPlacedMixin(models.AbstractModel):
    """Help that may stand in a place without a household: a request, a dispute, a petition."""

    _name = "community.placed.mixin"
    _description = "Help in a Place"
    _inherit = ["community.help.mixin"]

    _grid_by_area = True

    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        compute="_compute_area_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    @api.depends("household_id")
    def _compute_area_id(self):
        # Kept as it was when the household moves: figures are told by where the matter arose.
        for record in self:
            record.area_id = record.household_id.area_id or record.area_id

    @api.model
    def _takes_ended(self):
        # Whoever has moved away may still ask for something, quarrel and complain.
        return super()._takes_ended() | {"resident_id": frozenset({MOVED})}
