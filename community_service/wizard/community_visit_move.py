from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityVisitMove(models.TransientModel):
    """Move, reassign or cancel many planned visits at once."""

    _name = "community.visit.move"
    _description = "Move or Reassign Visits"

    visit_ids = fields.Many2many(
        "community.visit",
        "community_visit_move_rel",
        default=lambda self: self.env["community.visit"].browse(
            self.env.context.get("active_ids", [])
        ),
    )
    planned_count = fields.Integer("Planned visits", compute="_compute_planned_count")
    date = fields.Date("New day", help="Empty: the days stay as they are.")
    user_id = fields.Many2one(
        "res.users",
        "New worker",
        domain=[("share", "=", False)],
        help="Empty: the workers stay as they are.",
    )

    @api.depends("visit_ids")
    def _compute_planned_count(self):
        for wizard in self:
            wizard.planned_count = len(wizard._planned())

    def _planned(self):
        return self.visit_ids.filtered(lambda visit: visit.state == "planned")

    def action_apply(self):
        """Move and reassign the planned visits of the selection; made ones stay as they are."""
        self.ensure_one()
        values = {}
        if self.date:
            values["date"] = self.date
        if self.user_id:
            values["user_id"] = self.user_id.id
        if not values:
            raise UserError(self.env._("Choose a new day or a new worker for these visits."))
        self._planned().with_context(tracking_disable=True).write(values)
        return {"type": "ir.actions.act_window_close"}
