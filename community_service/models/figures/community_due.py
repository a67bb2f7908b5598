import functools
from collections.abc import Callable
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..requests.community_request import RUNNING


class DuePart(NamedTuple):
    """Records of one model that fall due.

    :param kind: key of the field ``kind``; one part for each model and kind
    :param domain: what is not done yet
    :param date: field of the day; who may not read it does not see the part
    :param owner: from records and query, the SQL of the user in charge
    :param parent: link to the record that is opened, where it is not the record itself
    """

    kind: str
    model: str
    domain: Domain
    date: str
    owner: Callable
    parent: str = ""


class CommunityDue(models.Model):
    """What is due in all addons, a line each: what it is, by which day, whose it is.

    Worked out whenever it is read, and each part by a search under the reader's own rules: a line
    stands here only for somebody who may open the record behind it.
    """

    _name = "community.due"
    _description = "Due Matter"
    _inherit = ["community.named.mixin", "community.guarded.mixin"]
    _auto = False
    _log_access = False
    _order = "date_due, id"
    _rec_name = "kind"
    # Each part is searched under the reader's rules for its own model.
    _sensitive_by_links = False

    kind = fields.Selection(
        [
            ("visit", "Visit"),
            ("contact", "No-contact alert"),
            ("need", "Need"),
            ("request", "Request"),
            ("referral", "Referral"),
            ("aid", "Aid case"),
            ("aid_appeal", "Appeal against aid"),
            ("life_event", "Caring event"),
            ("task", "Programme task"),
            ("privacy", "Request about personal data"),
            ("data_incident", "Incident with personal data"),
            ("assessment", "Impact assessment"),
        ],
        "Type",
        readonly=True,
    )
    res_model = fields.Char("Model", readonly=True)
    res_id = fields.Many2oneReference("Record no.", model_field="res_model", readonly=True)
    matter = fields.Char(
        compute="_compute_matter",
        help="The record as its own list names it: a number, a place, never more than that.",
    )
    date_due = fields.Date("Due by", readonly=True)
    overdue_count = fields.Integer("Number overdue", readonly=True, aggregator="sum")
    user_id = fields.Many2one("res.users", "In charge", readonly=True)
    company_id = fields.Many2one("res.company", "Community", readonly=True)

    @api.depends("res_model", "res_id")
    def _compute_matter(self):
        for model, lines in self.grouped("res_model").items():
            records = self.env[model].browse(lines.mapped("res_id"))
            names = {record.id: record.display_name for record in records}
            for line in lines:
                line.matter = names[line.res_id]

    def _check_access(self, operation):
        """Forbid a line whose record the reader may not read, also to those who guess its id."""
        if result := super()._check_access(operation):
            return result
        parts = self._sorted_parts()
        allowed = set()
        for number, lines in self.grouped(lambda line: line.id % len(parts)).items():
            if self._is_open(parts[number]):
                records = self.env[parts[number].model].browse(
                    line.id // len(parts) for line in lines
                )
                allowed.update(
                    record.id * len(parts) + number
                    for record in records._filtered_access(operation)
                )
        forbidden = self.filtered(lambda line: line.id not in allowed)
        if not forbidden:
            return None
        error = self.env["ir.rule"]._make_access_error
        return forbidden, functools.partial(error, operation, forbidden)

    def exists(self):
        # sudo: a line is there or not, whoever asks, as with any record; a line that is there and
        # hidden is then refused, and not silently left out.
        return super(CommunityDue, self.sudo()).exists().with_env(self.env)

    @property
    def _table_query(self):
        # Raw SQL: the rows of several models as one list; the record rules stand in each part.
        parts = self._sorted_parts()
        rows = [
            self._due_rows(part, number, len(parts))
            for number, part in enumerate(parts)
            if self._is_open(part)
        ]
        if not rows:
            # Nobody's list: the columns without a row.
            return SQL(
                "SELECT 0 AS id, '' AS kind, '' AS res_model, 0 AS res_id, NULL::date AS date_due, "
                "0 AS overdue_count, 0 AS user_id, 0 AS company_id WHERE FALSE"
            )
        return SQL(" UNION ALL ").join(rows)

    @api.model
    def _sorted_parts(self):
        """Return the parts in the order that gives the lines their ids.

        A line's id is the id of its record times the number of parts, plus the place of its part in
        this order. It depends on the addons installed and on nothing else, least of all the reader,
        so that a later request finds the same record behind the same id.
        """
        return sorted(self._due_parts(), key=lambda part: (part.model, part.kind))

    @api.model
    def _is_open(self, part):
        """Tell whether the reader may read the records of a part, and their day."""
        records = self.env[part.model]
        day = records._fields[part.date]
        return records.has_access("read") and records._has_field_access(day, "read")

    def _due_rows(self, part, number, count):
        records = self.env[part.model]
        query = records._search(part.domain & Domain(part.date, "!=", False))
        table = query.table
        opened = records[part.parent] if part.parent else records
        date = records._field_to_sql(table, part.date, query)
        today = fields.Date.context_today(self)
        return SQL(
            "(%s)",
            query.select(
                SQL("%s::bigint * %s + %s AS id", SQL.identifier(table, "id"), count, number),
                SQL("%s AS kind", part.kind),
                SQL("%s AS res_model", opened._name),
                SQL("%s AS res_id", records._field_to_sql(table, part.parent or "id", query)),
                SQL("%s AS date_due", date),
                SQL("(%s < %s)::int AS overdue_count", date, today),
                SQL("%s AS user_id", part.owner(records, query)),
                SQL("%s AS company_id", records._field_to_sql(table, "company_id", query)),
            ),
        )

    def _due_parts(self):
        """Return the list of :class:`DuePart` of what can be due; an addon adds its own.

        It is the same for every reader: what a reader sees of it is asked elsewhere.
        """
        lived_in = Domain("household_id.active", "=", True)
        running = Domain("state", "in", RUNNING) & Domain("merged_into_id", "=", False)
        is_open = Domain("state", "=", "open")
        coming = Domain("state", "in", ("proposed", "planned"))
        by_officer, by_user = self._owner("officer_id"), self._owner("user_id")
        return [
            DuePart(
                "visit",
                "community.visit",
                Domain("state", "=", "planned") & lived_in,
                "date",
                self._owner_of_visit,
            ),
            DuePart(
                "contact",
                "community.contact.alert",
                self.env["community.contact.alert"]._open_domain(),
                "date",
                self._owner_of_alert,
            ),
            DuePart("need", "community.visit.need", is_open, "date_due", by_user),
            DuePart("request", "community.request", running, "date_due", by_officer),
            DuePart(
                "referral",
                "community.request.referral",
                Domain("state", "=", "sent"),
                "date_due",
                by_officer,
            ),
            # What is due of an aid case is empty once nothing is.
            DuePart("aid", "community.aid.case", Domain.TRUE, "date_due", by_user),
            DuePart("aid_appeal", "community.aid.appeal", is_open, "date_due", by_user),
            DuePart("life_event", "community.life.event", coming, "date_due", by_user),
            DuePart(
                "task",
                "community.programme.task",
                Domain("date_done", "=", False),
                "date_due",
                by_user,
            ),
            DuePart("privacy", "community.privacy.request", is_open, "date_due", by_user),
            # Told at once, as the law says: due on the day on which it is found.
            DuePart("data_incident", "community.privacy.incident", is_open, "date", by_user),
            DuePart(
                "assessment",
                "community.privacy.assessment",
                Domain("state", "=", "done") & Domain("is_renewed", "=", False),
                "date_next",
                by_user,
            ),
        ]

    @api.model
    def _owner(self, field):
        """Return the function that takes the user in charge from a field of the record."""
        return lambda records, query: records._field_to_sql(query.table, field, query)

    @api.model
    def _owner_of_visit(self, records, query):
        # Raw SQL: a visit in nobody's name is that of whoever has the grid in care today.
        return SQL(
            "coalesce(%s, %s)",
            records._field_to_sql(query.table, "user_id", query),
            self._owner_of_alert(records, query),
        )

    @api.model
    def _owner_of_alert(self, records, query):
        # Raw SQL: it is that of whoever has the grid in care today.
        return SQL(
            """(SELECT o.user_id FROM community_grid_officer o
                 WHERE o.grid_id = %(grid)s AND o.date_from <= %(today)s
                   AND (o.date_to IS NULL OR o.date_to >= %(today)s)
                 ORDER BY o.is_substitute, o.id LIMIT 1)""",
            grid=records._field_to_sql(query.table, "grid_id", query),
            today=fields.Date.context_today(self),
        )

    @api.model
    def by_kind(self):
        """Return how much of each kind is overdue, and due from today within a week.

        :return: list of dicts ``kind``, ``name``, ``overdue`` and ``week``, in the order of the
            kinds; a kind of which the reader has nothing is not among them
        """
        self.check_access("read")
        groups = self._read_group(
            Domain("date_due", "<=", "today +7d"), ["kind"], ["overdue_count:sum", "__count"]
        )
        counts = {kind: (overdue, count - overdue) for kind, overdue, count in groups}
        names = self._fields["kind"]._description_selection(self.env)
        return [
            {"kind": kind, "name": name, "overdue": counts[kind][0], "week": counts[kind][1]}
            for kind, name in names
            if kind in counts
        ]

    @api.model
    def open_kind(self, kind, is_late):
        """Open the lines behind one number of ``by_kind``.

        :param str kind: key of the kind
        :param bool is_late: what is overdue; otherwise what is due from today within a week
        :return: action: the lines, a click opens the record behind each
        :raises UserError: if there is no such kind
        """
        self.check_access("read")
        names = dict(self._fields["kind"]._description_selection(self.env))
        if kind not in names:
            raise UserError(
                self.env._(
                    "Nothing of the kind “%(kind)s” falls due here: load the board again.",
                    kind=kind,
                )
            )
        domain = [("kind", "=", kind)]
        if is_late:
            domain += [("date_due", "<", "today")]
            name = self.env._("%(kind)s: overdue", kind=names[kind])
        else:
            domain += [("date_due", ">=", "today"), ("date_due", "<=", "today +7d")]
            name = self.env._("%(kind)s: due within a week", kind=names[kind])
        view = "community_service.community_due_view_{}_kind"
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": self._name,
            "mobile_view_mode": "kanban",
            "views": [
                (self.env.ref(view.format("list")).id, "list"),
                (self.env.ref(view.format("kanban")).id, "kanban"),
            ],
            "domain": domain,
        }

    def action_open(self):
        """Open the record behind the line.

        :return: the action of its form
        :raises UserError: if it is not due any more
        """
        self.check_access("read")
        line = self.exists()
        if len(line) != 1:
            raise UserError(self.env._("This is not due any more: load the list again."))
        return {
            "type": "ir.actions.act_window",
            "name": line.matter,
            "res_model": line.res_model,
            "res_id": line.res_id,
            "views": [(False, "form")],
        }
