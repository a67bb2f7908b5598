from odoo import api, fields, models

from ...tools.identity import mask_phone


class CommunityDwelling(models.Model):
    """The owner's phone is closed like that of a resident."""

    _name = "community.dwelling"
    _inherit = [
        "community.dwelling",
        "community.guarded.mixin",
        "community.secret.mixin",
    ]

    _secret_fields = ("owner_phone",)

    owner_phone_display = fields.Char(
        "Owner's phone (shown)", compute="_compute_owner_phone", compute_sudo=True
    )
    owner_phone_input = fields.Char(
        "Owner's phone (entry)",
        compute="_compute_owner_phone",
        inverse="_inverse_owner_phone_input",
        compute_sudo=True,
        exportable=False,
    )

    @api.depends("owner_phone", "grid_id.officer_line_ids")
    @api.depends_context("uid")
    def _compute_owner_phone(self):
        """Show workers the whole number in the grids in their care, others a masked one."""
        for dwelling in self:
            own = dwelling.grid_id and self.env.user in dwelling.grid_id.officer_ids
            number = dwelling.owner_phone or False
            shown = number if own else (mask_phone(number) or False)
            dwelling.owner_phone_display = dwelling.owner_phone_input = shown

    def _inverse_owner_phone_input(self):
        for dwelling in self:
            dwelling._set_secret("owner_phone", dwelling.owner_phone_input)
