from odoo import api, models


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    @api.model
    def get_empty_list_help(self, help_message):
        """Lead from an empty list to the next real step."""
        return self.env.user._next_step_help(super().get_empty_list_help(help_message))
