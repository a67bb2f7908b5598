from markupsafe import Markup

from odoo import models

from ...tools.page_numbers import count_pages, overlay

NUMBERED = frozenset(("community_service.report_situation", "community_service.report_population"))

FOOT = 282  # mm from the top of an A4 page


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Log prints of our own records, on paper (PDF) or as a page; other apps pass through."""
        if (report.model or "").startswith("community.") and docids:
            records = self.env[report.model].browse(docids)
            self.env["community.access.log"]._log("print", records, description=report.report_name)
        return super()._get_rendering_context(report, docids, data)

    # pages

    def _render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        """Stamp page numbers on our own papers; others pass through."""
        content, kind = super()._render_qweb_pdf(report_ref, res_ids=res_ids, data=data)
        report = self._get_report(report_ref)
        if kind == "pdf" and report.report_name in NUMBERED:
            content = overlay(content, report._page_number_layer(count_pages(content)))
        return content, kind

    def _page_number_layer(self, count):
        """Return a PDF of ``count`` pages with nothing but their numbers, in embedded fonts."""
        pages = Markup("").join(
            Markup('<p style="{style}">{text}</p>').format(
                style="text-align: center; font-size: 12px; margin: 0; page-break-after: always",
                text=self.env._("Page %(page)s of %(pages)s", page=number, pages=count),
            )
            for number in range(1, count + 1)
        )
        html = Markup('<html><head><meta charset="utf-8"/></head><body>{}</body></html>')
        margins = {"data-report-margin-top": FOOT, "data-report-margin-bottom": 1}
        return self._run_wkhtmltopdf(
            [html.format(pages)], report_ref=self.report_name, specific_paperformat_args=margins
        )
