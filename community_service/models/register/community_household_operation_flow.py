import json
import re
from typing import NamedTuple

from psycopg2 import IntegrityError

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.misc import hmac

from ...tools.trusted import trusted

# What is about the number of a file itself, and stays with it.
STAYING = {
    "ir.model.data",
    "community.access.log",
    "community.resident.duplicate",
}

# Columns that say who wrote a row last; a merge does not.
WRITTEN = {"write_date", "write_uid"}


class Link(NamedTuple):
    """A column by which rows of a table point to a record of some model.

    Of a list of many to many, ``other`` is the column on the other side, and the rows have no id.
    """

    model: str
    field: str
    table: str
    column: str
    condition: object = None  # SQL: of a column that may point to several models
    prefix: str = ""  # of a column that holds model and number as one text
    other: str = ""


class CommunityHouseholdOperation(models.Model):
    """Two files of one person become one: every row that points to one points to the other.

    Which rows there are is asked of the list of all fields, so that an addon that links to
    residents need not be named here. What the database refuses (the kept file has such a row) stays
    where it is and is told.
    """

    _inherit = "community.household.operation"

    # what points to a record

    @api.model
    def _links_to(self, comodel):
        """Yield a :class:`Link` for each column of the database that points to ``comodel``."""
        # Superuser: the list of fields is the administrator's.
        found = (
            self.env["ir.model.fields"]
            .sudo()
            .search([("store", "=", True), ("ttype", "in", ("many2one", "many2many"))])
        )
        found = found.filtered(lambda f: f.relation == comodel or f.model == comodel) + (
            found.search(
                [("store", "=", True), ("ttype", "in", ("many2one_reference", "reference"))]
            )
        )
        seen = set()
        for model, name in sorted({(field.model, field.name) for field in found}):
            Model = self.env.get(model)
            if (
                Model is None
                or Model._abstract
                or Model._transient
                or not Model._auto
                or model in STAYING
            ):
                continue
            link = self._link_of(Model, Model._fields.get(name), comodel)
            if link and (link.table, link.column) not in seen:
                seen.add((link.table, link.column))
                yield link

    def _link_of(self, Model, field, comodel):
        if field is None or not field.store:
            return None
        given = (Model._name, field.name)
        if field.type == "many2many":
            mine, other = field.column1, field.column2
            if field.comodel_name == comodel:
                mine, other = other, mine
            elif Model._name != comodel:
                return None
            return Link(*given, field.relation, mine, other=other)
        if field.type == "many2one" and field.comodel_name == comodel:
            return Link(*given, Model._table, field.name)
        if field.type == "reference":
            return Link(*given, Model._table, field.name, prefix=f"{comodel},")
        if field.type == "many2one_reference":
            whose = Model._fields.get(field.model_field)
            if whose is not None and whose.store and whose.type in ("char", "selection"):
                condition = SQL("%s = %s", SQL.identifier(whose.name), comodel)
                return Link(*given, Model._table, field.name, condition)
        return None

    # moving

    @api.model
    def _pointing_rows(self, record, prefix=""):
        """Return what points to a record, as JSON, and the rows as they are.

        :param str prefix: only of models whose names begin so
        :return: list of dicts ``model``, ``field``, ``table``, ``column``, ``other``, ``prefix``
            and ``ids`` (rows, or of a list the ids on the other side); ``{(table, id): values}``
        """
        self.env.flush_all()
        found = []
        for link in self._links_to(record._name):
            ids = self._pointing(link, record) if link.model.startswith(prefix) else ()
            if ids:
                own = {key: getattr(link, key) for key in Link._fields if key != "condition"}
                found.append({**own, "ids": ids})
        return found, self._rows_of(found)

    @api.model
    def _linked_to(self, records, prefix=""):
        """Return what points to each of these records; as many queries for one as for many.

        :param records: of one model
        :param str prefix: only of models whose names begin so
        :return: ``{id of the record: {model: ids}}``, ids as of :meth:`_pointing_rows`
        """
        self.env.flush_all()
        found = {}
        for link in self._links_to(records._name) if records else ():
            if link.model.startswith(prefix):
                for number, ids in self._pointing_each(link, records).items():
                    kinds = found.setdefault(number, {})
                    kinds.setdefault(link.model, set()).update(ids)
        return found

    @api.model
    def _move_links(self, gone, kept, before, staying=()):
        """Point everything that points to ``gone`` to ``kept``; return what was done.

        :param before: what :meth:`_pointing_rows` said before anything was written
        :param staying: ids of residencies that stay, because the kept file has another life then
        :return: the list of ``before`` with ``stays`` (what cannot go) apart from ``ids``, and a
            list of ``[table, id, {column: [old, new]}]`` of what followed in these rows
        """
        links, rows = before
        self.env.flush_all()
        for row in links:
            link = self._link(row)
            fixed = set(staying) if link.model == "community.residency" else set()
            ids = [number for number in row["ids"] if number not in fixed]
            stays = {*fixed.intersection(row["ids"]), *self._point(link, ids, gone, kept)}
            row["ids"] = [number for number in ids if number not in stays]
            row["stays"] = sorted(stays)
        return links, self._columns_changed(rows, self._rows_of(links))

    @api.model
    def _link(self, row):
        return Link(
            *(row[key] for key in ("model", "field", "table", "column")),
            prefix=row["prefix"],
            other=row["other"],
        )

    def _pointing(self, link, record):
        """Return the ids of the rows by which a link points to a record."""
        return self._pointing_each(link, record).get(record.id, [])

    def _pointing_each(self, link, records):
        """Return the ids of the rows by which a link points to each of these records."""
        number_of = {
            f"{link.prefix}{number}" if link.prefix else number: number for number in records.ids
        }
        # Raw SQL: who points there is asked of the tables, whoever may read which row.
        rows = self.env.execute_query(
            SQL(
                "SELECT %(column)s, %(row)s FROM %(table)s WHERE %(column)s = ANY(%(values)s)"
                " AND %(condition)s ORDER BY 2",
                column=SQL.identifier(link.column),
                row=SQL.identifier(link.other or "id"),
                table=SQL.identifier(link.table),
                values=list(number_of),
                condition=link.condition or SQL("TRUE"),
            )
        )
        found = {}
        for value, number in rows:
            found.setdefault(number_of[value], []).append(number)
        return found

    def _point(self, link, ids, old, new):
        """Point rows from one record to another; return the ids of those that cannot go."""
        if self._update(link, ids, old, new):
            return []
        return [number for number in ids if not self._update(link, [number], old, new)]

    def _update(self, link, ids, old, new):
        values = [
            f"{link.prefix}{record.id}" if link.prefix else record.id for record in (new, old)
        ]
        # Raw SQL: what a step or a signature has closed to every writer moves as well, and nothing
        # else of the row changes, neither its author nor its day.
        statement = SQL(
            "UPDATE %s SET %s = %s WHERE %s = %s AND %s = ANY(%s)",
            SQL.identifier(link.table),
            SQL.identifier(link.column),
            values[0],
            SQL.identifier(link.column),
            values[1],
            SQL.identifier(link.other or "id"),
            ids,
        )
        records = self.env[link.model].with_context(active_test=False).sudo()
        records = records.browse() if link.other else records.browse(ids)
        try:
            with self.env.cr.savepoint():
                # What is worked out from the link is worked out anew on both sides.
                records.modified([link.field], before=True)
                self.env.cr.execute(statement, log_exceptions=False)
                self.env.invalidate_all(flush=False)
                records.modified([link.field])
                self.env.flush_all()
        except (IntegrityError, UserError):
            return False
        return True

    # going back

    def _give_facts_back(self):
        """Give each of two files that were merged what it said of the person."""
        if self.moved:
            kept, gone = self._merged_files()
            kept._exchange_facts(gone, self.moved["facts"], is_back=True)

    def _move_back(self):
        """Point the rows that a merge moved to the file they came from."""
        if not self.moved:
            return
        env = self.with_context(active_test=False).env
        kept, gone = self._merged_files()
        contacts = env["res.partner"].browse(self.moved["contacts"]).exists()
        for links, old, new in (
            (self.moved["links"], kept, gone),
            (self.moved["contact_links"], *contacts) if len(contacts) == 2 else ((), 0, 0),
        ):
            for row in links:
                link = self._link(row)
                if link.model in env and row["ids"]:
                    self._point(link, row["ids"], old, new)
        self.env.flush_all()
        self._put_back_columns()
        gone.merged_into_id = False
        Pair = self.env["community.resident.duplicate"]
        Pair.browse(self.moved["different"]).exists().unlink()
        pair = Pair.browse(self.moved["pair"]).exists()
        pair.write({"state": "open", "user_id": False, "date_decided": False})

    def _merged_files(self):
        Resident = self.env["community.resident"].with_context(
            **trusted(community_sync_later=True), active_test=False, tracking_disable=True
        )
        return (Resident.browse(self.moved[key]).exists() for key in ("kept", "gone"))

    @api.model
    def _rows_of(self, links):
        """Return ``{(table, id): values}`` of the rows that links name, to see what follows."""
        found = {}
        for row in links:
            if row["other"] or not row["ids"]:
                continue
            lines = self.env.execute_query(
                SQL(
                    "SELECT id, to_jsonb(t) FROM %s t WHERE id = ANY(%s)",
                    SQL.identifier(row["table"]),
                    row["ids"],
                )
            )
            for number, values in lines:
                kept = {name: val for name, val in values.items() if name not in WRITTEN}
                kept.pop(row["column"])
                found[row["table"], number] = kept
        return found

    @api.model
    def _columns_changed(self, before, after):
        """Return ``[table, id, {column: [old, new]}]`` of what followed in the moved rows."""
        return [
            [*key, changed]
            for key, was in before.items()
            if (now := after.get(key))
            and (
                changed := {
                    name: [value, now[name]]
                    for name, value in was.items()
                    if name in now and now[name] != value
                }
            )
        ]

    def _put_back_columns(self):
        for table, number, changed in self.moved["columns"]:
            for name, (old, new) in changed.items():
                column = SQL.identifier(name)
                # Raw SQL, as in _update; what somebody has changed since stays.
                self.env.cr.execute(
                    SQL(
                        "UPDATE %s t SET %s = (jsonb_populate_record(NULL::%s, %s::jsonb)).%s "
                        "WHERE id = %s AND to_jsonb(t.%s) IS NOT DISTINCT FROM %s::jsonb",
                        SQL.identifier(table),
                        column,
                        SQL.identifier(table),
                        json.dumps({name: old}),
                        column,
                        number,
                        column,
                        None if new is None else json.dumps(new),
                    )
                )
        self.env.invalidate_all(flush=False)

    def _moved_obstacle(self):
        """Return the sentence that names a fact that was changed after the merge, or None."""
        kept = self.env["community.resident"].browse(self.moved["kept"]).exists()
        gone = self.env["community.resident"].browse(self.moved["gone"]).exists()
        if not kept or not gone:
            return self.env._(
                "One of the files of %(operation)s was deleted: there is nothing to go back to.",
                operation=self.display_name,
            )
        for name, mark in self.moved["facts"].items():
            if self._mark(kept[name]) != mark["mark"]:
                return self.env._(
                    "%(record)s: %(field)s was changed after %(operation)s. Change it back "
                    "first, or enter a new operation that says what is true now.",
                    record=kept._name_for_reader(),
                    field=re.split(r" ?[(（]", kept._fields[name]._description_string(self.env))[0],
                    operation=self.display_name,
                )
        return None

    @api.model
    def _mark(self, value):
        """Return a keyed mark of a value, by which a change shows and nothing can be read."""
        value = value.id if isinstance(value, models.BaseModel) else value
        return hmac(self.env(su=True), "community merge", str(value or ""))[:16]
