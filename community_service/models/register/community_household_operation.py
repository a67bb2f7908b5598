from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ("move_in", "Move in"),
    ("move_out", "Move out"),
    ("change_head", "Change head"),
    ("split", "Split household"),
    ("merge", "Merge households"),
    ("birth", "Birth"),
    ("death", "Death"),
]


class CommunityHouseholdOperation(models.Model):
    """One change of who lives in a household, made in one transaction and able to go back.

    Rows enter through the operations of ``community.household`` alone. For ten minutes one tap
    takes an operation back; for thirty days it can be reversed with a reason, as long as nothing
    has been built on it. The rows as they were are in ``community_household_snapshot.py``.
    """

    _name = "community.household.operation"
    _description = "Household Operation"
    _inherit = ["community.scoped.mixin"]
    _order = "date_done desc, id desc"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, required=True, readonly=True)
    date = fields.Date("Effective from", required=True, readonly=True)
    # Not "restrict": going back removes the household that a split made.
    household_id = fields.Many2one(
        "community.household", readonly=True, index="btree_not_null", ondelete="set null"
    )
    household_ids = fields.Many2many(
        "community.household",
        "community_household_operation_household_rel",
        string="Households",
        readonly=True,
        context={"active_test": False},
    )
    resident_ids = fields.Many2many(
        "community.resident",
        "community_household_operation_resident_rel",
        string="Residents",
        readonly=True,
        context={"active_test": False},
    )
    # Names and birth dates of people in other grids may stand in them: read by code alone.
    before = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    after = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("done", "Done"), ("undone", "Undone"), ("reversed", "Reversed")],
        required=True,
        readonly=True,
        default="done",
    )
    user_id = fields.Many2one(
        "res.users", "Done by", readonly=True, default=lambda self: self.env.user
    )
    date_done = fields.Datetime("Done on", readonly=True, default=lambda self: self._now())
    reason = fields.Char("Reason of the reversal", readonly=True)
    can_undo = fields.Boolean(compute="_compute_can_undo")
    can_reverse = fields.Boolean(compute="_compute_can_undo")

    @api.model
    def _now(self):
        # Not the transaction's time: operations follow each other within one.
        return fields.Datetime.now()

    @api.depends("state", "date_done")
    def _compute_can_undo(self):
        now, number = self._now(), self.env["community.setting"]._number
        undo, reverse = timedelta(minutes=number("undo_minutes")), timedelta(number("reverse_days"))
        for operation in self:
            age = now - (operation.date_done or now)
            done = operation.state == "done"
            operation.can_undo = done and age <= undo
            operation.can_reverse = done and not operation.can_undo and age <= reverse

    @api.depends("kind", "date")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for operation in self:
            operation.display_name = f"{kinds.get(operation.kind, '')} {operation.date or ''}"

    def action_undo(self):
        """Take one operation back within ten minutes, in one tap.

        :raises UserError: when the time is over or something was built on the operation
        :raises AccessError: to whoever may not change the household
        """
        self.ensure_one()
        self._check_may_change()
        if self.state == "done" and not self.can_undo:
            raise UserError(
                self.env._(
                    "%(operation)s is older than %(minutes)s minutes: reverse it with a reason.",
                    operation=self.display_name,
                    minutes=self.env["community.setting"]._number("undo_minutes"),
                )
            )
        self._go_back("undone")
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_reverse(self, reason):
        """Reverse one operation within thirty days while nothing depends on it.

        :param str reason: why; it is kept with the operation
        :raises UserError: without a reason, too late, or naming what stands in the way
        :raises AccessError: to whoever may not change the household
        """
        self.ensure_one()
        self._check_may_change()
        reason = " ".join(reason.split()) if isinstance(reason, str) else ""
        if not reason:
            raise UserError(
                self.env._("Say why %(operation)s is reversed.", operation=self.display_name)
            )
        if self.state == "done" and not (self.can_undo or self.can_reverse):
            raise UserError(
                self.env._(
                    "%(operation)s is older than %(days)s days and stays: enter a new operation "
                    "that says what is true now.",
                    operation=self.display_name,
                    days=self.env["community.setting"]._number("reverse_days"),
                )
            )
        self._go_back("reversed", reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_ask_reason(self):
        """Open the dialog that asks for the reason of a reversal."""
        self.ensure_one()
        return self.env["community.household.operation.wizard"]._action(
            "reverse", self.household_id, operation=self
        )

    def _check_may_change(self):
        self.check_access("read")
        # Also a household of another grid that took part was reached by the checked operation;
        # the right to the household that it was done on decides.
        if not self.household_id:
            raise AccessError(
                self.env._(
                    "The household of %(operation)s is gone: there is nothing to go back to.",
                    operation=self.display_name,
                )
            )
        self.household_id.check_access("write")

    def _go_back(self, state, reason=False):
        if self.state != "done":
            raise UserError(
                self.env._(
                    "%(operation)s was already taken back: nothing is left to undo.",
                    operation=self.display_name,
                )
            )
        # The operation touched rows that its user may not write, like those of another grid.
        operation = self.sudo()
        if obstacle := operation._obstacle():
            raise UserError(obstacle)
        operation._restore()
        operation.write({"state": state, "reason": reason})
