from odoo import http
from odoo.http import request

from odoo.addons.community_service.controllers.workbook import send_export


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
        return send_export(
            "community.party.member.export", export_id, request.env._("Members of the export")
        )
