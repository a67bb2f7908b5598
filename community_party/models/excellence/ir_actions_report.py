from odoo import models

CERTIFICATE = "community_party.report_award"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Print the certificate of an award while it is true, on whatever road it is asked for."""
        context = super()._get_rendering_context(report, docids, data)
        if report.report_name == CERTIFICATE:
            self.env[report.model].browse(docids)._check_printable()
        return context
