import lxml.html
from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import ormcache

from ...tools.listed import listed
from ...tools.page_numbers import count_pages, joined, left_edges, overlay
from ...tools.paper_blocks import close_up, hold_together
from ...tools.pdf_text import readable

FOOT = {"Portrait": 281, "Landscape": 194}  # mm from the top of an A4 page to its number


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
        :raises UserError: when the paper would not be true of one of them, and while the community
            has no name of its own
        """
        if not report._is_community_paper() or not docids:
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
                    groups=listed(self.env.lang, groups.mapped("full_name")),
                )
            )
        if isinstance(records, self.env.registry["community.paper.mixin"]):
            records._check_paper_true(report)
        # sudo: the name of the company, which stands on the paper.
        companies = records.sudo().company_id if "company_id" in records._fields else None
        for company in companies or self.env.company.sudo():
            company._community_name()
        return records

    # what is a paper of ours, and on what it is printed

    def _is_community_paper(self):
        return len(self) == 1 and (self.model or "").startswith("community.")

    def get_paperformat(self):
        """Return A4 with the margins of an official paper, where a paper of ours names no other."""
        measured = not self and self.env.context.get("community_paper")
        if measured or self._is_community_paper() and not self.paperformat_id:
            own = self.env.ref("community_service.paper_format", raise_if_not_found=False)
            return own or super().get_paperformat()
        return super().get_paperformat()

    def _render_template(self, template, values=None):
        """Write the days of our papers in words: 2026年11月28日."""
        ours = str(template).startswith("community_")
        report = self.with_context(community_paper=True) if ours else self
        return super(IrActionsReport, report)._render_template(template, values)

    # from page to PDF

    def _prepare_html(self, html, report_model=False):
        """Return each record of a paper of ours as a page of its own, with our style and no other.

        Odoo's style brings fonts of the web, of which the engine keeps no text, and has to be
        fetched from the running server.
        """
        if not self._is_community_paper():
            return super()._prepare_html(html, report_model=report_model)
        root = lxml.html.fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
        by_class = "//div[contains(concat(' ', normalize-space(@class), ' '), ' article ')]"
        nodes = root.xpath(by_class) or root.xpath("//main")
        ids = [
            int(node.get("data-oe-id") or 0) if node.get("data-oe-model") == report_model else None
            for node in nodes
        ]
        for node in nodes:
            hold_together(node)
            if (root.get("lang") or "").startswith("zh"):
                close_up(node)
        sheets = [self._paper_sheet(lxml.html.tostring(node, encoding="unicode")) for node in nodes]
        arguments = {name: value for name, value in root.items() if name.startswith("data-report-")}
        return sheets, ids, "", "", arguments

    @api.model
    def _paper_sheet(self, body):
        """Return a document for the printing engine, in true millimetres.

        :param str body: HTML
        """
        values = {"body": Markup(body), "zoom": self._paper_zoom()}
        return self.env["ir.qweb"]._render("community_service.paper_sheet", values)

    @api.model
    @ormcache(cache="stable")
    def _paper_zoom(self):
        """Return by how much a page has to be drawn larger for 100 mm to come out as 100 mm.

        A printing engine on an unpatched Qt draws everything at about three quarters, another one
        does not: a page with two marks is printed once, and measured.
        """
        marks = "".join(
            f'<b style="position: absolute; left: {left}mm">{mark}</b>'
            for left, mark in ((10, "A"), (110, "B"))
        )
        page = f"<!DOCTYPE html><html><body style='margin: 0'>{marks}</body></html>"
        edges = left_edges(self.env[self._name]._print_sheet(page))
        return round(100 / (edges["B"] - edges["A"]), 4)

    @api.model
    def _build_wkhtmltopdf_args(
        self,
        paperformat_id,
        landscape,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        """Wait for no script on our papers: they have none."""
        arguments = super()._build_wkhtmltopdf_args(
            paperformat_id,
            landscape,
            specific_paperformat_args=specific_paperformat_args,
            set_viewport_size=set_viewport_size,
        )
        if self.env.context.get("community_paper") and "--javascript-delay" in arguments:
            arguments[arguments.index("--javascript-delay") + 1] = "0"
        return arguments

    def _run_wkhtmltopdf(
        self,
        bodies,
        report_ref=False,
        header=None,
        footer=None,
        landscape=False,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        """Print our papers record by record, number the pages of each, and mend their text.

        Some engines take one document at a time, none of them writes running footers everywhere.
        """
        report = self._get_report(report_ref) if report_ref else self
        options = {
            "landscape": landscape,
            "specific_paperformat_args": specific_paperformat_args,
            "set_viewport_size": set_viewport_size,
        }
        if not report._is_community_paper():
            return super()._run_wkhtmltopdf(
                bodies, report_ref=report_ref, header=header, footer=footer, **options
            )
        papers = []
        for body in bodies:
            paper = report._print_sheet(body, **options)
            count = count_pages(paper)
            if count > 1:
                paper = overlay(paper, report._page_number_layer(count, **options))
            papers.append(paper)
        return readable(joined(papers))

    def _print_sheet(self, sheet, **options):
        """Return one document as the printing engine leaves it."""
        report = self.with_context(community_paper=True)
        parent = super(IrActionsReport, report)
        return parent._run_wkhtmltopdf([sheet], report_ref=report.report_name or False, **options)

    def _page_number_layer(self, count, **options):
        """Return a PDF of ``count`` pages with nothing but their numbers, in embedded fonts."""
        arguments = dict(options.get("specific_paperformat_args") or {})
        landscape = arguments.get("data-report-landscape") or options.get("landscape")
        if not landscape and self.get_paperformat().orientation == "Landscape":
            landscape = True
        arguments["data-report-margin-top"] = FOOT["Landscape" if landscape else "Portrait"]
        arguments["data-report-margin-bottom"] = 1
        numbers = [
            self.env._("Page %(page)s of %(pages)s", page=number, pages=count)
            for number in range(1, count + 1)
        ]
        layer = self.env["ir.qweb"]._render("community_service.paper_numbers", {"numbers": numbers})
        options["specific_paperformat_args"] = arguments
        return self._print_sheet(self._paper_sheet(layer), **options)
