from odoo import fields, models


class CommunityPrivacyNotice(models.Model):
    _inherit = "community.privacy.notice"

    code = fields.Selection(
        selection_add=[("petition", "Petitions")],
        ondelete={"petition": "cascade"},
    )
