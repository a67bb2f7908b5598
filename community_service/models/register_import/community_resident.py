from odoo import models


class CommunityResident(models.Model):
    _inherit = "community.resident"

    def _import_done(self):
        """Called after a batch of an import with the residents that it made or changed.

        As ``community.household._import_done``; households are reported first.
        """
