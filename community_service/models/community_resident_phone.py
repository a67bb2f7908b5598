import re

from odoo import api, fields, models

from ..tools.identity import mask_phone

PHONES = ("phone", "phone2", "emergency_phone")


class CommunityResident(models.Model):
    """Phones: whole at the door of one's own grid, masked for everybody else, entered anywhere."""

    _inherit = "community.resident"

    phone_display = fields.Char("Phone", compute="_compute_phone_display", compute_sudo=True)
    phone2_display = fields.Char(
        "Second phone", compute="_compute_phone_display", compute_sudo=True
    )
    emergency_phone_display = fields.Char(
        "Emergency phone", compute="_compute_phone_display", compute_sudo=True
    )
    phone_input = fields.Char(
        "Phone (entry)",
        compute="_compute_phone_display",
        inverse="_inverse_phone_input",
        compute_sudo=True,
        exportable=False,
    )
    phone2_input = fields.Char(
        "Second phone (entry)",
        compute="_compute_phone_display",
        inverse="_inverse_phone2_input",
        compute_sudo=True,
        exportable=False,
    )
    emergency_phone_input = fields.Char(
        "Emergency phone (entry)",
        compute="_compute_phone_display",
        inverse="_inverse_emergency_phone_input",
        compute_sudo=True,
        exportable=False,
    )

    @api.depends(*PHONES, "grid_id.officer_line_ids")
    @api.depends_context("uid")
    def _compute_phone_display(self):
        """Show workers the whole number in the grids in their care, others a masked one."""
        self._origin.fetch([*PHONES, "grid_id"])  # not the 40 other columns, in lists
        cared_for = (
            self.env["community.grid"]
            .with_context(active_test=False)
            .search([("officer_ids", "in", self.env.uid)])
        )
        for field in PHONES:
            reached = self.filtered(field)
            # In one go for those who have no such number.
            missing = self - reached
            missing[f"{field}_display"] = missing[f"{field}_input"] = False
            for resident in reached:
                own = resident.grid_id in cared_for
                number = resident[field] if own else mask_phone(resident[field])
                resident[f"{field}_display"] = resident[f"{field}_input"] = number

    def _inverse_phone_input(self):
        self._set_phone("phone")

    def _inverse_phone2_input(self):
        self._set_phone("phone2")

    def _inverse_emergency_phone_input(self):
        self._set_phone("emergency_phone")

    def _set_phone(self, field):
        for resident in self:
            text = resident[f"{field}_input"] or ""
            if "*" not in text:
                # Writing is allowed to whoever may write the record; reading back is not.
                resident.sudo()[field] = re.sub(r"[\s-]", "", text) or False
