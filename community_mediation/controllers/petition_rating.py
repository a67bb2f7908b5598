from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.community_service.controllers.public_page import public_page


class CommunityPetitionRating(http.Controller):
    """Lets petitioners say what they think of the answer, with number and code."""

    @http.route(
        "/community/petition/rate", type="http", auth="public", methods=["POST"], sitemap=False
    )
    def rate(self, number="", code="", rating="", note=""):
        """Store the rating and show the progress again, or the reason why it was not stored."""
        Petition = request.env["community.petition"]
        error = None
        try:
            # No savepoint: a wrong code is counted also when the rating is refused.
            Petition._rate(number, code, rating, note)
        except UserError as refusal:
            error = refusal.args[0]
        return public_page(
            "community_service.progress_page",
            asked=True,
            number=number,
            progress=None if error else Petition._progress(number, code),
            rating_error=error,
        )
