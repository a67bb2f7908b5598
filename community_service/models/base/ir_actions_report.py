from markupsafe import Markup

from odoo import models
from odoo.exceptions import AccessError

from ...tools.page_numbers import count_pages, overlay

NUMBERED = frozenset(("community_service.report_situation", "community_service.report_population"))

FOOT = 282  # mm from the top of an A4 page


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        """Log prints of our own records, on paper (PDF) or as a page; other apps pass through."""
        if records := self._community_records(report, docids):
            self.env["community.access.log"]._log("print", records, description=report.report_name)
        return super()._get_rendering_context(report, docids, data)

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        # Papers kept as attachments are served before any page is made, and looked up as superuser.
        self._community_records(self._get_report(report_ref), res_ids)
        return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _community_records(self, report, docids):
        """Return the records of a paper of ours, once the reader has shown the right to them.

        :raises AccessError: when one of them, or the paper itself, is not for the reader
        """
        if not (report.model or "").startswith("community.") or not docids:
            return None
        records = self.env[report.model].browse([docids] if isinstance(docids, int) else docids)
        # The records before anything else is read: what is read for them stays in the cache.
        records.check_access("read")
        # Odoo shows a print action to its groups alone, but serves its address to everybody.
        groups = report.group_ids
        if groups and not self.env.su and not groups & self.env.user.all_group_ids:
            raise AccessError(
                self.env._(
                    "“%(paper)s” is a paper of other roles. Ask one of these: %(groups)s.",
                    paper=report.name,
                    groups=", ".join(groups.mapped("full_name")),
                )
            )
        return records

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
