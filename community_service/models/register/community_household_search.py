from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .community_household_operation import KINDS

LONGEST = 200


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

        It is a part of the household's file: reading it goes into the access log.

        :param int limit: at most this many entries (1 to 200)
        :return: list of dicts: ``date`` (ISO), ``kind`` (visit, need, move, category), its label,
            ``title``, ``text``, ``model`` and ``id`` of the record behind the entry
        :raises AccessError: if the reader may not read the household
        """
        self.ensure_one()
        self.check_access("read")
        self.env["community.access.log"]._log("view", self)
        limit = max(1, min(int(limit), LONGEST))
        entries = [entry for source in self._timeline_sources() for entry in source(limit)]
        entries.sort(key=lambda entry: (entry["date"], entry["model"], entry["id"]), reverse=True)
        return entries[:limit]

    def _timeline_sources(self):
        """Return the methods that list entries; other addons add theirs.

        Each takes the number of entries wanted and reads with the rights of the reader, so that
        nobody learns from the timeline what a list would not show.
        """
        return [
            self._timeline_moves,
            self._timeline_categories,
            self._timeline_operations,
        ]

    def _timeline_entry(self, record, date, kind, kind_label, title, text=""):
        return {
            "date": fields.Date.to_string(date),
            "kind": kind,
            "kind_label": kind_label,
            "title": title,
            "text": text or "",
            "model": record._name,
            "id": record.id,
        }

    def _timeline_moves(self, limit):
        told = self._timeline_moves_told()
        lines = self.env["community.residency"].search(
            Domain("household_id", "=", self.id), limit=limit, order="id DESC"
        )
        reasons = {
            field: dict(lines._fields[field]._description_selection(self.env))
            for field in ("start_reason", "end_reason")
        }
        label = self.env._("Residency")
        for line in lines:
            for date, field in ((line.date_from, "start_reason"), (line.date_to, "end_reason")):
                if date and (line.id, fields.Date.to_string(date)) not in told:
                    title = reasons[field].get(line[field]) or self.env._("Moved")
                    yield self._timeline_entry(
                        line, date, "move", label, title, line.resident_id.name
                    )

    def _timeline_moves_told(self):
        """Return (residency, day) of the moves that the entry of an operation says already."""
        operations = self.env["community.household.operation"].search(
            self._operation_domain() & Domain("state", "=", "done")
        )
        # Only the numbers of rows are taken from the closed snapshots.
        return {
            (row_id, fields.Date.to_string(operation.date))
            for operation in operations.sudo()
            for model, row_id, _values in operation.after or []
            if model == "community.residency"
        }

    def _timeline_categories(self, limit):
        lines = self.env["community.category.line"].search(
            Domain("household_id", "=", self.id), limit=limit, order="date_from DESC, id DESC"
        )
        label = self.env._("Category")
        for line in lines:
            name, who = line.category_id.name, line.resident_id.name
            text = " · ".join(filter(None, (name, who)))
            yield self._timeline_entry(
                line, line.date_from, "category", label, self.env._("Begins"), text
            )
            if line.date_to and line.date_to <= fields.Date.context_today(self):
                yield self._timeline_entry(
                    line, line.date_to, "category", label, self.env._("Ends"), text
                )

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

    # timeline

    def _timeline_operations(self, limit):
        operations = self.env["community.household.operation"].search(
            self._operation_domain(), limit=limit
        )
        states = dict(operations._fields["state"]._description_selection(self.env))
        label = self.env._("Operation")
        for operation in operations:
            title = dict(operation._fields["kind"]._description_selection(self.env))[operation.kind]
            if operation.state != "done":
                title = f"{title} · {states[operation.state]}"
            people = operation._who_died() or operation.resident_ids
            names = self.env._(", ").join(people.mapped("name"))
            yield self._timeline_entry(
                operation, operation.date, "move", label, title, operation.reason or names
            )
