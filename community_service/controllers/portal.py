from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class CommunityVolunteerPortal(CustomerPortal):
    """Own tasks and hours of a volunteer on a phone; whoever is no volunteer finds nothing."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "volunteer_count" in counters:
            Volunteer = request.env["community.volunteer"]
            allowed = Volunteer.has_access("read")
            values["volunteer_count"] = len(Volunteer._mine()) if allowed else 0
        return values

    @http.route("/my/volunteer", type="http", auth="user", website=True, methods=["GET"])
    def my_volunteer(self, done="", **_kwargs):
        """Show the page of the volunteer who is logged in."""
        return self._page(done=done)

    @http.route("/my/volunteer/signup", type="http", auth="user", website=True, methods=["POST"])
    def volunteer_signup(self, call_id=None, **_kwargs):
        """Sign up for a call."""
        return self._do("signed_up", lambda volunteer: volunteer._portal_sign_up(call_id))

    @http.route("/my/volunteer/withdraw", type="http", auth="user", website=True, methods=["POST"])
    def volunteer_withdraw(self, signup_id=None, **_kwargs):
        """Take a sign-up back."""
        return self._do("withdrawn", lambda volunteer: volunteer._portal_withdraw(signup_id))

    @http.route("/my/volunteer/claim", type="http", auth="user", website=True, methods=["POST"])
    def volunteer_claim(self, offer_id=None, role="", **_kwargs):
        """Take on a matter that is offered."""
        return self._do("claimed", lambda volunteer: volunteer._portal_claim(offer_id, role))

    @http.route("/my/volunteer/give-back", type="http", auth="user", website=True, methods=["POST"])
    def volunteer_give_back(self, claim_id=None, **_kwargs):
        """Give a matter back."""
        return self._do("given_back", lambda volunteer: volunteer._portal_give_back(claim_id))

    @http.route("/my/volunteer/report", type="http", auth="user", website=True, methods=["POST"])
    def volunteer_report(self, **values):
        """Report hours."""
        return self._do("reported", lambda volunteer: volunteer._portal_report(values), values)

    # The access log is written: not on a read-only copy of the database.
    @http.route(
        "/my/volunteer/certificates/<int:certificate_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=False,
    )
    def volunteer_certificate(self, certificate_id, **_kwargs):
        """Send the PDF of one's own certificate; for any other there is no such page."""
        volunteer = self._volunteer()
        try:
            certificate = self._document_check_access(
                "community.volunteer.certificate", certificate_id
            )
        except (AccessError, MissingError):
            raise request.not_found() from None
        if certificate.volunteer_id != volunteer or certificate.is_revoked:
            raise request.not_found()
        return self._show_report(
            certificate,
            "pdf",
            "community_service.community_volunteer_certificate_report",
            download=True,
        )

    def _volunteer(self):
        Volunteer = request.env["community.volunteer"]
        if not Volunteer.has_access("read"):
            raise request.not_found()
        volunteer = Volunteer._mine()
        if not volunteer:
            raise request.not_found()
        return volunteer

    def _do(self, done, action, values=None):
        """Do one thing for the volunteer; a refusal is shown with what was typed."""
        volunteer = self._volunteer()
        try:
            # Nothing is half saved when the page is shown again.
            with request.env.cr.savepoint():
                action(volunteer)
        except UserError as error:
            return self._page(error=str(error), values=values)
        return request.redirect(f"/my/volunteer?done={done}")

    def _page(self, done="", error="", values=None):
        page = self._prepare_portal_layout_values() | self._volunteer()._portal_values()
        page |= {"page_name": "volunteer", "done": done, "error": error, "values": values or {}}
        return request.render(
            "community_service.portal_my_volunteer", page, headers={"Cache-Control": "no-store"}
        )
