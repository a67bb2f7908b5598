from odoo import models


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    def _import_done(self):
        """Called after a batch of an import with the households that it made or changed.

        The rows were written by SQL: ``create`` and ``write`` of these records did not run. An
        addon that derives something from households extends this method, set-based.
        """
