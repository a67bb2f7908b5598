from odoo import fields, models


class CommunityMediationCase(models.Model):
    _inherit = "community.mediation.case"

    petition_id = fields.Many2one(
        "community.petition",
        "From the petition",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        readonly=True,
    )
