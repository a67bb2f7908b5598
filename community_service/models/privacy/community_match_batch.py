from odoo import models


class CommunityMatchBatch(models.Model):
    _inherit = "community.match.batch"

    def _may_be_given(self, people):
        """Leave out whoever asked that the file is kept and not used."""
        found = super()._may_be_given(people)
        return found - found._restricted()
