from odoo import http
from odoo.http import request

from .public_page import busy_page, public_page


class CommunityOpenBookPage(http.Controller):
    """What the community did in a period, for residents to read."""

    @http.route(
        "/community/open-book",
        type="http",
        auth="public",
        methods=["GET"],
        sitemap=False,
        save_session=False,
        readonly=True,
    )
    def open_book(self, edition="", **_kwargs):
        """Show the newest published edition, or the one that is asked for.

        Nothing is kept of whoever reads: neither a session nor a line about the connection.
        """
        page = request.env["community.open.book"]._public_page(
            int(edition)
            if edition.isascii() and edition.isdecimal() and len(edition) < 10
            else None
        )
        if page is None:
            raise request.not_found()
        if request.env["community.public.try"]._admit_unseen("open_book"):
            return busy_page()
        return public_page("community_service.open_book_page", **page)
