from odoo import api, models
from odoo.exceptions import ValidationError


# A shared dashboard is open to whoever has its address, without a login.
class SpreadsheetDashboardShare(models.Model):
    _inherit = "spreadsheet.dashboard.share"

    @api.constrains("dashboard_id")
    def _check_not_the_community(self):
        """Keep true figures inside: what is published has its small counts suppressed."""
        own = self.env.ref("community_service.spreadsheet_dashboard_group_community", False)
        for share in self:
            # sudo: the group of a dashboard tells nothing about its content.
            if own and share.dashboard_id.sudo().dashboard_group_id == own:
                raise ValidationError(
                    self.env._(
                        "%(dashboard)s shows true figures and is not shared by a link: publish a "
                        "situation report with small counts left out instead.",
                        dashboard=share.dashboard_id.name,
                    )
                )
