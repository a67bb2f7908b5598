import hashlib

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
        if hidden := self.env["community.burden.field"]._hidden():
            # The client keeps forms beyond its page: of before, a hidden field would stand in them.
            text = f"{info.get('registry_hash')} {sorted(hidden.items())}"
            info["registry_hash"] = hashlib.sha256(text.encode()).hexdigest()
        return info
