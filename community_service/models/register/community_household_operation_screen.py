from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .community_household_operation import KINDS


class CommunityHousehold(models.Model):
    """Household operations on the form and in the timeline."""

    _inherit = "community.household"

    operation_count = fields.Integer("Operations", compute="_compute_operation_count")
    undo_operation_id = fields.Many2one(
        "community.household.operation", compute="_compute_undo_operation_id"
    )

    def _operation_domain(self):
        return Domain("household_ids", "in", self.ids)

    def _compute_operation_count(self):
        for household in self:
            household.operation_count = self.env["community.household.operation"].search_count(
                household._operation_domain()
            )

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
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_household_operation_action"
        )
        return dict(action, domain=[("household_ids", "in", self.ids)], context={})

    # timeline

    def _timeline_sources(self):
        return [*super()._timeline_sources(), self._timeline_operations]

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
            names = self.env._(", ").join(operation.resident_ids.mapped("name"))
            yield self._timeline_entry(
                operation, operation.date, "move", label, title, operation.reason or names
            )

    def _timeline_moves(self, limit):
        """Leave out what an operation says already."""
        operations = self.env["community.household.operation"].search(
            self._operation_domain() & Domain("state", "=", "done")
        )
        # Only the numbers of rows are taken from the closed snapshots.
        told = {
            (row_id, fields.Date.to_string(operation.date))
            for operation in operations.sudo()
            for model, row_id, _values in operation.after or []
            if model == "community.residency"
        }
        for entry in super()._timeline_moves(limit):
            if (entry["id"], entry["date"]) not in told:
                yield entry
