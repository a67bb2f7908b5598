from odoo import fields, models
from odoo.fields import Command

from ..models.base.community_dialog_mixin import ends_dialog


class CommunityLifeEventEnd(models.TransientModel):
    """Asks why events do not take place."""

    _name = "community.life.event.end"
    _description = "Dismiss or Cancel Events"
    _inherit = ["community.dialog.mixin"]

    event_ids = fields.Many2many(
        "community.life.event",
        required=True,
        default=lambda self: [Command.set(self.env.context.get("active_ids", []))],
        string="Caring event",
    )
    reason = fields.Char("Why not", required=True)

    @ends_dialog
    def action_apply(self):
        """Dismiss or cancel the events with the reason given."""
        self.ensure_one()
        self.event_ids._cancel(self.reason)
