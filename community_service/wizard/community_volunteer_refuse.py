from odoo import fields, models

from ..models.base.community_dialog_mixin import ends_dialog


class CommunityVolunteerRefuse(models.TransientModel):
    """Asks why hours are refused; the volunteer reads the answer."""

    _name = "community.volunteer.refuse"
    _description = "Refuse Hours"
    _inherit = ["community.dialog.mixin"]

    service_ids = fields.Many2many("community.volunteer.service", string="Services", required=True)
    reason = fields.Char(required=True)

    @ends_dialog
    def action_apply(self):
        """Refuse the chosen services."""
        self.ensure_one()
        self.service_ids.action_refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
