from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.community_service.controllers.public_page import busy_page, public_page


class CommunityPetitionRating(http.Controller):
    """Lets petitioners say what they think of the answer, with number and code."""

    @http.route(
        "/community/petition/rate", type="http", auth="public", methods=["POST"], sitemap=False
    )
    def rate(self, number="", code="", rating="", note=""):
        """Store the rating and show the progress again, or the reason why it was not stored."""
        Petition, Try = request.env["community.petition"], request.env["community.public.try"]
        error = progress = None
        refused = Try._admit("progress", number)
        if refused == "busy":
            return busy_page()
        if not refused:
            try:
                with request.env.cr.savepoint():
                    Petition._rate(number, code, rating, note)
            except UserError as refusal:
                error = refusal.args[0]
            progress = Petition._progress(number, code)
        if progress:
            Try._forget("progress", number)
        return public_page(
            "community_service.progress_page",
            asked=True,
            number=number,
            progress=None if error else progress,
            rating_error=error,
        )
