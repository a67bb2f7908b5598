from odoo import fields, models


class CommunityLegacyIssue(models.Model):
    _inherit = "community.legacy.issue"

    petition_count = fields.Integer(
        "Number of petitions", compute="_compute_petition_count", compute_sudo=True
    )

    def _compute_petition_count(self):
        # The number alone, for those who work on the issue.
        self._count_links("petition_count", "community.petition", "issue_id")

    def action_open_petitions(self):
        """Open the petitions about this issue, to whoever may read them."""
        return self._links_action("community_mediation.community_petition_action", "issue_id")
