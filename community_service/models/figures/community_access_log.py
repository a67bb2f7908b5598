from odoo import models


class CommunityAccessLog(models.Model):
    """Tell a ledger that was taken along by its name."""

    _inherit = "community.access.log"

    def _list_name(self, code):
        # The name of a ledger is no secret, also where it was archived since.
        ledgers = self.env["community.ledger"].sudo().with_context(active_test=False)
        return ledgers.search([("code", "=", code)], limit=1).name or super()._list_name(code)
