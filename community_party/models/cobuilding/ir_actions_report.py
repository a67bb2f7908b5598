from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _community_records(self, report, docids):
        """Offer the paper of an agreement only while it is true."""
        records = super()._community_records(report, docids)
        if records is not None and records._name == "community.party.agreement":
            records._check_paper()
        return records
