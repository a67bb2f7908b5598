from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.ending import ANY_END


class CommunityContactMixin(models.AbstractModel):
    """A contact on demand: made by a button, fed one way, never the place of the truth.

    Residents and households are not contacts; an invoice, a newsletter or a portal account needs
    one now and then. What is corrected here goes to the contact; nothing comes back.
    """

    _name = "community.contact.mixin"
    _description = "Contact on Demand"

    partner_id = fields.Many2one(
        "res.partner", "Contact", index="btree_not_null", ondelete="set null", copy=False
    )

    def _contact_fields(self):
        """Return the names of the fields whose change is passed on to the contact."""
        raise NotImplementedError

    def _prepare_contact_values(self):
        """Return the values of the contact of one record."""
        raise NotImplementedError

    def action_create_contact(self):
        """Make the contact of one record, or open the one it has.

        :raises UserError: if the user may not create contacts
        """
        self.ensure_one()
        self.check_access("write")
        Partner = self.env["res.partner"]
        if not self.partner_id:
            if not Partner.has_access("create"):
                raise UserError(
                    self.env._(
                        "You may not create contacts: ask a colleague who keeps contacts to make "
                        "the one of %(record)s.",
                        record=self.display_name,
                    )
                )
            self.partner_id = Partner.create(self._prepare_contact_values())
            self._log_contact()
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.partner",
            "res_id": self.partner_id.id,
            "views": [(False, "form")],
        }

    def _log_contact(self):
        """Log the closed values that the new contact carries into the address book."""

    @api.model_create_multi
    def create(self, vals_list):
        self._check_contact_writable(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_contact_writable([vals])
        res = super().write(vals)
        if self._contact_fields() & set(vals):
            for record in self.filtered("partner_id"):
                # The worker who corrects a name need not be allowed to edit contacts.
                partner = record.partner_id.sudo()
                # The address of an account is its owner's: changing it would take the account over.
                if not partner.with_context(active_test=False).user_ids:
                    partner.write(record._prepare_contact_values())
        return res

    @api.model
    def _check_contact_writable(self, vals_list):
        """Refuse a link to a contact that the user may not change: corrections are written to it.

        :raises AccessError: naming the contact
        """
        ids = {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        if ids and not self.env.su:
            self.env["res.partner"].browse(ids).check_access("write")

    @api.model
    def _takes_ended(self):
        # The contact is that of the person, who may have died.
        return super()._takes_ended() | {"partner_id": ANY_END}
