from odoo import api, fields, models


class CommunityRegisterMixin(models.AbstractModel):
    """A resident or a household: what the register keeps of both, and how it is entered.

    A model that inherits it computes community and grid, and lists its secrets, these among them.
    """

    _name = "community.register.mixin"
    _description = "Record of the Register"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "community.categorized.mixin",
        "community.contact.mixin",
        "community.logged.mixin",
        "community.secret.mixin",
        "community.fact.mixin",
    ]
    _check_company_auto = True

    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Community", compute="_compute_company_id", store=True, index=True
    )
    grid_id = fields.Many2one(
        "community.grid", compute="_compute_grid_id", store=True, index="btree_not_null"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    monthly_income = fields.Monetary(
        groups=fields.NO_ACCESS, currency_field="currency_id", copy=False
    )
    monthly_income_input = fields.Char(
        "Monthly income (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_monthly_income_input",
        compute_sudo=True,
        exportable=False,
    )
    note = fields.Text()
    # The clerk's unmapped columns may hold anything: a bank account, an income, an illness.
    register_extra = fields.Json(
        "Other columns of the register", groups=fields.NO_ACCESS, copy=False
    )

    def _in_charge(self):
        """Add those who look after the grid today: whoever holds it, then the substitute."""
        return super()._in_charge() | self.grid_id._looked_after_by()

    @api.depends("monthly_income")
    def _compute_secret_inputs(self):
        for record in self:
            record.monthly_income_input = record._secret_hint("monthly_income")

    def _inverse_monthly_income_input(self):
        for record in self:
            record._set_secret("monthly_income", record.monthly_income_input)

    def action_change_fact(self):
        """Open the dialog that changes a fact from a day on, or corrects it."""
        return self.env["community.fact.change.wizard"]._action(self)
