from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Links by which the records of a figure lead to a row that they do not name themselves.
WAYS = ("household_id", "area_id", "resident_id", "case_id")


class CommunityIndicator(models.Model):
    """A figure for each row of a form: for each grid, each branch, each person."""

    _inherit = "community.indicator"

    def _crowds(self):
        """Return the models each record of which stands for many people."""
        return ("community.grid", "community.area")

    def _row_path(self, rows):
        """Return (path from what is counted to the row, path from the row) of a figure.

        :param rows: the kind of record that stands in each row
        :return: tuple of two paths, None where nothing leads from one to the other; the second is
            "" for the row itself, or names the record of the row that both share
        """
        self.ensure_one()
        if self.measure == "rate":
            part = self.numerator_id._row_path(rows)
            return part if part and part == self.denominator_id._row_path(rows) else None
        if self.is_confidential and rows._name not in self._crowds():
            # That there is a case at all is what a confidential file keeps to itself.
            return None
        today = fields.Date.context_today(self)
        if self.measure == "distinct":
            # What is counted are the linked records, each once.
            link = self.env[self.model]._fields.get(self.link_path)
            model = link.comodel_name if link is not None else None
        else:
            model = self._target(today, today, Domain.TRUE)[0]
        if not model or model not in self.env:
            return None
        counted = self.env[model]
        own = f"{rows._name.rpartition('.')[2]}_id"
        if model == rows._name:
            return "id", ""
        if _leads(counted, own, rows._name):
            return own, ""
        for way in WAYS:
            link = counted._fields.get(way)
            if link is not None and link.store and link.type == "many2one":
                if _leads(self.env[link.comodel_name], own, rows._name):
                    return f"{way}.{own}", ""
                if link.comodel_name != rows._name and _leads(rows, way, link.comodel_name):
                    return way, way
        return None

    def _count_rows(self, rows, model, domain):
        """Return (dict id of the row -> number, number of what belongs to none of the rows).

        :param rows: the records that stand in the rows
        :param str model, domain: what is counted, as ``_target`` gives it
        """
        self.ensure_one()
        path, shared = self._row_path(rows)
        counted = self.env[model].with_context(active_test=False)
        if self.is_confidential:
            # sudo: of confidential files everybody gets the number, as in a report; what is
            # counted came with the program.
            counted = counted.sudo()
        query = counted._search(domain)
        if query.is_empty() or not rows:
            return {}, 0.0
        records, alias = counted, query.table
        *links, last = path.split(".")
        for name in links:
            records, alias = records._fields[name].join(records, alias, query)
        key = records._field_to_sql(alias, last, query)
        if shared:
            query.add_where(SQL("%s IN %s", key, tuple(rows.mapped(shared).ids) or (0,)))
        if self.measure == "sum":
            number = SQL("sum(%s)", counted._field_to_sql(query.table, self.link_path, query))
        else:
            number = SQL("count(*)")
        query.groupby = key
        # Raw SQL: the query carries the rules, as for the figure of the whole community.
        lines = self.env.execute_query(query.select(key, number))
        found = {place: float(value or 0) for place, value in lines}
        if shared:
            return {row.id: found.get(row[shared].id, 0.0) for row in rows}, 0.0
        mine, rest = set(rows.ids), 0.0
        numbers = dict.fromkeys(rows.ids, 0.0)
        above = _above(rows, found.keys() - mine - {None})
        for place, value in found.items():
            # What a part of it did, a group of a branch, stands in the row of the nearest above.
            row = next((step for step in (place, *above.get(place, ())) if step in mine), None)
            if row is None:
                rest += value
            else:
                numbers[row] += value
        return numbers, rest


def _leads(records, name, model):
    field = records._fields.get(name)
    return field is not None and field.store and field.comodel_name == model


def _above(rows, ids):
    """Return dict id -> ids of what it lies in, the nearest first, where a kind has such."""
    if not rows._parent_store or not ids:
        return {}
    # sudo: what lies in what is no secret; numbers alone are added up by it.
    parts = rows.sudo().browse(sorted(ids)).exists()
    return {
        part.id: [int(step) for step in part.parent_path.split("/")[-3::-1] if step]
        for part in parts
    }
