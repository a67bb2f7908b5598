from odoo import fields, models


class IrActionsReport(models.Model):
    """Ledgers in the print menu: the web client posts the selection to the ledger's address."""

    _inherit = "ir.actions.report"

    report_type = fields.Selection(
        selection_add=[("community-xlsx", "Ledger (XLSX)")],
        ondelete={"community-xlsx": "cascade"},
    )
