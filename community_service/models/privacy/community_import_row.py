from odoo import api, models


class CommunityImportRow(models.Model):
    _inherit = "community.import.row"

    @api.model
    def _finding_texts(self):
        return super()._finding_texts() | {
            "file_restricted": (
                self.env._(
                    "{detail}: by the person's own request this file is kept only, and not used."
                ),
                self.env._(
                    "Ask whoever is in charge of personal data to enter the change, or to end the "
                    "restriction."
                ),
            ),
        }
