from odoo import fields, models


class CommunityRelocationPolicy(models.Model):
    """A rule that is explained to households, with the words and the article it stands in."""

    _name = "community.relocation.policy"
    _description = "Relocation Policy"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    article = fields.Char(translate=True, help="Law, regulation or local notice, with its article.")
    text = fields.Text("In plain words", translate=True)
    land_kind = fields.Selection(
        [("state", "State-owned land"), ("collective", "Collective land"), ("both", "Both")],
        default="both",
        required=True,
    )
    active = fields.Boolean(default=True)
