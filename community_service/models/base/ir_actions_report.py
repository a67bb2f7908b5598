from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Log prints of our own records, on paper (PDF) or as a page; other apps pass through."""
        if (report.model or "").startswith("community.") and docids:
            records = self.env[report.model].browse(docids)
            self.env["community.access.log"]._log("print", records, description=report.report_name)
        return super()._get_rendering_context(report, docids, data)
