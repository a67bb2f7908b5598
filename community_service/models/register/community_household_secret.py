from odoo import api, fields, models

from ..base.community_access_log import READER_GROUPS


class CommunityHousehold(models.Model):
    """What of a household is closed, how it is entered, and who looked at it."""

    _name = "community.household"
    _inherit = ["community.household", "community.logged.mixin", "community.secret.mixin"]

    _secret_fields = ("monthly_income", "register_extra")

    # The clerk's unmapped columns may hold anything: a bank account, an income, an illness.
    register_extra = fields.Json(groups=fields.NO_ACCESS)
    monthly_income_input = fields.Char(
        "Monthly income (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_monthly_income_input",
        compute_sudo=True,
        exportable=False,
    )
    access_count = fields.Integer(
        "Accesses", compute="_compute_access_count", groups=READER_GROUPS, exportable=False
    )

    @api.depends("monthly_income")
    def _compute_secret_inputs(self):
        for household in self:
            household.monthly_income_input = household._secret_hint("monthly_income")

    def _inverse_monthly_income_input(self):
        for household in self:
            household._set_secret("monthly_income", household.monthly_income_input)

    def _compute_access_count(self):
        self._count_accesses()
