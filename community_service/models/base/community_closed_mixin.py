from odoo import api, models, tools
from odoo.exceptions import AccessError, UserError

from ...tools.trusted import said, trusted

# Fields that Odoo itself writes beside a record, whatever state the record is in.
BESIDE = ("message_", "activity_", "my_activity_")
# Results that are stored, by the type of their field: figures, days, states, yes or no.
RESULTS = ("boolean", "date", "datetime", "float", "integer", "monetary", "selection")


class CommunityClosedMixin(models.AbstractModel):
    """Fields that follow the steps of a record, and fields that stay once a step is taken.

    Two questions, each asked in one place:

    * ``_closed_fields``: which fields does the program alone set, through buttons and jobs? Those
      that are declared ``readonly=True``: what no screen lets anybody enter, no client enters,
      neither in ``create`` and ``write`` nor as a default of the context or of the user. So it is
      with stored results (``_reckoned_fields``): what is reckoned is not typed.
    * ``_settled_fields``: which fields of this one record stay as they are from now on?

    Each part of a model extends them with ``super()``. Superusers pass both: scheduled jobs, and
    methods that have asked for the right before.
    """

    _name = "community.closed.mixin"
    _description = "Record with closed fields"

    @api.model
    def _closed_fields(self):
        """Return the names of the fields that the program alone sets, as a set.

        These are the stored fields that are declared read-only. A part of a model takes away what
        is read-only for another reason, and says which.
        """
        # A dialog is filled by the button that opens it, with the rights of whoever pressed it; its
        # own buttons ask for the rights again.
        if self._transient:
            return set()
        return {*self._readonly_fields(), *self._reckoned_fields()}

    @api.model
    @tools.ormcache()
    def _reckoned_fields(self):
        """Return the stored fields that the program works out and that no screen takes."""
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.compute
            and field.store
            and field.readonly
            and not field.related
            and field.type in RESULTS
        )

    @api.model
    @tools.ormcache()
    def _readonly_fields(self):
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.readonly
            and field.store
            and not (field.compute or field.related)
            and name not in models.MAGIC_COLUMNS
        )

    def _settled_fields(self):
        """Return the names of the fields of one record that are not changed any more, as a set."""
        return set()

    @api.model
    def _born_values(self, vals):
        """Return what the program itself enters on a new record, as a dict.

        :param vals: the values that the record is made with, without closed ones unless the caller
            is the superuser
        """
        return {}

    @api.model
    def _all_fields_but(self, *names):
        """Return the names of all fields except ``names`` and those of chatter and activities."""
        return {name for name in self._fields if not name.startswith(BESIDE)}.difference(names)

    def _set_closed(self, **values):
        """Write closed fields; the caller has checked what belongs to the step.

        Access rights and record rules of the user hold.

        :raises AccessError: to whoever may not write the records
        """
        opened = trusted(community_opened=(self._name, frozenset(values)))
        self.with_context(**opened).write(values)

    def _create_closed(self, vals_list, *names):
        """Create records with values of the closed fields ``names``; rights and rules hold."""
        opened = trusted(community_opened=(self._name, frozenset(names)))
        return self.with_context(**opened).create(vals_list).with_env(self.env)

    @api.model
    def default_get(self, fields):
        """Give no default for a closed field but the model's own.

        Neither a key ``default_*`` of the context nor a default that a user keeps
        (``ir.default``) counts, for superusers too: our own code may run as superuser on behalf
        of a client.

        :raises AccessError: to whoever may read no record of the model
        """
        self.browse().check_access("read")
        closed = self._closed_fields().intersection(fields)
        keys = {f"default_{name}" for name in closed}
        context = {key: value for key, value in self.env.context.items() if key not in keys}
        # Keys are taken away, not only added.
        # pylint: disable-next=context-overridden
        own = self.with_context(context)
        kept = closed.intersection(self.env["ir.default"]._get_model_defaults(self._name))
        values = super(CommunityClosedMixin, own).default_get(
            [name for name in fields if name not in kept]
        )
        for name in kept:
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(own), own, validate=False)
                values[name] = field.convert_to_write(field.convert_to_record(value, own), own)
        return values

    def copy_data(self, default=None):
        """Copy what was entered; what follows from steps begins anew."""
        closed = self._closed_fields()
        return [
            {name: value for name, value in vals.items() if name not in closed}
            for vals in super().copy_data(default)
        ]

    @api.model_create_multi
    def create(self, vals_list):
        # First of all: without the right, nobody learns what else stands in the way. Not on the
        # records that a copy is made of: those may be nobody's to make.
        self.browse().check_access("create")
        self._refuse_closed(vals_list)
        return super().create([{**vals, **self._born_values(vals)} for vals in vals_list])

    def write(self, vals):
        self._refuse_closed([vals])
        self._refuse_settled(vals)
        return super().write(vals)

    def _opened_fields(self):
        """Return the names of the fields that ``_set_closed`` is writing just now."""
        model, names = said(self.env, "community_opened", ("", frozenset()))
        return names if model == self._name else frozenset()

    def _refuse_closed(self, vals_list):
        """Refuse values of closed fields; that the key is there counts, not the value.

        :raises AccessError: if a client, or code without the right, gives one
        """
        if self.env.su:
            return
        closed = self._closed_fields() & set().union(*vals_list)
        closed -= self._opened_fields()
        if closed:
            # Without the right to do it at all, nobody learns from a sentence that it is there.
            self.check_access("write" if self else "create")
            raise AccessError(self._closed_sentence(min(closed)))

    def _closed_sentence(self, name):
        """Return why the field ``name`` is not written by hand, and what to do instead."""
        if name in self._reckoned_fields():
            return self.env._(
                "“%(field)s” of %(record)s is worked out from what stands elsewhere and is not "
                "typed: correct what it follows from.",
                field=self._fields[name]._description_string(self.env),
                record=self[:1].display_name or self.env["ir.model"]._get(self._name).name,
            )
        return self.env._(
            "“%(field)s” of %(record)s follows from its steps and is not entered: use the buttons, "
            "they ask for what belongs to the step.",
            field=self._fields[name]._description_string(self.env),
            record=self[:1].display_name or self.env["ir.model"]._get(self._name).name,
        )

    def _refuse_settled(self, vals):
        if self.env.su:
            return
        names = vals.keys() - self._opened_fields()
        for record in self if names else ():
            if settled := names & record._settled_fields():
                record.check_access("write")
                raise UserError(record._settled_sentence(min(settled)))

    def _settled_sentence(self, name):
        """Return why the field ``name`` of this record stays as it is, and what to do instead."""
        return self.env._(
            "“%(field)s” of %(record)s stays as it is now: take the step back, or enter a new "
            "record.",
            field=self._fields[name]._description_string(self.env),
            record=self.display_name,
        )
