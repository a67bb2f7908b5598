from odoo import api, fields, models
from odoo.exceptions import AccessError

BY_BUTTON = frozenset(("confirmed_user_id", "confirmed_date"))


class CommunityConfirmedMixin(models.AbstractModel):
    """Numbers that no national text sets: somebody confirms that they are those of the place.

    A model that inherits it says in ``_local_fields`` which fields these are and computes with
    ``_rests_on_local`` whether a record rests on them. A changed number is confirmed anew.
    """

    _name = "community.confirmed.mixin"
    _description = "Local Number to be Confirmed"
    _local_fields = ()

    confirmed_user_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, copy=False, ondelete="restrict"
    )
    confirmed_date = fields.Date("Confirmed on", readonly=True, copy=False)
    is_unconfirmed = fields.Boolean("To be confirmed", compute="_compute_is_unconfirmed")

    @api.depends(lambda self: ("confirmed_date", *self._local_fields))
    def _compute_is_unconfirmed(self):
        for record in self:
            record.is_unconfirmed = not record.confirmed_date and record._rests_on_local()

    def _rests_on_local(self):
        """Tell whether a number without a national source is in use here."""
        self.ensure_one()
        return any(self[name] for name in self._local_fields)

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        for vals in vals_list:
            self._check_confirmed_by_button(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_confirmed_by_button(vals)
        names = [name for name in self._local_fields if name in vals]
        before = {record: [record[name] for name in names] for record in self}
        result = super().write(vals)
        changed = self.filtered(
            lambda record: (
                record.confirmed_date and before[record] != [record[name] for name in names]
            )
        )
        if changed:
            # Whoever may change the number takes its confirmation away with it.
            changed.sudo().write({"confirmed_user_id": False, "confirmed_date": False})
        return result

    def _check_confirmed_by_button(self, vals):
        if not self.env.su and BY_BUTTON & vals.keys():
            raise AccessError(
                self.env._("Who confirmed a number follows the button: use Confirm, for oneself.")
            )

    def action_confirm(self):
        """Note that the current user has compared these numbers with those of the place."""
        self.check_access("write")
        # A record that somebody has deleted is named here; an update of no row would pass.
        self.mapped("confirmed_date")
        # Closed to direct writes; the right was checked above.
        self.sudo().write(
            {
                "confirmed_user_id": self.env.uid,
                "confirmed_date": fields.Date.context_today(self),
            }
        )
