from odoo import api, models


class CommunityForm(models.Model):
    _inherit = "community.form"

    @api.model
    def _form_examples(self):
        return {
            **super()._form_examples(),
            "party_life": (
                self.env._("Quarterly report on organisation life"),
                "community_party/data/files/form_party_life",
            ),
        }
