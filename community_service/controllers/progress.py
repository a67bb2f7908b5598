from odoo import http
from odoo.http import request


class CommunityProgress(http.Controller):
    """Two pages for people without an account: how far a request is, whether a paper is real."""

    @http.route(
        "/community/progress", type="http", auth="public", methods=["GET", "POST"], sitemap=False
    )
    def progress(self, number="", code=""):
        """Show the form, or the progress of the request with this number and code."""
        asked = request.httprequest.method == "POST"
        progress = request.env["community.request"]._progress(number, code) if asked else None
        return request.render(
            "community_service.progress_page",
            {"asked": asked, "number": number, "progress": progress},
            headers={"Cache-Control": "no-store"},
        )

    @http.route(
        "/community/certificate/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
    )
    def certificate(self, token):
        """Tell whether the certificate with this code is valid."""
        certificate = request.env["community.certificate"]._verify(token)
        return request.render(
            "community_service.certificate_page",
            {"certificate": certificate},
            headers={"Cache-Control": "no-store"},
        )
