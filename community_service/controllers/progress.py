from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from .public_page import busy_page, public_page


class CommunityProgress(http.Controller):
    """Pages for people without an account: hand in a request, how far it is, is a paper real."""

    @http.route(
        "/community/request", type="http", auth="public", methods=["GET", "POST"], sitemap=False
    )
    def intake(self, **form):
        """Show the form of a new request, or take it and show number and code.

        The answer is the receipt itself: a code has no place in an address or a session.
        """
        Request = request.env["community.request"]
        if not Request._is_online_open():
            raise request.not_found()
        error = receipt = None
        if request.httprequest.method == "POST":
            if request.env["community.public.try"]._admit_unseen("request"):
                return busy_page()
            words = ("text", "item", "place", "name", "phone")
            try:
                with request.env.cr.savepoint():
                    receipt = Request._take_online(**{word: form.get(word, "") for word in words})
            except (UserError, ValidationError) as refusal:
                error = refusal.args[0]
        return public_page(
            "community_service.intake_page",
            form=form,
            error=error,
            receipt=receipt,
            choices=None if receipt else Request._online_choices(),
            community=Request._online_community().name,
        )

    @http.route(
        "/community/progress", type="http", auth="public", methods=["GET", "POST"], sitemap=False
    )
    def progress(self, number="", code=""):
        """Show the form, or the progress of the request with this number and code."""
        asked = request.httprequest.method == "POST"
        progress = None
        if asked:
            Try = request.env["community.public.try"]
            refused = Try._admit("progress", number)
            if refused == "busy":
                return busy_page()
            if not refused:
                progress = request.env["community.request"]._progress(number, code)
            if progress:
                Try._forget("progress", number)
        return public_page(
            "community_service.progress_page", asked=asked, number=number, progress=progress
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
        Try = request.env["community.public.try"]
        if Try._admit("certificate"):
            return busy_page()
        certificate = request.env["community.certificate"]._verify(token)
        if certificate:
            Try._forget("certificate")
        return public_page("community_service.certificate_page", certificate=certificate)
