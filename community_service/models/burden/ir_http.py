from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the client whether it measures, and which pauses it leaves out (in minutes)."""
        info = super().session_info()
        user, company = self.env.user, self.env.company
        if user._is_internal() and user._is_measured(company):
            info["community_burden"] = {
                "idle": company.sudo().community_burden_idle,
                "models": sorted(self.env["community.burden.time"]._entry_models()),
            }
        return info
