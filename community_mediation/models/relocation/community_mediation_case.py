from odoo import fields, models


class CommunityMediationCase(models.Model):
    _inherit = "community.mediation.case"

    relocation_file_id = fields.Many2one(
        "community.relocation.file",
        "Relocation file",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
    )
