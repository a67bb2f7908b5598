from odoo import fields, models


class CommunityServiceMaterial(models.Model):
    """A paper that a service item asks for."""

    _name = "community.service.material"
    _description = "Paper of a Service Item"
    _inherit = ["community.shared.part.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    _shared_parent = "item_id"

    item_id = fields.Many2one(
        "community.service.item", required=True, index=True, ondelete="cascade", check_company=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Paper", required=True, translate=True)
    copies = fields.Integer(default=1, required=True)
    is_original = fields.Boolean("Original to be shown")
    is_required = fields.Boolean("Always needed", default=True)
    note = fields.Char("When, from where", translate=True)

    _check_copies = models.Constraint("CHECK (copies > 0)", "At least one copy is asked for.")
