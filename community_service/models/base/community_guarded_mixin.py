from odoo import api, models
from odoo.exceptions import AccessError, MissingError


class CommunityGuardedMixin(models.AbstractModel):
    """Guards of every record that holds personal data or leads to it.

    Exports are logged, and nobody hangs a record of their own on somebody they may not see: the
    link alone would show the name, and could pull the other's file over.
    """

    _name = "community.guarded.mixin"
    _description = "Record with personal data"
    _inherit = ["community.figure.mixin", "community.closed.mixin"]

    def export_data(self, fields_to_export):
        """Export as Odoo does, and log who took how many records and which columns."""
        if self - self.exists():
            raise MissingError(
                self.env._("Some of these records no longer exist: reload the list and try again.")
            )
        result = super().export_data(fields_to_export)
        self.env["community.access.log"]._log(
            "export", self, count=len(self), description=", ".join(map(str, fields_to_export))
        )
        return result

    @api.model_create_multi
    def create(self, vals_list):
        # Before the links: a closed one is refused as such.
        self._refuse_closed(vals_list)
        self._check_links_readable(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        # As above.
        self._refuse_closed([vals])
        self._check_links_readable([vals])
        return super().write(vals)

    @api.model
    def _guarded_links(self):
        """Return the names of the stored links to records with personal data."""
        return [
            name
            for name, field in self._fields.items()
            if field.type == "many2one"
            and field.store
            and hasattr(self.env.registry[field.comodel_name], "_guarded_links")
        ]

    @api.model
    def _check_links_readable(self, vals_list):
        # Not a constraint: those run as sudo, and a checked operation may link what it found.
        if self.env.su:
            return
        named = {name for vals in vals_list for name, value in vals.items() if value}
        for name in named.intersection(self._guarded_links()):
            ids = {vals[name] for vals in vals_list if vals.get(name)}
            for target in self.env[self._fields[name].comodel_name].browse(ids):
                if not (target.has_access("read") or target._is_just_made()):
                    raise AccessError(
                        self.env._(
                            "%(field)s: number %(number)s is not among the records in your care. "
                            "Ask the office to link it, or move the person in by the whole ID "
                            "number.",
                            field=self._fields[name]._description_string(self.env),
                            number=target.id,
                        )
                    )

    def _is_just_made(self):
        """Tell whether the current user is making this record and it stands nowhere yet."""
        # A resident made inside a household is readable only once its first residency is.
        record = self.sudo()
        return (
            "grid_id" in record._fields
            and not record.grid_id
            and record.create_uid == self.env.user
        )

    def _name_for_reader(self):
        """Return the record's name, or only its kind to a user who may not read it.

        For sentences of checks that run as superuser and may meet a record of another grid.
        """
        self.ensure_one()
        if self.with_user(self.env.user).has_access("read"):
            return self.display_name
        kind = self.env["ir.model"]._get(self._name).name
        return self.env._("%(kind)s of another grid", kind=kind)
