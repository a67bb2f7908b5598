from odoo import models


class CommunityPartyAward(models.Model):
    """A granted award becomes a case text in one step."""

    _inherit = "community.party.award"

    def action_case(self):
        """Open the case text of one granted award, written on the first call from its reason."""
        self.ensure_one()
        self.check_access("read")
        self._check_state("granted")
        return self.env["community.party.publicity"]._case_of(
            self,
            "award_id",
            {
                "name": self.display_name,
                "text": self.reason,
                "organization_id": self.organization_id.id,
                "names_person": self.subject == "member",
            },
        )
