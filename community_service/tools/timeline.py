"""What stands in the history of a household, told by parts that each domain and addon adds."""

from collections.abc import Callable
from typing import NamedTuple

from odoo.fields import Domain
from odoo.tools import SQL


class TimelinePart(NamedTuple):
    """Records of one model that stand in a household's history, a line each.

    :param kind: key of the chip that shows and hides them
    :param label: word of that chip, translated
    :param model: name of the model; to whom may not read it the part is not there
    :param domain: which records of it; the rules of the reader come on top
    :param days: fields of the day, of which the first that is set counts
    :param line: from a row (dict of ``values`` by their path, with ``residents`` and ``users`` as
        lists of names) the pair of title and text
    :param values: fields of the record, or paths over links; what the reader may not read is empty
    :param people: links to residents and users whose names the line needs, the first of a comodel
        that names somebody
    """

    kind: str
    label: str
    model: str
    domain: Domain
    days: tuple
    line: Callable
    values: tuple = ()
    people: tuple = ()


def part_rows(records, part, number, limit):
    """Return SQL with the newest rows of a part that the reader of ``records`` may see.

    Columns: number of the part, id, day, values as an array of texts, ids of residents, names of
    users: who of the staff did it stands with the record, so it is a word of it.

    :param records: an empty recordset of the part's model, with the rights of the reader
    :param int number: by which the part is known again
    :param int limit: at most this many rows
    """
    query = records._search(part.domain)
    table = query.table
    days = [SQL("%s::date", records._field_to_sql(table, name, query)) for name in part.days]
    day = SQL("COALESCE(%s)", SQL(", ").join(days))
    values = [_value(records, path, query) for path in part.values]
    residents = _people(records, part.people, "community.resident", query)
    users = SQL(
        "(SELECT array_agg(p.name ORDER BY u.id) FROM res_users u JOIN res_partner p "
        "ON p.id = u.partner_id WHERE u.id = ANY(%s))",
        _people(records, part.people, "res.users", query),
    )
    query.order = SQL("%s DESC NULLS LAST, %s DESC", day, SQL.identifier(table, "id"))
    query.limit = limit
    return SQL(
        "(%s)",
        query.select(
            SQL("%s AS part", number),
            SQL("%s AS id", SQL.identifier(table, "id")),
            SQL("%s AS day", day),
            SQL("ARRAY[%s]::text[] AS texts", SQL(", ").join(values)),
            SQL("%s AS residents", residents),
            SQL("%s AS users", users),
        ),
    )


def _value(records, path, query):
    """Return the SQL of a field, or of one over links, as text; NULL where it may not be read."""
    model, alias = records, query.table
    *links, name = path.split(".")
    for link in links:
        if not model._has_field_access(model._fields[link], "read"):
            return SQL("NULL")
        model, alias = model._fields[link].join(model, alias, query)
    if not model._has_field_access(model._fields[name], "read"):
        return SQL("NULL")
    return SQL("(%s)::text", model._field_to_sql(alias, name, query))


def _people(records, links, comodel, query):
    """Return the SQL of the ids that the first of the links to such people names, as an array."""
    found = []
    for name in links:
        field = records._fields[name]
        if field.comodel_name != comodel:
            continue
        if field.type == "many2many":
            ids = SQL(
                "(SELECT array_agg(%s ORDER BY %s) FROM %s WHERE %s = %s)",
                SQL.identifier(field.column2),
                SQL.identifier(field.column2),
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                SQL.identifier(query.table, "id"),
            )
        else:
            column = records._field_to_sql(query.table, name, query)
            ids = SQL("CASE WHEN %s IS NOT NULL THEN ARRAY[%s] END", column, column)
        found.append(ids)
    return SQL("COALESCE(%s)::int[]", SQL(", ").join([*found, SQL("NULL")]))
