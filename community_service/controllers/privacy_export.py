from odoo import http
from odoo.http import request

from .workbook import send_export


class CommunityPrivacyExportController(http.Controller):
    # The access log is written: not on a read-only copy of the database.
    @http.route(
        "/community/privacy/<int:export_id>/xlsx",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def privacy(self, export_id):
        """Send the copy of a person's data that its dialog asked for."""
        return send_export("community.privacy.export", export_id, request.env._("Personal data"))
