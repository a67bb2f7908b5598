from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request


class CommunityPartyBallot(http.Controller):
    """The ballot paper on a phone, for members with an account of any kind.

    A plain form: what is chosen goes into the sealed box with one request and is stored nowhere
    else, neither in a draft nor in a session.
    """

    @http.route("/my/party-ballot", type="http", auth="user", website=True, methods=["GET"])
    def ballots(self, done="", **_kwargs):
        """Show the ballots in which the user may still vote."""
        ballots = request.env["community.party.appraisal"]._open_ballots()
        return self._page("portal_party_ballots", {"ballots": ballots, "done": bool(done)})

    @http.route(
        "/my/party-ballot/<int:appraisal_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET", "POST"],
    )
    def ballot(self, appraisal_id, **form):
        """Show the ballot paper, or put it into the box."""
        ballot = (
            request.env["community.party.appraisal"]
            ._open_ballots()
            .filtered(lambda appraisal: appraisal.id == appraisal_id)
        )
        if not ballot:
            return request.redirect("/my/party-ballot")
        error = ""
        if request.httprequest.method == "POST":
            votes = {
                key.removeprefix("line_"): grade
                for key, grade in form.items()
                if key.startswith("line_") and grade
            }
            try:
                # A page that is shown again has saved nothing.
                with request.env.cr.savepoint():
                    request.env["community.party.appraisal"].browse(ballot.id).action_cast(votes)
                return request.redirect("/my/party-ballot?done=1")
            except (UserError, AccessError) as refusal:
                error = refusal.args[0]
        lines = ballot.line_ids.filtered("is_graded")
        grades = lines._fields["grade"]._description_selection(request.env)
        return self._page(
            "portal_party_ballot",
            {"ballot": ballot, "lines": lines, "grades": grades, "error": error, "form": form},
        )

    def _page(self, template, values):
        return request.render(
            f"community_party.{template}",
            {"page_name": "party_ballot", **values},
            headers={"Cache-Control": "no-store"},
        )
