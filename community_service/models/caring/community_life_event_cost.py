from odoo import api, fields, models
from odoo.tools import format_date


class CommunityLifeEvent(models.Model):
    """What an event of the caring station costs: gifts out of stock and money spent besides."""

    _inherit = "community.life.event"

    gift_ids = fields.One2many("community.caring.stock.move", "event_id", "Gifts", copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    gift_value = fields.Monetary("Value of gifts", compute="_compute_gift_value", store=True)
    expense = fields.Monetary("Other cost", help="Money spent besides gifts out of stock.")
    cost = fields.Monetary(compute="_compute_cost", store=True)

    _check_expense = models.Constraint("CHECK (expense >= 0)", "A cost is 0 yuan or more.")

    @api.depends("gift_ids.value", "gift_ids.kind")
    def _compute_gift_value(self):
        for event in self:
            event.gift_value = sum(
                move.value if move.kind == "out" else -move.value for move in event.gift_ids
            )

    @api.depends("gift_value", "expense")
    def _compute_cost(self):
        for event in self:
            event.cost = event.gift_value + event.expense

    def _hand_out_lines(self):
        """Return the rows of the sheet that recipients sign, with allowed fields only.

        :return: list of dicts of texts: ``date``, ``recipient``, ``address``, ``item``,
            ``quantity`` and ``user``; an event without gifts gives one row to fill in by hand
        """
        rows = []
        for event in self:
            home = event.household_id
            # The dead receive nothing: the family signs.
            person = event.resident_id if event.kind != "farewell" else home.head_id
            row = {"recipient": (person or home.head_id).name or "", "address": home.address or ""}
            empty = {"date": "", "item": "", "quantity": "", "user": ""}
            gifts = event.gift_ids.filtered(lambda move: move.kind == "out")
            rows += [
                {
                    **row,
                    "date": format_date(self.env, gift.date),
                    "item": gift.item_id.name,
                    "quantity": f"{gift.quantity:g} {gift.item_id.unit}",
                    "user": gift.user_id.name,
                }
                for gift in gifts
            ] or [row | empty]
        return rows
