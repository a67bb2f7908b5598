"""Every paper of the addons with a record of which it is true."""

from ast import literal_eval

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from .all_roles_case import AllRolesCase
from .paper_records import READY, UNTRUE

ADDONS = ("community_service.", "community_party.", "community_mediation.")


class PaperCase(AllRolesCase):
    """Papers and their records: facts are put below the rules of the models, which others try."""

    lang = None  # of whoever issues the papers; the records are made in English

    def papers(self):
        """Yield (print action, record of its model in the own place)."""
        reports = self.env["ir.actions.report"].search(
            [("model", "=like", "community.%"), ("report_type", "=like", "qweb%")]
        )
        for report in reports.sorted("report_name"):
            if report.report_name.startswith(ADDONS):
                record = self.record_of(report.model, self.places["own"])[:1]
                if record and not record._transient:
                    yield report, record

    def name_of(self, report):
        """Return the template of a paper, without its addon."""
        return report.report_name.rpartition(".")[2]

    def put(self, record, values):
        """Set fields below every rule of the model; what the database refuses stays as it was.

        State and facts go together, for some states ask for a fact; else one by one.
        """
        columns = {
            name: field.convert_to_column(value, record)
            for name, value in values.items()
            if (field := record._fields.get(name)) and field.store and field.column_type
        }
        if columns and not self.update(record, columns):
            for name, value in columns.items():
                self.update(record, {name: value})
        self.env.invalidate_all()

    def update(self, record, columns):
        """Write columns of one record; tell whether the database took them."""
        self.env.flush_all()
        pairs = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value) for name, value in columns.items()
        )
        table = SQL.identifier(record._table)
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(SQL("UPDATE %s SET %s WHERE id = %s", table, pairs, record.id))
        except IntegrityError:
            return False
        return True

    def something(self, record, name):
        """Return a value for a field of a record that has none."""
        field = record._fields[name]
        if field.type in ("char", "text", "html"):
            return "某某"
        if field.type == "date":
            return fields.Date.context_today(record)
        if field.type == "datetime":
            return fields.Datetime.now()
        if field.type in ("integer", "float", "monetary"):
            return 1
        if field.type == "boolean":
            return True
        if field.type == "selection":
            return field._description_selection(self.env)[0][0]
        if field.type == "many2one" and field.comodel_name.startswith("community."):
            return self.record_of(field.comodel_name, self.places["own"]).id
        if field.type == "many2one":
            return self.env[field.comodel_name].search([], limit=1).id
        return None

    def facts(self, record, paper):
        """Return values for the plain facts that a paper asks for and that a record lacks."""
        return {
            path: self.something(record, path)
            for path in record._paper_needs(paper)
            if "." not in path and not record[path]
        }

    def told(self, report, record):
        """Return values of the plain fields that the domain of a print action asks for."""
        values = {}
        for leaf in literal_eval(report.domain or "[]"):
            name, operator, value = leaf
            field = record._fields.get(name)
            if field is None or not field.store:
                continue
            if operator == "in":
                value = value[0]
            elif operator in ("!=", "not in") and field.type == "selection" and value:
                other = [value] if operator == "!=" else value
                choices = [key for key, _label in field._description_selection(self.env)]
                value = next(key for key in choices if key not in other)
            elif operator == "!=":
                value = record[name] or self.something(record, name)
                value = value.id if field.relational and not isinstance(value, int) else value
            elif operator == ">":
                value = value + 1
            values[name] = value
        return values

    def make_true(self, report, record):
        """Bring a record into a state in which a paper of it is true, with all its facts."""
        paper = self.name_of(report)
        record = READY[paper](self, record) if paper in READY else record
        told = self.told(report, record)
        needed = {**self.facts(record, paper), **told}
        self.put(record, needed)
        self.put(record, {**self.facts(record, paper), **told})
        return record

    def make_untrue(self, report, record):
        """Yield records of which a paper is not true: each told field says the contrary."""
        paper = self.name_of(report)
        if paper in UNTRUE:
            yield UNTRUE[paper](self, record)
        for name, value in self.told(report, record).items():
            field = record._fields[name]
            contrary = [not value if field.type == "boolean" else None]
            if field.type == "selection":
                contrary = [key for key, _label in field._description_selection(self.env)]
            for other in contrary:
                self.put(record, {name: other})
                yield record

    def printed(self, report, record):
        """Return the page, or None and the sentence with which it is refused."""
        Report = self.env["ir.actions.report"]
        try:
            page = Report._render_qweb_html(report.report_name, record.ids)[0].decode()
        except UserError as refusal:
            return None, str(refusal)
        return page, ""
