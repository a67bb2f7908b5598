from odoo import http
from odoo.http import request

from .workbook import send_export


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
        return send_export("community.volunteer.export", export_id, request.env._("Volunteers"))
