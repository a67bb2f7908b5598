from odoo import fields, models


class CommunityMediationCase(models.Model):
    _inherit = "community.mediation.case"
    _code_fields = ("life_event_id", "request_id", "petition_id")

    petition_id = fields.Many2one(
        "community.petition",
        "From the petition",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
