from odoo import api, fields, models


class CommunityCaringItem(models.Model):
    """Something that a caring station keeps to give away; on hand follows from its moves."""

    _name = "community.caring.item"
    _description = "Stock Item of a Caring Station"
    _order = "name, id"

    name = fields.Char(required=True, help="For example rice 5 kg, quilt, condolence wreath.")
    active = fields.Boolean(default=True)
    unit = fields.Char(required=True, default=lambda self: self.env._("piece"))
    station_id = fields.Many2one(
        "community.caring.station",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="station_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    unit_value = fields.Monetary("Value each", help="What one is worth; it makes the gifts' value.")
    move_ids = fields.One2many("community.caring.stock.move", "item_id", "Moves")
    # Stored: two hand-outs of the last piece at the same moment meet on this row, and the
    # second is refused by the check below.
    on_hand = fields.Float(digits=(12, 2), compute="_compute_on_hand", store=True)

    _check_on_hand = models.Constraint(
        "CHECK (on_hand >= 0)", "No more can leave the station than it has."
    )
    _check_value = models.Constraint("CHECK (unit_value >= 0)", "A value is 0 yuan or more.")

    @api.depends("move_ids.change")
    def _compute_on_hand(self):
        sums = dict(
            self.env["community.caring.stock.move"]._read_group(
                [("item_id", "in", self.ids)], ["item_id"], ["change:sum"]
            )
        )
        for item in self:
            item.on_hand = sums.get(item._origin, 0.0)
