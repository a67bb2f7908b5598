import collections
import re

import babel.dates
from psycopg2.errors import ForeignKeyViolation, NotNullViolation, UniqueViolation

from odoo import api, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tools import OrderedSet, format_list, get_lang
from odoo.tools.misc import unquote

OURS = "community."
# How PostgreSQL begins to say that a new link leads nowhere; it tells no deletion by a code.
INSERTED = ("insert", "插入")
# What PostgreSQL says of a row that a constraint refused; servers differ in language.
FAILING_ROW = re.compile(r"\((\d+), ")

X2MANY = ("one2many", "many2many")
# Ids of a dialog of Odoo's own that is opened for several records of any model.
IDS_AS_TEXT = "res_ids"
# How each language writes a day, a month, a quarter: 2026年11月, Nov 2026. Odoo orders the parts as
# English does. Weeks stay: spreadsheets read Odoo's own label of them.
PERIODS = {"day": "yMMMd", "month": "yMMM", "quarter": "yQQQ"}


class Named:
    """The records that a call names by their ids, wherever Odoo takes an id.

    :param model: the model of the form, as the user; for a stored record the record itself
    :param bool is_deep: whether the lines inside commands are taken too; a line that is written has
        a ``create`` or ``write`` of its own
    """

    def __init__(self, model, is_deep):
        self.env, self.is_deep = model.env, is_deep
        # model name -> id -> (field, record that may hold it already)
        self.found = collections.defaultdict(dict)

    def take(self, record, values, names=None):
        """Take the ids in the values of a record, which may be new (an empty recordset)."""
        for name in values.keys() & (record._community_link_fields() if names is None else names):
            value = values[name]
            if value:
                self._take_value(record, record._fields[name], value, values)

    def take_context(self, model, context):
        """Take the ids that a context gives as defaults, to a form or to the lines in it."""
        defaults = {
            key.removeprefix("default_"): value
            for key, value in context.items()
            if key.startswith("default_")
        }
        if defaults:
            self.take(model.browse(), defaults)

    def take_spec(self, model, spec):
        """Take the ids in the contexts that the lines of a form are asked with."""
        for name, part in spec.items():
            field = model._fields.get(name)
            if not field or not field.comodel_name or not isinstance(part, dict):
                continue
            lines = model.env[field.comodel_name]
            # The context of the form reaches the lines that begin in it.
            self.take_context(lines, {**model.env.context, **(part.get("context") or {})})
            self.take_spec(lines, part.get("fields") or {})

    def _take_value(self, record, field, value, values):
        if field.type == "many2one":
            if isinstance(value, dict):
                self._add(field, field.comodel_name, value.get("id"), record)
                if self.is_deep:
                    line = record.env[field.comodel_name].browse(self._number(value.get("id")))
                    self.take(line, value)
            else:
                if isinstance(value, (list, tuple)):
                    value = value[0] if value else None
                self._add(field, field.comodel_name, value, record)
        elif field.type in X2MANY:
            if isinstance(value, (list, tuple)):
                for command in value:
                    self._take_command(record, field, command)
        elif field.type == "reference":
            model, _comma, number = str(value).partition(",")
            self._add(field, model, number, record)
        else:
            self._take_any(record, field, value, values)

    def _take_command(self, record, field, command):
        lines = record.env[field.comodel_name]
        if isinstance(command, dict):
            if self.is_deep:
                self.take(lines, command)
        elif not isinstance(command, (list, tuple)):
            self._add(field, field.comodel_name, command, record)
        elif command:
            kind, number, given = (*command, None, None)[:3]
            if kind == Command.SET:
                for number in given or ():
                    self._add(field, field.comodel_name, number, record)
                return
            if kind == Command.LINK or (kind == Command.UPDATE and self.is_deep):
                self._add(field, field.comodel_name, number, record)
            if kind in (Command.CREATE, Command.UPDATE) and self.is_deep:
                line = lines.browse(self._number(number) if kind == Command.UPDATE else ())
                self.take(line, given or {})

    def _take_any(self, record, field, value, values):
        """Take the id of a record whose model stands in another field."""
        numbers = re.findall(r"\d+", value) if isinstance(value, str) else [value]
        for model in record._community_models_named(field, values):
            for number in numbers:
                self._add(field, model, number, record)

    def _number(self, value):
        """Return the id that PostgreSQL would understand, which takes texts and fractions too."""
        try:
            return int(value)
        except (TypeError, ValueError, OverflowError):
            return 0  # a line that has no number yet

    def _add(self, field, model, value, record):
        if self.env.registry.get(model) is None or self.env[model]._abstract:
            return
        # A form of Odoo's own links its own records by its own rules.
        if not (model.startswith(OURS) or field.model_name.startswith(OURS)):
            return
        if (number := self._number(value)) > 0:
            self.found[model].setdefault(number, (field, record))

    def check(self):
        """Refuse what the user may not read; missing and hidden are the same to them.

        :raises AccessError: naming the field and the number
        """
        for model, named in self.found.items():
            # _search fills no cache, which would open a record to whoever asks for it next.
            Model = self.env[model].with_context(active_test=False)
            # Oneself and one's communities need no question.
            readable = {self.env.uid} if model == "res.users" else set()
            if model == "res.company":
                readable.update(self.env.companies.ids)
            if model == "ir.model":
                # Who reads the records may name their kind: the list of all kinds is the
                # administrator's, and a manager says what an indicator or a ledger is about.
                kinds = self.env[model].sudo().browse(named).exists()
                readable.update(
                    kind.id
                    for kind in kinds
                    if kind.model in self.env and self.env[kind.model].has_access("read")
                )
            if not named.keys() - readable:
                continue
            if Model.has_access("read"):
                readable.update(Model._search([("id", "in", list(named))]))
            for number in named.keys() - readable:
                field, record = named[number]
                if not (
                    record._community_holds(field, number) or Model._community_is_just_made(number)
                ):
                    raise AccessError(
                        self.env._(
                            "%(field)s: number %(number)s is not among the records in your care. "
                            "Choose another one, or ask the office to make the link.",
                            field=field._description_string(self.env),
                            number=number,
                        )
                    )


# What a client names by its id, in a form or in a search, is a record that the user may read.
#
# Odoo reads the name of a linked record as superuser, and calls on an unsaved form answer with
# whatever follows from the link. So each id that arrives from outside is asked for with the
# user's own rules: in ``onchange``, in what a new record gets from context and defaults, and in
# what is written. Odoo's own models are in it because their dialogs name records of ours
# (activities, messages, followers); a call that names none costs them nothing.
class Base(models.AbstractModel):
    _inherit = "base"

    @api.model
    def _check_company_domain(self, companies):
        """Return the condition that records fit to communities, as Odoo does.

        A picker whose record has no community yet, because it follows from what is picked, offers
        what the user's communities have.
        """
        if companies == "" and self._name.startswith(OURS):
            return Domain("company_id", "in", unquote("allowed_company_ids + [False]"))
        return super()._check_company_domain(companies)

    @api.model
    @tools.ormcache("self._name", cache="stable")
    def _community_link_fields(self):
        """Return the names of the fields that may name a record of ours."""
        mine = self._name.startswith(OURS)
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.type in ("reference", "many2one_reference")
            or (field.relational and (mine or field.comodel_name.startswith(OURS)))
            or (name == IDS_AS_TEXT and field.type in ("char", "text"))
            or (name == "res_id" and field.type == "integer")
        )

    def _community_models_named(self, field, values):
        """Return the models that an id without a model of its own may belong to."""
        model_fields = {getattr(field, "model_field", None), "res_model", "model"} & {*self._fields}
        id_fields = [
            name
            for name, other in self._fields.items()
            if other.type == "many2one" and other.comodel_name == "ir.model"
        ]
        given, context = dict(values), self.env.context
        for name in (*model_fields, *id_fields):
            if not given.get(name):
                given[name] = context.get(f"default_{name}")
        found = {given[name] for name in model_fields if isinstance(given[name], str)}
        # Which models there are is no secret; whoever opens a form need not read their list.
        Models = self.env["ir.model"].sudo()
        for name in id_fields:
            if isinstance(given[name], int):
                found.add(Models.browse(given[name]).exists().model)
        if not found and self:
            found.update(self._community_models_stored(model_fields))
        return {name for name in found if name}

    def _community_models_stored(self, names):
        """Return the names of models that stand in these fields of stored records."""
        # Superuser, and past the cache: the name of a model alone, to ask for the right on it.
        query = self.sudo().with_context(active_test=False)._search([("id", "in", self.ids)])
        columns = [
            self.sudo()._field_to_sql(self._table, name, query)
            for name in names
            if self._fields[name].store
        ]
        rows = self.env.execute_query(query.select(*columns)) if columns else []
        return {name for row in rows for name in row}

    def _community_holds(self, field, number):
        """Tell whether these stored records, which the user may read, have the link already."""
        if not self or not field.store or not self.has_access("read"):
            return False
        # Superuser: whoever opens a record sees its links. A search fills no cache.
        held = (
            self.sudo()
            .with_context(active_test=False)
            ._search(Domain("id", "in", self.ids) & Domain(field.name, "in", [number]))
        )
        return len(held) == len(self)

    @api.model
    def _community_is_just_made(self, number):
        """Tell whether the user is making this record and it stands nowhere yet."""
        # A resident made inside a household is readable only once its first residency is.
        if not self._name.startswith(OURS) or "grid_id" not in self._fields or not self._log_access:
            return False
        domain = Domain("id", "=", number) & Domain("create_uid", "=", self.env.uid)
        # Superuser: asked of the user's own record only. A search fills no cache.
        return bool(self.sudo()._search(domain & Domain("grid_id", "=", False)))

    def onchange(self, values, field_names, fields_spec):
        """Answer as Odoo does, for a form that names no hidden record.

        :raises AccessError: if the values, the commands in them, the defaults of the context or of
            the context of a line name a record that the user may not read
        """
        if not self.env.su:
            if self._name.startswith(OURS):
                self.browse().check_access("read")
            named = Named(self, is_deep=True)
            named.take(self, values)
            named.take_context(self, self.env.context)
            named.take_spec(self, fields_spec)
            names = self._community_link_fields() - values.keys()
            if names and not (field_names or self):
                # What a form begins with: of the user's own defaults (ir.default), and of the
                # records on which its button was pressed.
                named.take(self, self.default_get(list(names & fields_spec.keys())))
            if named.found:
                self.check_access("write" if self else "create")
                named.check()
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _community_check_links(self, vals_list):
        """Refuse links of new records to what the user may not read.

        ``create`` asks this; an override that looks at a linked record as superuser before it calls
        ``super()`` asks first, so that its own sentence names nobody hidden.

        :raises AccessError: naming the field and the number
        """
        names = self._community_link_fields()
        if self.env.su or not names:
            return
        named = Named(self, is_deep=False)
        for vals in vals_list:
            # What the program has worked out is not the client's.
            worked_out = {field.name for field in vals.get("__precomputed__", ())}
            named.take(self.browse(), vals, names - worked_out - {"create_uid", "write_uid"})
        named.check()

    def _prepare_create_values(self, vals_list):
        """Prepare as Odoo does; what context, defaults and values link is readable to the user."""
        prepared = super()._prepare_create_values(vals_list)
        self._community_check_links(prepared)
        return prepared

    @api.model
    def get_empty_list_help(self, help_message):
        """Lead from an empty list of ours to the next real step."""
        found = super().get_empty_list_help(help_message)
        if not self._name.startswith(OURS):
            return found
        return self.env.user._next_step_help(found, "grid_id" in self._fields)

    def write(self, vals):
        """Write as Odoo does; what is linked is readable to the user, or linked already."""
        if not self.env.su and (names := self._community_link_fields() & vals.keys()):
            named = Named(self, is_deep=False)
            named.take(self, vals, names)
            named.check()
        return super().write(vals)

    @api.model
    def _search(
        self,
        domain,
        offset=0,
        limit=None,
        order=None,
        *,
        active_test=True,
        bypass_access=False,
    ):
        """Search as Odoo does; lines that are named by their ids count if the user may read them.

        Odoo compares a list of lines with ids as superuser: whoever guesses the number of a hidden
        line learns whose it is. By a closed field nobody sorts, also where there is nothing to
        sort.

        :raises AccessError: if the order names a field that the user may not read
        """
        if not (self.env.su or bypass_access):
            for name in re.findall(r"(?:^|,)\s*(\w+)", order or ""):
                if field := self._fields.get(name):
                    self._check_field_access(field, "read")
            domain = Domain(domain).map_conditions(self._community_condition)
        return super()._search(
            domain, offset, limit, order, active_test=active_test, bypass_access=bypass_access
        )

    @api.model
    def _community_condition(self, condition):
        """Return a condition in which only records of ours that the user may read are named."""
        field = self._fields.get(condition.field_expr)
        if field is None or "any" in condition.operator:
            return condition
        is_id = field.name == "id" and self._name.startswith(OURS)
        if not is_id and not (field.comodel_name or "").startswith(OURS):
            return condition
        if condition.operator in ("child_of", "parent_of"):
            return self._community_branch(
                condition, self if is_id else self.env[field.comodel_name]
            )
        if field.type in X2MANY and field.store:
            # The basic form: texts become names of lines, equal becomes in.
            return condition.optimize(self).map_conditions(self._community_lines)
        return condition

    @api.model
    def _community_branch(self, condition, Model):
        values = condition.value
        values = values if isinstance(values, (list, tuple, set, frozenset)) else [values]
        ids = [value for value in values if isinstance(value, int) and not isinstance(value, bool)]
        if not ids:
            return condition
        Model = Model.with_context(active_test=False)
        readable = Model._search([("id", "in", ids)]) if Model.has_access("read") else ()
        kept = [*readable, *(value for value in values if isinstance(value, str))]
        return Domain(condition.field_expr, condition.operator, kept)

    @api.model
    def _community_lines(self, condition):
        name, operator, values = condition.field_expr, condition.operator, condition.value
        field = self._fields.get(name)
        if field is None or field.type not in X2MANY or operator not in ("in", "not in"):
            return condition
        if not isinstance(values, (list, tuple, set, frozenset, OrderedSet)):
            return condition
        lines = self.env[field.comodel_name].with_context(active_test=False)
        is_in = operator == "in"
        if not lines.has_access("read"):
            # Nobody has such a line; a filter on the screen must not break.
            return Domain.FALSE if is_in else Domain.TRUE
        # A query of the reader, put in as it is: an inner domain would lose the archived lines.
        parts = []
        if ids := [value for value in values if value]:
            among = lines._search([("id", "in", ids)])
            parts.append(Domain(name, "any!" if is_in else "not any!", among))
        if len(ids) < len(values):
            parts.append(Domain(name, "not any!" if is_in else "any!", lines._search([])))
        return (Domain.OR if is_in else Domain.AND)(parts)

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """Name the days, months and quarters of a group as the reader's language writes them.

        Axes of charts, in dashboards as well, and titles of grouped lists show this name; value and
        domain of a group stay as Odoo gives them.
        """
        write = super()._web_read_group_groupby_formatter(groupby_spec, values)
        name, _colon, granularity = groupby_spec.partition(":")
        field = self._fields.get(name)
        is_period = granularity in PERIODS and field and field.type in ("date", "datetime")
        if not is_period or not self._name.startswith(OURS):
            return write
        locale = get_lang(self.env).code

        def write_period(value):
            found, domain = write(value)
            if found:
                # The value of a time is the hour of the reader already.
                label = babel.dates.format_skeleton(PERIODS[granularity], value, locale=locale)
                found = (found[0], label)
            return found, domain

        return write_period

    @api.model
    def _sql_error_to_message(self, exc):
        """Say of what a constraint of ours was about: which fields of which record, and what now.

        The sentence of a constraint tells the rule alone.
        """
        message = super()._sql_error_to_message(exc)
        diagnostics = exc.diag
        known = diagnostics.constraint_name in self._table_objects
        if not known or not self._name.startswith(OURS) or self._table != diagnostics.table_name:
            return message
        record = self._refused_record(diagnostics)
        labels = format_list(self.env, self._refused_labels(diagnostics, seen=True))
        if not labels:
            return self.env._(
                "%(message)s This is about %(record)s. Nothing was saved: correct it, then save "
                "again.",
                message=message,
                record=record,
            )
        return self.env._(
            "%(message)s This is about “%(field)s” of %(record)s. Nothing was saved: correct it, "
            "then save again.",
            message=message,
            field=labels,
            record=record,
        )

    @api.model
    def _refused_record(self, diagnostics):
        """Return how a reader knows the record that was refused: its kind, and its name if any."""
        model = self.env["ir.model"]._get(self._name).name
        row = FAILING_ROW.search(diagnostics.message_detail or "")
        # The id is the first column; a record that was to be made is not there.
        record = self.browse(int(row[1])).exists() if row else self.browse()
        if not record or not record.has_access("read"):
            return model
        return self.env._("%(model)s “%(name)s”", model=model, name=record.display_name)

    @api.model
    def _sql_error_to_message_generic(self, exc):
        """Say in the user's language what the database refused of a record of ours, and what to do.

        Odoo's own sentences stand in no file of translations.
        """
        if not self._name.startswith(OURS) or self._table != exc.diag.table_name:
            return super()._sql_error_to_message_generic(exc)
        model = self.env["ir.model"]._get(self._name).name
        record = self._refused_record(exc.diag)
        labels = format_list(self.env, self._refused_labels(exc.diag))
        if isinstance(exc, NotNullViolation):
            return self.env._(
                "%(model)s: “%(field)s” is empty, and nothing was saved. Enter it and save again.",
                model=record,
                field=labels,
            )
        if isinstance(exc, ForeignKeyViolation) and exc.diag.message_primary.startswith(INSERTED):
            return self.env._(
                "%(model)s: what was chosen as “%(field)s” does not exist any more, and nothing "
                "was saved. Load the page again and choose anew.",
                model=record,
                field=labels,
            )
        if isinstance(exc, ForeignKeyViolation):
            return self.env._(
                "Nothing was deleted: “%(field)s” of %(model)s still points to this record. "
                "Change it there first, or archive this record.",
                field=labels or exc.diag.constraint_name,
                model=model,
            )
        if isinstance(exc, UniqueViolation) and labels:
            return self.env._(
                "%(model)s: there is one with the same “%(field)s” already, and nothing was saved. "
                "Open that one, or change the entry.",
                model=record,
                field=labels,
            )
        return super()._sql_error_to_message_generic(exc)

    @api.model
    def _refused_labels(self, diagnostics, seen=False):
        """Return the labels of what a constraint looks at.

        :param bool seen: leave out the fields of the program that nobody sees
        """
        fields = [self._fields[n] for n in self._refused_columns(diagnostics) if n in self._fields]
        shown = [field for field in fields if not seen or field.export_string_translation]
        return [field._description_string(self.env) for field in shown]

    @api.model
    def _refused_columns(self, diagnostics):
        """Return the names of the columns at which a constraint of the database looks."""
        if diagnostics.column_name:
            return [diagnostics.column_name]
        # Raw SQL: no model of Odoo knows the columns of a constraint or of a unique index. Those
        # that stand in expressions alone are known by what the index depends on.
        self.env.cr.execute(
            """WITH refused AS (
                   SELECT oid, conkey AS keys, conindid AS index FROM pg_constraint
                    WHERE conname = %(name)s AND conrelid = %(table)s::regclass
                    UNION ALL
                   SELECT c.oid, i.indkey::smallint[], c.oid
                     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                    WHERE c.relname = %(name)s AND i.indrelid = %(table)s::regclass
               ), looked_at AS (
                   SELECT k.number, k.place FROM refused
                     JOIN unnest(refused.keys) WITH ORDINALITY k(number, place) ON k.number > 0
                    UNION ALL
                   SELECT d.refobjsubid, 100 + d.refobjsubid FROM refused
                     JOIN pg_depend d ON d.objid IN (refused.oid, refused.index)
                      AND d.refobjid = %(table)s::regclass AND d.refobjsubid > 0
                    WHERE NOT EXISTS (SELECT FROM unnest(refused.keys) n WHERE n > 0)
               )
               SELECT a.attname FROM looked_at
                 JOIN pg_attribute a ON a.attrelid = %(table)s::regclass
                  AND a.attnum = looked_at.number
                GROUP BY a.attname
                ORDER BY min(looked_at.place)""",
            {"name": diagnostics.constraint_name, "table": self._table},
        )
        return [name for (name,) in self.env.cr.fetchall()]
