from odoo import fields, models


class CommunityRelocationFile(models.Model):
    _inherit = "community.relocation.file"

    petition_count = fields.Integer(
        "Number of petitions", compute="_compute_petition_count", compute_sudo=True
    )

    def _compute_petition_count(self):
        # The number alone, for the team of the file; contents stay with the petition officer.
        self._count_links("petition_count", "community.petition", "file_id")

    def action_open_petitions(self):
        """Open the petitions of this household's relocation, to whoever may read them."""
        return self._links_action("community_mediation.community_petition_action", "file_id")
