import mimetypes

from odoo import http
from odoo.http import content_disposition, request


class CommunityForm(http.Controller):
    """A form that another body demands, filled in."""

    # Not read-only: the export is logged.
    @http.route("/community/form/<int:filling_id>", type="http", auth="user")
    def filled(self, filling_id, whole=""):
        """Send the workbook of a filled form; it leaves no copy in a cache on the way.

        :param str whole: anything asks for whole numbers, by a release
        """
        filling = request.env["community.form.filling"].browse(filling_id).exists()
        if not filling:
            raise request.not_found()
        content, filename = filling._content(bool(whole))
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
