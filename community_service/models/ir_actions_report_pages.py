from odoo import models

from ..tools.page_numbers import stamp

NUMBERED = frozenset(("community_service.report_situation", "community_service.report_population"))


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Stamp page numbers on our own papers; others pass through."""
        content, kind = super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        if kind == "pdf" and self._get_report(report_ref).report_name in NUMBERED:
            content = stamp(content, self.env._("Page {page} of {pages}"))
        return content, kind
