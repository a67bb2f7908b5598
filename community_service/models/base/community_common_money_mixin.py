from odoo import api, fields, models


class CommunityCommonMoneyMixin(models.AbstractModel):
    """Amounts of a table that holds for all communities, in the currency of the reader's own.

    No community owns such a record, so the ORM finds no currency to round a new one by, and would
    keep every digit that was given.
    """

    _name = "community.common.money.mixin"
    _description = "Amounts for all communities"

    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    @api.depends_context("company")
    def _compute_currency_id(self):
        self.currency_id = self.env.company.currency_id

    @api.model_create_multi
    def create(self, vals_list):
        money = {name for name, field in self._fields.items() if field.type == "monetary"}
        currency = self.env.company.currency_id
        return super().create(
            [
                {
                    name: currency.round(float(value)) if value and name in money else value
                    for name, value in vals.items()
                }
                for vals in vals_list
            ]
        )
