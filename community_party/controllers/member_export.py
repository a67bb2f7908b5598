from odoo import http
from odoo.http import request

from odoo.addons.community_service.controllers.workbook import send_workbook


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
        return send_workbook(export._content(), request.env._("Party members"))
