from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _community_records(self, report, docids):
        """Offer a paper of the Party file only in a state in which it is true."""
        records = super()._community_records(report, docids)
        if records is not None and records._name.startswith("community.party.fund"):
            records._check_paper()
        return records
