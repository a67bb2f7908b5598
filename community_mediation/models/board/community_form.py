from odoo import api, models


class CommunityForm(models.Model):
    _inherit = "community.form"

    @api.model
    def _form_examples(self):
        return {
            **super()._form_examples(),
            "disputes": (
                self.env._("Monthly report on disputes"),
                "community_mediation/data/files/form_disputes",
            ),
        }
