from odoo import api, fields, models


class CommunityRelocationPolicy(models.Model):
    """A rule that is explained to households, with the words and the article it stands in."""

    _name = "community.relocation.policy"
    _description = "Relocation Policy"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"
    _shared_by = ("name",)

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

    @api.model
    def _own_copy_groups(self):
        return "community_mediation.group_mediation_coordinator"
