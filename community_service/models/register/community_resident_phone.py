from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.identity import check_phone, mask_phone

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
        compute="_compute_phone_inputs",
        inverse="_inverse_phone_input",
        compute_sudo=True,
        exportable=False,
    )
    phone2_input = fields.Char(
        "Second phone (entry)",
        compute="_compute_phone_inputs",
        inverse="_inverse_phone2_input",
        compute_sudo=True,
        exportable=False,
    )
    emergency_phone_input = fields.Char(
        "Emergency phone (entry)",
        compute="_compute_phone_inputs",
        inverse="_inverse_emergency_phone_input",
        compute_sudo=True,
        exportable=False,
    )

    @api.depends(*PHONES, "grid_id.officer_line_ids")
    @api.depends_context("uid")
    def _compute_phone_display(self):
        """Show workers the whole number in the grids in their care, others a masked one."""
        # Not the 40 other columns, in lists; what the masks need comes with it.
        self._origin.fetch([*PHONES, "grid_id", "id_number"])
        # The lines that the record rules have just read, not another search of the grids.
        lines = self.grid_id.officer_line_ids.filtered_domain(
            Domain("user_id", "=", self.env.uid) & Domain(self.grid_id._current_lines_domain())
        )
        cared_for = lines.grid_id
        for field in PHONES:
            reached = self.filtered(field)
            # In one go for those who have no such number.
            missing = self - reached
            missing[f"{field}_display"] = False
            for resident in reached:
                own = resident.grid_id in cared_for
                number = resident[field] if own else mask_phone(resident[field])
                resident[f"{field}_display"] = number

    # Apart from what lists show: there is one entry on a form, and eighty rows in a list.
    @api.depends(*(f"{field}_display" for field in PHONES))
    @api.depends_context("uid")
    def _compute_phone_inputs(self):
        for resident in self:
            for field in PHONES:
                resident[f"{field}_input"] = resident[f"{field}_display"]

    def _inverse_phone_input(self):
        self._set_phone("phone")

    def _inverse_phone2_input(self):
        self._set_phone("phone2")

    def _inverse_emergency_phone_input(self):
        self._set_phone("emergency_phone")

    def _set_phone(self, field):
        for resident in self:
            text = resident[f"{field}_input"] or ""
            # Writing is allowed to whoever may write the record; reading back is not.
            stored = resident.sudo()
            # A masked one and one that an old register brought are left as they are.
            if "*" not in text and text != (stored[field] or ""):
                stored[field] = text and resident._checked_phone(text)

    def _checked_phone(self, text):
        """Return a phone number as it is stored.

        :raises ValidationError: when it is none; the sentence says how each kind is written
        """
        try:
            return check_phone(text)
        except ValueError as error:
            raise ValidationError(
                self.env._(
                    "%(person)s: “%(value)s” is no phone number. Type 11 digits for a mobile, the "
                    "area code and 7 or 8 digits for a landline, + and the country code for a "
                    "number abroad.",
                    person=self.name or self.env._("New resident"),
                    value=text,
                )
            ) from error
