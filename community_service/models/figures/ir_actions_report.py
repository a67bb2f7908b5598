from odoo import fields, models


# Ledgers in the print menu: the web client posts the selection to the ledger's address.
class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    report_type = fields.Selection(
        selection_add=[("community-xlsx", "Ledger (XLSX)")],
        ondelete={"community-xlsx": "cascade"},
    )
