from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class CommunityPartyMemberExportController(http.Controller):
    # The access log is written: not on a read-only copy of the database.
    @http.route(
        "/community/party/members/<int:export_id>/xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def members(self, export_id):
        """Send the workbook for the national member system that its dialog asked for."""
        export = request.env["community.party.member.export"].browse(export_id).exists()
        if not export:
            raise request.not_found()
        content = export._content()
        name = f"{request.env._('Party members')}.xlsx"
        return request.make_response(
            content,
            headers=[
                ("Content-Type", XLSX),
                ("Content-Length", str(len(content))),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
            ],
        )
