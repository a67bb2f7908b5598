from odoo import models


class IrModuleModule(models.Model):
    """Ledgers bear their names in a language from the moment in which it comes in."""

    _inherit = "ir.module.module"

    def _load_module_terms(self, modules, langs, overwrite=False):
        """Load as before, then name the print actions of ledgers: their own words come later."""
        result = super()._load_module_terms(modules, langs, overwrite=overwrite)
        if any(name.startswith("community_") for name in modules):
            # sudo: whoever may add a language need not be allowed to write print actions.
            Ledger = self.env["community.ledger"].sudo().with_context(active_test=False)
            Ledger.search([("company_id", "=", False)])._sync_print_actions()
        return result
