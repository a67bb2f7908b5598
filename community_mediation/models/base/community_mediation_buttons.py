from odoo import api, models
from odoo.exceptions import UserError


class CommunityMediationButtons(models.AbstractModel):
    """A record whose state, days and number follow its buttons, whatever a client writes."""

    _name = "community.mediation.buttons"
    _description = "Record that follows its buttons"

    @api.model
    def _button_fields(self):
        """Return the fields that only the buttons change."""
        return {"state", "date_closed"}

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_no_button_field(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_no_button_field(vals)
        return super().write(vals)

    def _check_no_button_field(self, vals):
        names = vals.keys() & self._button_fields()
        if names and not self.env.su:
            raise UserError(
                self.env._(
                    "“%(field)s” follows the buttons: use them, they ask for what belongs to the "
                    "step.",
                    field=self._fields[min(names)]._description_string(self.env),
                )
            )

    def _by_button(self, vals):
        """Write fields that follow the buttons; the button has checked what belongs to it."""
        self.check_access("write")
        # Superuser only to pass the check that keeps these fields to the buttons.
        self.sudo().write(vals)
