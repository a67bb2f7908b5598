from odoo import fields, models

from ..models.base.community_dialog_mixin import ends_dialog


class CommunityReportUnlock(models.TransientModel):
    """Asks why a locked report is opened again."""

    _name = "community.report.unlock"
    _description = "Unlock a Report"
    _inherit = ["community.dialog.mixin"]

    report_id = fields.Many2one("community.report", required=True)
    reason = fields.Char(required=True)

    @ends_dialog
    def action_unlock(self):
        """Unlock the report with the reason given."""
        self.ensure_one()
        self.report_id.action_unlock(self.reason)
