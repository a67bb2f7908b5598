import mimetypes

from odoo import http
from odoo.http import content_disposition, request


class CommunityMatch(http.Controller):
    """The workbook of a list from above, on its way back to the sender."""

    # Not read-only: the export is logged.
    @http.route("/community/match/return/<int:dialog_id>", type="http", auth="user")
    def returned(self, dialog_id):
        """Send the workbook as the dialog asks for it; it leaves no copy in a cache on the way."""
        dialog = request.env["community.match.return"].browse(dialog_id).exists()
        if not dialog:
            raise request.not_found()
        content, filename, _count = dialog.match_id._one()._returned(
            dialog.body, dialog.reason, dialog.is_whole
        )
        kind = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        return request.make_response(
            content,
            headers=[
                ("Content-Type", kind),
                ("Content-Length", str(len(content))),
                ("Content-Disposition", content_disposition(filename)),
                ("Cache-Control", "no-store"),
            ],
        )
