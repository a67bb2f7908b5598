from odoo import http

from odoo.addons.web.controllers.report import ReportController


class CommunityReportController(ReportController):
    def _report_readonly(self, rule, args):
        # Printing our records writes to the access log; reports of other apps stay as they are.
        return not args.get("reportname", "").startswith("community_")

    @http.route(readonly=_report_readonly)
    def report_routes(self, reportname, docids=None, converter=None, **data):
        return super().report_routes(reportname, docids=docids, converter=converter, **data)
