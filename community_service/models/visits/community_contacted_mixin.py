from odoo import api, fields, models


class CommunityContactedMixin(models.AbstractModel):
    """A matter in a place of somebody whom the register need not know: a name and a closed phone.

    Whoever has the matter in hand reads the phone; everybody else a mask, or with a reason.
    """

    _name = "community.contacted.mixin"
    _description = "Matter of Somebody outside the Register"
    _inherit = ["community.assigned.mixin", "community.placed.mixin", "community.secret.mixin"]

    _secret_fields = ("contact_phone",)

    contact_name = fields.Char("Name of the person", help="Of somebody outside the register.")
    contact_phone = fields.Char(groups=fields.NO_ACCESS, copy=False)
    contact_phone_input = fields.Char(
        "Phone",
        compute="_compute_contact_phone_input",
        inverse="_inverse_contact_phone_input",
        compute_sudo=True,
        exportable=False,
    )

    @api.depends(lambda self: ("contact_phone", self._assigned_field))
    @api.depends_context("uid")
    def _compute_contact_phone_input(self):
        for record in self:
            own = record._assigned_users() == self.env.user
            hint = record.contact_phone if own else record._secret_hint("contact_phone")
            record.contact_phone_input = hint

    def _inverse_contact_phone_input(self):
        for record in self:
            record._set_secret("contact_phone", record.contact_phone_input)

    def _names_told(self):
        return [*super()._names_told(), self.contact_name or ""]
