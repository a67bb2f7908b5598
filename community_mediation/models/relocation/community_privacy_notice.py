from odoo import fields, models


class CommunityPrivacyNotice(models.Model):
    _inherit = "community.privacy.notice"

    code = fields.Selection(
        selection_add=[("relocation", "Relocations")],
        ondelete={"relocation": "cascade"},
    )
