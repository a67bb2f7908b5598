from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.base.community_dialog_mixin import ends_dialog


class CommunityRequestMove(models.TransientModel):
    """Asks for what a move of a request needs: a reason, a result, or a rating."""

    _name = "community.request.move"
    _description = "Move of a Request"
    _inherit = ["community.dialog.mixin"]

    kind = fields.Selection(
        [
            ("done", "Close with a result"),
            ("on_spot", "Solved on the spot"),
            ("wait", "Stop the clock"),
            ("refuse", "Refuse"),
            ("return", "Return: not our competence"),
            ("cancel", "Cancel the request"),
            ("reopen", "Take up again"),
            ("satisfaction", "Return visit"),
            ("revoke", "Revoke the certificate"),
        ],
        required=True,
        readonly=True,
    )
    request_ids = fields.Many2many("community.request", string="Requests", readonly=True)
    certificate_ids = fields.Many2many(
        "community.certificate", string="Certificates", readonly=True
    )
    reason = fields.Text(compute="_compute_reason", store=True, readonly=False)
    result = fields.Text()
    satisfaction = fields.Selection(
        selection=lambda self: (
            self.env["community.request"]._fields["satisfaction"]._description_selection(self.env)
        )
    )
    satisfaction_note = fields.Char("What the person said")

    @api.depends("kind", "request_ids")
    def _compute_reason(self):
        """Propose the standard reason where the item is not on the allowed list."""
        for move in self:
            items = move.request_ids.item_id
            standard = items.refusal_reason if len(items) == 1 and not items.is_allowed else ""
            move.reason = move.reason or (standard if move.kind == "refuse" else "")

    @ends_dialog
    def action_apply(self):
        """Make the move.

        :raises UserError: when reason, result or rating is missing, or the state forbids it
        """
        self.ensure_one()
        requests, reason = self.request_ids, (self.reason or "").strip()
        if self.kind in ("wait", "reopen", "revoke") and not reason:
            raise UserError(self.env._("Give the reason: it stays with the record."))
        if self.kind == "wait":
            requests._wait(reason)
        elif self.kind == "done":
            requests._finish(self.result)
        elif self.kind == "on_spot":
            requests._solve_on_spot(self.result)
        elif self.kind == "reopen":
            requests._reopen(reason)
        elif self.kind == "revoke":
            self.certificate_ids.action_revoke(reason)
        elif self.kind == "satisfaction":
            if not self.satisfaction:
                raise UserError(self.env._("Choose what the person said about the result."))
            requests._check_state("done")
            requests.write(
                {"satisfaction": self.satisfaction, "satisfaction_note": self.satisfaction_note}
            )
        else:
            state = {"refuse": "refused", "return": "returned", "cancel": "cancelled"}[self.kind]
            requests._end_without(state, reason)
        if self.kind == "refuse" and len(requests) == 1:
            report = self.env.ref("community_service.community_request_report_refusal")
            return report.report_action(requests)
        return {"type": "ir.actions.act_window_close"}
