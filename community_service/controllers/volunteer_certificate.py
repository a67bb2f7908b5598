from odoo import http
from odoo.http import request

from .public_page import busy_page, public_page


class CommunityVolunteerCertificatePage(http.Controller):
    @http.route(
        "/community/volunteer/certificate",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        sitemap=False,
    )
    def verify(self, number="", code="", **_kwargs):
        """Show the form, or what the certificate with this number and code says."""
        asked = request.httprequest.method == "POST"
        certificate = None
        if asked:
            Try = request.env["community.public.try"]
            refused = Try._admit("volunteer", number)
            if refused == "busy":
                return busy_page()
            if not refused:
                certificate = request.env["community.volunteer.certificate"]._verify(number, code)
            if certificate:
                Try._forget("volunteer", number)
        return public_page(
            "community_service.volunteer_certificate_page",
            asked=asked,
            number=number,
            certificate=certificate,
        )
