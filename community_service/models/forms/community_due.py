from odoo import fields, models
from odoo.fields import Domain

from ..figures.community_due import DuePart


class CommunityDue(models.Model):
    """Forms that other bodies wait for stand among what is due."""

    _inherit = "community.due"

    kind = fields.Selection(selection_add=[("form", "Demanded form")])

    def _due_parts(self):
        by_user = self._owner("user_id")
        # The day of a form is empty unless it is approved and demanded on.
        return [
            *super()._due_parts(),
            DuePart("form", "community.form", Domain("active", "=", True), "date_due", by_user),
        ]
