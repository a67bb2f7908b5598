from odoo import api, fields, models


class CommunityConfirmedMixin(models.AbstractModel):
    """Numbers that no national text sets: somebody confirms that they are those of the place.

    A model that inherits it says in ``_local_fields`` which fields these are and computes with
    ``_rests_on_local`` whether a record rests on them. A changed number is confirmed anew.
    """

    _name = "community.confirmed.mixin"
    _description = "Local Number to be Confirmed"
    _inherit = ["community.closed.mixin"]
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

    def write(self, vals):
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
            changed._set_closed(confirmed_user_id=False, confirmed_date=False)
        return result

    def action_confirm(self):
        """Note that the current user has compared these numbers with those of the place."""
        self.check_access("write")
        # A record that somebody has deleted is named here; an update of no row would pass.
        self.mapped("confirmed_date")
        self._set_closed(
            confirmed_user_id=self.env.uid, confirmed_date=fields.Date.context_today(self)
        )
