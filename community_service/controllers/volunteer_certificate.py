from odoo import http
from odoo.http import request

from .public_page import public_page


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
        Certificate = request.env["community.volunteer.certificate"]
        return public_page(
            "community_service.volunteer_certificate_page",
            asked=asked,
            number=number,
            certificate=Certificate._verify(number, code) if asked else None,
        )
