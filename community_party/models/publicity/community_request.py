from odoo import models
from odoo.exceptions import UserError


class CommunityRequest(models.Model):
    """A good example of the service becomes a case text of the Party's publicity."""

    _inherit = "community.request"

    def action_party_case(self):
        """Open the case text of one exemplary request, written on the first call from its story.

        :raises UserError: while it is no example with a story, or the user keeps no organisation
        """
        self.ensure_one()
        self.check_access("read")
        if not self.is_exemplary or not (self.example_text or "").strip():
            raise UserError(
                self.env._(
                    "%(request)s: mark it as exemplary and write its story without names.",
                    request=self.display_name,
                )
            )
        organization = self.env["community.party.organization"].search([], limit=1)
        if not organization:
            raise UserError(
                self.env._(
                    "You keep no Party organisation today, and a case text belongs to one. Ask a "
                    "Party officer."
                )
            )
        return self.env["community.party.publicity"]._case_of(
            self,
            "request_id",
            {
                "name": self.display_name,
                "text": self.example_text,
                "organization_id": organization.id,
                "consent_by": self.consent_note,
                "date_consent": self.date_consent,
            },
        )
