from odoo import models


class CommunityRequest(models.Model):
    _inherit = "community.request"

    def _end_after_death(self, farewell):
        self._end_without("cancelled", self.env._("The person has died."))
