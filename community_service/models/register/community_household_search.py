from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.timeline import TimelinePart, part_rows
from .community_fact_mixin import FACTS
from .community_household_operation import KINDS

LONGEST = 200
FACT = "community.fact.change"


class CommunityHousehold(models.Model):
    """What happened in a household, newest first, in one line each."""

    _inherit = "community.household"

    open_residency_ids = fields.One2many(
        "community.residency",
        "household_id",
        "People of the household",
        domain=[("date_to", "=", False)],
    )
    former_residency_ids = fields.One2many(
        "community.residency", "household_id", "Former members", domain=[("date_to", "!=", False)]
    )

    operation_count = fields.Integer("Operations", compute="_compute_operation_count")
    undo_operation_id = fields.Many2one(
        "community.household.operation", compute="_compute_undo_operation_id"
    )

    def timeline(self, limit=60):
        """Return what the reader may see of one household's history, newest first.

        It is a part of the household's file: reading it goes into the access log. What there is of
        all kinds is picked by one query, whatever the length of the history.

        :param int limit: at most this many entries (1 to 200)
        :return: list of dicts: ``date`` (ISO), ``kind`` (visit, need, move, category), its label,
            ``title``, ``text``, ``model`` and ``id`` of the record behind the entry
        :raises AccessError: if the reader may not read the household
        """
        self.ensure_one()
        self.check_access("read")
        self.env["community.access.log"]._log("view", self)
        limit = max(1, min(int(limit), LONGEST))
        parts = [part for part in self._timeline_parts() if self._timeline_is_open(part)]
        # Links of people are read as tables: what is still to be written goes there first.
        self.env.flush_all()
        # Raw SQL: the newest of several models as one list; the record rules stand in each part.
        chosen = SQL(" UNION ALL ").join(
            part_rows(self.env[part.model], part, number, limit)
            for number, part in enumerate(parts)
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT part, id, day, texts, residents, users FROM (%s) AS happened "
                "WHERE day IS NOT NULL ORDER BY day DESC, part DESC, id DESC LIMIT %s",
                chosen,
                limit,
            )
        )
        people = self._timeline_people(rows)
        return [self._timeline_entry(parts[row[0]], row, people) for row in rows]

    def _timeline_parts(self):
        """Return the :class:`TimelinePart` list of one household; other domains add theirs.

        Each is searched with the rights of the reader, so that nobody learns from the timeline what
        a list would not show.
        """
        mine = Domain("household_id", "=", self.id)
        today = fields.Date.context_today(self)
        told, died = self._timeline_told()
        said_before = {row_id for model, row_id, _day in told if model == FACT}
        moved, begins, ends = (
            self.env._("Residency"),
            self.env._("Begins"),
            self.env._("Ends"),
        )
        parts = [
            TimelinePart(
                "move",
                self.env._("Operation"),
                "community.household.operation",
                self._operation_domain(),
                ("date",),
                lambda row: self._timeline_operation(row, died),
                ("id", "kind", "state", "reason"),
                ("resident_ids",),
            )
        ]
        for day, reason in (("date_from", "start_reason"), ("date_to", "end_reason")):
            said = Domain.OR(
                Domain("id", "=", i) & Domain(day, "=", d)
                for model, i, d in told
                if model == "community.residency"
            )
            parts.append(
                TimelinePart(
                    "move",
                    moved,
                    "community.residency",
                    mine & Domain(day, "!=", False) & ~said,
                    (day,),
                    lambda row, reason=reason: (
                        self._timeline_word("community.residency", reason, row[reason])
                        or self.env._("Moved"),
                        row["residents"],
                    ),
                    (reason,),
                    ("resident_id",),
                )
            )
        for day, title in (("date_from", begins), ("date_to", ends)):
            parts.append(
                TimelinePart(
                    "category",
                    self.env._("Category"),
                    "community.category.line",
                    mine & Domain(day, "!=", False) & Domain("date_to", "<=", today)
                    if day == "date_to"
                    else mine,
                    (day,),
                    lambda row, title=title: (title, (row["category_id.name"], row["residents"])),
                    ("category_id.name",),
                    ("resident_id",),
                )
            )
        facts = mine & Domain("id", "not in", list(said_before))
        closed = self._timeline_closed_facts()
        if self.env["res.users"]._is_community_auditor_only():
            facts &= ~self._timeline_fact_domain(closed)
        parts.append(
            TimelinePart(
                "fact",
                self.env._("Fact"),
                FACT,
                facts,
                ("date",),
                lambda row: self._timeline_fact(row, closed),
                ("model", "field_name", "old_value", "new_value", "kind", "reason"),
                ("resident_id", "user_id"),
            )
        )
        return parts

    @api.model
    def _timeline_closed_facts(self):
        """Return the facts of which the history says that they changed, and no more.

        :return: set of (model, field)
        """
        return {
            (model, name)
            for model, names in FACTS.items()
            for name in names
            if self.env[model]._fields[name].groups == fields.NO_ACCESS
        }

    @api.model
    def _timeline_fact_domain(self, facts):
        return Domain.OR(
            Domain("model", "=", model) & Domain("field_name", "=", name) for model, name in facts
        )

    def _timeline_fact(self, row, closed):
        """Return the words of a fact that changed: of a closed one that it did, and no value."""
        change = self.env[FACT]
        title = (self._timeline_word(FACT, "kind", row["kind"]), row["users"])
        field = self.env[row["model"]]._fields.get(row["field_name"])
        if not field:  # of an addon that is gone
            return title, (row["residents"], row["field_name"], row["reason"])
        label = change._label_of(field)
        values = ""
        # Of a link the history keeps a number alone, whose name it would take a query to read.
        is_told = field.type != "many2one" and (row["model"], row["field_name"]) not in closed
        if is_told and (row["old_value"] or row["new_value"]):
            texts = (
                change._text_of(field, row[name]) or "–" for name in ("old_value", "new_value")
            )
            values = " → ".join(texts)
        return title, (row["residents"], label, values, row["reason"])

    def _timeline_is_open(self, part):
        """Tell whether the reader may read the records of a part, and their days."""
        records = self.env[part.model]
        return records.has_access("read") and all(
            records._has_field_access(records._fields[name], "read") for name in part.days
        )

    def _timeline_people(self, rows):
        """Return the names of the residents of all rows whom the reader may read, by id."""
        ids = list({person for row in rows for person in row[4] or ()})
        People = self.env["community.resident"].with_context(active_test=False)
        found = People.search_fetch([("id", "in", ids)], ["name"]) if ids else People
        return {person.id: person.name for person in found}

    def _timeline_entry(self, part, row, people):
        """Return one entry: the words of its part on what the query found."""
        _number, res_id, day, texts, residents, users = row
        comma = self.env._(", ")
        values = dict(zip(part.values, texts, strict=True))
        values["residents"] = comma.join(people[i] for i in residents or () if i in people)
        values["users"] = comma.join(users or ())
        title, text = (self._timeline_joined(words) for words in part.line(values))
        return {
            "date": fields.Date.to_string(day),
            "kind": part.kind,
            "kind_label": part.label,
            "title": title,
            "text": text,
            "model": part.model,
            "id": res_id,
        }

    @api.model
    def _timeline_joined(self, words):
        """Return words, or several of which some may be empty, as one text."""
        return words if isinstance(words, str) else " · ".join(filter(None, words or ()))

    @api.model
    def _timeline_word(self, model, name, value):
        """Return how the reader's language calls a value of a selection."""
        return dict(self.env[model]._fields[name]._description_selection(self.env)).get(value, "")

    def _timeline_told(self):
        """Return what operations say themselves.

        :return: set of (model, id, day) of the moves and facts that the entry of an operation tells
            already, and the ids of those whose death an operation entered, by operation
        """
        told, died = set(), {}
        # What was told of a fact goes with the person; so does the operation that said it.
        people = Domain("residency_ids.household_id", "in", self.ids)
        operations = self.env["community.household.operation"].search(
            self._operation_domain() | Domain("resident_ids", "any", people)
        )
        # Only the numbers of rows are taken from the closed snapshots.
        for operation in operations.sudo():
            for model, row_id, values in operation.after or []:
                if model in ("community.residency", FACT) and operation.state == "done":
                    told.add((model, row_id, operation.date))
                elif model == "community.resident" and values and values.get("date_death"):
                    died.setdefault(operation.id, set()).add(row_id)
        return told, died

    def _timeline_operation(self, row, died):
        operations = self.env["community.household.operation"]
        title = self._timeline_word(operations._name, "kind", row["kind"])
        if row["state"] != "done":
            title = f"{title} · {self._timeline_word(operations._name, 'state', row['state'])}"
        names = row["residents"]
        if gone := died.get(int(row["id"])):
            named = operations.browse(int(row["id"])).resident_ids
            names = self.env._(", ").join(person.name for person in named if person.id in gone)
        return title, row["reason"] or names

    # Household operations on the form and in the timeline.

    def _operation_domain(self):
        return Domain("household_ids", "in", self.ids)

    @api.depends_context("uid")
    def _compute_operation_count(self):
        self._count_links("operation_count", "community.household.operation", "household_ids")

    def _compute_undo_operation_id(self):
        for household in self:
            last = self.env["community.household.operation"].search(
                household._operation_domain() & Domain("state", "=", "done"), limit=1
            )
            household.undo_operation_id = last if last.can_undo else False

    def action_household_operation(self):
        """Open the dialog of the operation that ``operation_kind`` of the context names."""
        self.ensure_one()
        self.check_access("write")
        kind = self.env.context.get("operation_kind")
        if kind not in dict(KINDS):
            raise UserError(self.env._("%(kind)s is not a household operation.", kind=kind))
        return self.env["community.household.operation.wizard"]._action(kind, self)

    def action_undo_operation(self):
        """Take back the last operation, if it is not older than ten minutes."""
        self.ensure_one()
        if not self.undo_operation_id:
            raise UserError(self.env._("Nothing here can be undone any more."))
        return self.undo_operation_id.action_undo()

    def action_open_operations(self):
        """Open the list of the household's past operations."""
        return self._list_action(
            "community_service.community_household_operation_action",
            [("household_ids", "in", self.ids)],
        )
