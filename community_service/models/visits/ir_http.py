from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the client for how long the day may stay on the phone."""
        info = super().session_info()
        hours = self._community_offline_hours()
        if hours is not None:
            info["community_offline_hours"] = hours
        return info

    def _community_offline_hours(self):
        """Return the hours; 0 for who visits nobody, None for who is none of our people."""
        user = self.env.user
        if not user._is_internal() or not user._community_roles():
            return None
        if not self.env["community.visit"].has_access("create"):
            return 0
        return self.env.company.community_offline_hours
