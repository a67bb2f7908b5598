from odoo import api, fields, models


class CommunityPartyCategory(models.Model):
    """A kind of member that reports count by: rural, veteran, retired, graduate…"""

    _name = "community.party.category"
    _description = "Kind of Party Member"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A kind of member with this code already exists."
    )

    @api.model
    def _own_copy_groups(self):
        return "community_party.group_party_manager"
