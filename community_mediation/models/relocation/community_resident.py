from odoo import models
from odoo.fields import Domain


class CommunityResident(models.Model):
    _inherit = "community.resident"

    def _ending_matters(self, ending):
        """Add the relocation files of the person as owner, or of the home that they left empty."""
        home = self._last_home()
        files = self._running(
            "community.relocation.file",
            Domain("household_id", "=", home.id)
            & Domain("date_moved", "=", False)
            & Domain("project_id.state", "!=", "closed"),
        )
        if not self._is_last_home_empty():
            files = files.filtered(lambda file: file.owner_name == self.name)
        return [*super()._ending_matters(ending), (files, False)]
