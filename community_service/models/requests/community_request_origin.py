from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_request import CLOSED


class CommunityRequest(models.Model):
    """Where a request came from: external work orders, and duplicates that were merged."""

    _inherit = "community.request"

    # external work orders
    external_number = fields.Char(
        "Work order", copy=False, help="Number of the 12345 hotline or street."
    )
    date_received_external = fields.Date("Received there on", copy=False)
    date_due_external = fields.Date("Due there", copy=False)
    external_reply = fields.Text("Reply sent back", copy=False)
    callback_result = fields.Selection(
        [
            ("solved", "Solved"),
            ("partly", "Partly solved"),
            ("unsolved", "Not solved"),
            ("unreached", "Not reached"),
        ],
        "Call-back",
        copy=False,
        help="What the hotline heard when it called the person back.",
    )

    # duplicates
    merged_into_id = fields.Many2one(
        "community.request",
        "Merged into",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        check_company=True,
    )
    merged_ids = fields.One2many("community.request", "merged_into_id", "Merged requests")

    _external_uniq = models.UniqueIndex(
        "(company_id, channel, external_number) WHERE external_number IS NOT NULL",
        "This work order has been entered already: open it by its number.",
    )
    _check_external = models.Constraint(
        "CHECK (date_due_external IS NULL OR date_received_external IS NULL "
        "OR date_due_external >= date_received_external)",
        "A work order cannot be due before it was received.",
    )
    _check_merged = models.Constraint(
        "CHECK (merged_into_id IS NULL OR merged_into_id != id)",
        "A request cannot be merged into itself.",
    )

    @api.model
    def _action_fields(self):
        return super()._action_fields() | {"merged_into_id"}

    def action_merge(self):
        """Merge the selected requests into the oldest of them; each keeps its own origin.

        :return: an action that opens the one that goes on
        :raises UserError: when fewer than two are selected, or one is closed or merged already
        """
        self.check_access("write")
        if len(self) < 2:
            raise UserError(self.env._("Select at least two requests about the same matter."))
        self._check_state(("draft", "accepted", "in_progress", "waiting", "reopened"))
        if len(self.company_id) > 1:
            raise UserError(self.env._("Requests of two communities cannot be merged."))
        # The one that was accepted first goes on: its clock began first.
        main = self.sorted(
            lambda r: (
                not r.date_accepted,
                r.date_accepted or r.date_received,
                r.date_received,
                r.id,
            )
        )[0]
        others = self - main
        # Merged ones of the others follow to the same request; closed to direct writes.
        (others | others.merged_ids).sudo().write({"merged_into_id": main.id})
        main._log_step(
            "handle",
            note=self.env._("Merged: %(numbers)s", numbers=", ".join(others.mapped("number"))),
        )
        return main.get_formview_action()

    def action_unmerge(self):
        """Let merged requests go on by themselves again, as registered ones."""
        self.check_access("write")
        merged = self.filtered("merged_into_id")
        for request in merged:
            if request.merged_into_id.state in CLOSED:
                raise UserError(
                    self.env._(
                        "%(main)s, into which %(request)s was merged, is closed: reopen it first.",
                        main=request.merged_into_id.number,
                        request=request.number,
                    )
                )
        # Closed to direct writes; what the main request did is not theirs.
        merged.sudo().write({"merged_into_id": False})
        for request in merged:
            state = "accepted" if request.date_accepted else "draft"
            request.sudo().write({"state": state, "wait_reason": False})
