from odoo import fields, models

KINDS = [
    ("repair", "Repairs"),
    ("housework", "Housework"),
    ("meals", "Meals"),
    ("haircut", "Haircuts"),
    ("health", "Health"),
    ("delivery", "Delivery"),
    ("recycling", "Recycling"),
    ("childcare", "Childcare"),
    ("other", "Other"),
]


class CommunityConvenienceService(models.Model):
    """An entry of the directory of convenience services (便民服务): who, what, when, how much."""

    _name = "community.convenience.service"
    _description = "Convenience Service"
    _order = "kind, name, id"
    _check_company_auto = True

    name = fields.Char("Name of the service", required=True)
    kind = fields.Selection(KINDS, required=True, default="repair", index=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Community", default=lambda self: self.env.company, required=True, index=True
    )
    provider_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict", help="Shop, unit or person."
    )
    phone = fields.Char(help="Number to call, shown to everybody.")
    price = fields.Monetary(help="0 and no text: free of charge.")
    price_text = fields.Char("Price in words", help="For example from 50 yuan, or by the piece.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    opening_hours = fields.Char(help="For example Monday to Friday, 8:30 to 17:00.")
    area_ids = fields.Many2many(
        "community.area", string="Serves", check_company=True, help="Empty: the whole community."
    )
    note = fields.Text()

    _check_price = models.Constraint(
        "CHECK (price >= 0 AND price <= 1000000)", "A price is 0 yuan or more, below a million."
    )

    def action_order(self):
        """Open a new order of one service."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Order a service"),
            "res_model": "community.convenience.order",
            "views": [(False, "form")],
            "context": {"default_service_id": self.id},
        }
