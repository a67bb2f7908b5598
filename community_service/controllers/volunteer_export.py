from odoo import http
from odoo.http import request

from .workbook import send_workbook


class CommunityVolunteerExportController(http.Controller):
    # The access log is written: not on a read-only copy of the database.
    @http.route(
        "/community/volunteers/<int:export_id>/xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def volunteers(self, export_id):
        """Send the workbook for the national system that its dialog asked for."""
        export = request.env["community.volunteer.export"].browse(export_id).exists()
        if not export:
            raise request.not_found()
        return send_workbook(export._content(), request.env._("Volunteers"))
