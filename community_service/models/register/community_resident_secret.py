from odoo import api, fields, models

from ..base.community_access_log import READER_GROUPS

KEPT = "kept"


class CommunityResident(models.Model):
    """What of a resident is closed, how it is entered, and who looked at it."""

    _name = "community.resident"
    _inherit = ["community.resident", "community.logged.mixin", "community.secret.mixin"]

    _secret_fields = (
        "id_number",
        "phone",
        "phone2",
        "emergency_phone",
        "political_status",
        "monthly_income",
        "health_note",
        "register_extra",
    )

    # The clerk's unmapped columns may hold anything: a bank account, an income, an illness.
    register_extra = fields.Json(
        "Other columns of the register", groups=fields.NO_ACCESS, copy=False
    )
    monthly_income = fields.Monetary(
        groups=fields.NO_ACCESS, currency_field="currency_id", copy=False
    )
    health_note = fields.Text(groups=fields.NO_ACCESS, copy=False)
    political_status_input = fields.Selection(
        selection="_selection_political_status_input",
        string="Political status (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_political_status_input",
        compute_sudo=True,
        exportable=False,
    )
    monthly_income_input = fields.Char(
        "Monthly income (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_monthly_income_input",
        compute_sudo=True,
        exportable=False,
    )
    health_note_input = fields.Text(
        "Health note (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_health_note_input",
        compute_sudo=True,
        exportable=False,
    )
    access_count = fields.Integer(
        "Accesses", compute="_compute_access_count", groups=READER_GROUPS, exportable=False
    )

    @api.model
    def _selection_political_status_input(self):
        known = self._fields["political_status"]._description_selection(self.env)
        return [*known, (KEPT, self.env._("On file, hidden"))]

    @api.depends_context("uid")
    def _compute_masks(self):
        result = super()._compute_masks()
        if self.env["res.users"]._is_community_auditor_only():
            # Six digits, a birth date and four digits are the whole number: an auditor, who may
            # not reveal, gets none of them.
            for resident in self:
                resident.id_number_masked = "*" * len(resident.id_number or "") or False
        return result

    @api.depends("political_status", "monthly_income", "health_note")
    def _compute_secret_inputs(self):
        for resident in self:
            resident.political_status_input = KEPT if resident.political_status else False
            resident.monthly_income_input = resident._secret_hint("monthly_income")
            resident.health_note_input = resident._secret_hint("health_note")

    def _inverse_political_status_input(self):
        for resident in self:
            if resident.political_status_input != KEPT:
                # Writing is allowed to whoever may write the record; reading back is not.
                resident.sudo().political_status = resident.political_status_input

    def _inverse_monthly_income_input(self):
        for resident in self:
            resident._set_secret("monthly_income", resident.monthly_income_input)

    def _inverse_health_note_input(self):
        for resident in self:
            resident._set_secret("health_note", resident.health_note_input)

    def _compute_access_count(self):
        self._count_accesses()

    def _access_receipt_rows(self):
        """Return the accesses to this file, oldest first, for the receipt of the person."""
        return self.env["community.access.log"].search(
            [("model", "=", self._name), ("res_id", "=", self.id)], order="date, id"
        )
