import functools

from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method

TYPED = ("char", "text", "html", "json", "binary", "monetary")

# The job runs every ten minutes.
LIFETIME = 45 * 60


def ends_dialog(method):
    """Mark the method of a dialog's last button: afterwards what was typed is forgotten.

    After a success it is forgotten in the same transaction, after a refusal in one of its own: the
    row of a dialog was stored before the button was pressed, and outlives the refusal.
    """

    @functools.wraps(method)
    def ending(self, *args, **kwargs):
        # First of all: whether a dialog is forgotten is read as superuser, which fills the cache.
        self.check_access("write")
        self._check_not_forgotten()
        try:
            result = method(self, *args, **kwargs)
            self.flush_recordset()
        except (UserError, IntegrityError):
            # Not after a conflict of two transactions, which Odoo repeats.
            self._forget_when_refused()
            raise
        self.exists()._forget()
        return result

    ending.ends_dialog = True
    return ending


class CommunityDialogMixin(models.AbstractModel):
    """A dialog that does not keep what was typed in it: numbers, names, reasons, amounts.

    Odoo stores a dialog before it runs its button, for a day and more. Here the screen sends what
    was typed together with the button, so that a refusal leaves nothing behind; whoever calls the
    two one after the other finds the text gone after a refusal, and types it again. What a dialog
    keeps beyond its end, as the number of what it made, goes within the hour.
    """

    _name = "community.dialog.mixin"
    _description = "Dialog that forgets what was typed"

    is_forgotten = fields.Boolean("Forgotten after a refusal", readonly=True, copy=False)

    @api.model
    def _kept_fields(self):
        """Return the fields that say nothing of anybody, or that a later call still reads."""
        return {"model", "res_model"}

    @api.model
    def _typed_fields(self):
        """Return what is forgotten, as ``{name: value that takes its place}``."""
        blanks = {"monetary": 0, "json": False, "binary": False}
        return {
            name: blanks.get(field.type, "-" if field.required else False)
            for name, field in self._fields.items()
            if field.store
            and field.type in TYPED
            and not (field.readonly or field.related)
            and name not in self._kept_fields()
        }

    def save_and_run(self, vals, button):
        """Save what was typed and press a button, in one transaction.

        :param dict vals: as for ``create``, or for ``write`` where the dialog is stored already
        :param str button: name of the method of the button
        :return: what the method returns
        :raises AccessError: for a method that is not open to clients
        """
        if not hasattr(type(self), str(button)):
            raise AccessError(self.env._("There is no button “%(name)s” here.", name=button))
        get_public_method(self, button)
        dialog = self
        if self:
            self.ensure_one()
            self.write(vals)
        else:
            dialog = self.create(vals)
        return getattr(dialog, button)()

    def write(self, vals):
        if not self.env.su and vals.keys() & self._typed_fields().keys():
            vals = {**vals, "is_forgotten": False}
        return super().write(vals)

    def _check_not_forgotten(self):
        # Asked of the row itself, whatever else may be read of it.
        if any(self.sudo().mapped("is_forgotten")):
            raise UserError(
                self.env._(
                    "What was typed here is not kept after a refusal: type it again, all of it."
                )
            )

    def _forget(self):
        """Take out what was typed."""
        # Superuser: some of these are closed to the user who typed them.
        self.sudo().write(self._typed_fields())

    def _forget_when_refused(self):
        """Take it out once the refusal has undone this transaction."""
        name, ids, registry = self._name, self.ids, self.env.registry

        def forget():
            with registry.cursor() as cr:
                # A transaction of its own; nothing a user wrote runs in it.
                dialogs = api.Environment(cr, SUPERUSER_ID, {})[name].browse(ids).exists()
                for dialog in dialogs:
                    if any(dialog[field] for field in dialog._typed_fields()):
                        dialog.write({**dialog._typed_fields(), "is_forgotten": True})

        if ids:
            self.env.cr.postrollback.add(forget)

    @api.model
    def _cron_sweep(self):
        """Delete the rows of all dialogs of ours that nobody has touched for 45 minutes."""
        for name in self.env.registry:
            if name.startswith("community.") and self.env[name]._transient:
                while self.env[name]._transient_clean_rows_older_than(LIFETIME):
                    pass
