from odoo import fields, models


class CommunityMediationGroup(models.Model):
    """The mediation group (调解小组), led by the police post.

    Committee staff, branch secretaries and group leaders are its main force. It never seals.
    """

    _name = "community.mediation.group"
    _description = "Mediation Group"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    police_post_id = fields.Many2one("res.partner", index="btree_not_null")
    leader_id = fields.Many2one(
        "res.partner", required=True, index=True, help="Of the police post."
    )
    member_ids = fields.One2many("community.mediation.group.member", "group_id", "Members")
    duty_ids = fields.One2many("community.mediation.duty", "group_id", "Rota")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Community",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
