from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell the client which lists have a ledger, and whether there are people to be found."""
        info = super().session_info()
        Ledger = self.env["community.ledger"]
        if self.env.user._is_internal() and Ledger.has_access("read"):
            models = Ledger._read_group([("is_readable", "=", True)], ["model"])
            info["community_ledger_models"] = sorted(model for [model] in models)
        find = self.env.user._is_internal() and self.env["community.resident"].has_access("read")
        info["community_find"] = find
        return info
