from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the client which lists have a ledger, for the gear menu."""
        info = super().session_info()
        Ledger = self.env["community.ledger"]
        if self.env.user._is_internal() and Ledger.has_access("read"):
            models = Ledger._read_group([("is_readable", "=", True)], ["model"])
            info["community_ledger_models"] = sorted(model for [model] in models)
        return info
