from odoo import fields, models


class CommunityPartyCategory(models.Model):
    """A kind of member that reports count by: rural, veteran, retired, graduate…"""

    _name = "community.party.category"
    _description = "Kind of Party Member"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()

    _code_uniq = models.UniqueIndex("(code)", "A kind of member with this code already exists.")
