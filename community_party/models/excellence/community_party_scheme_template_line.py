from odoo import fields, models


class CommunityPartySchemeTemplateLine(models.Model):
    """One item of a laid-down scheme; each scheme that follows it begins with a copy."""

    _name = "community.party.scheme.template.line"
    _description = "Item of a Laid-Down Scheme"
    _inherit = ["community.shared.part.mixin"]
    _order = "template_id, sequence, id"
    _shared_parent = "template_id"
    _check_company_auto = True

    template_id = fields.Many2one(
        "community.party.scheme.template",
        "Laid-down scheme",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Item of the scheme", required=True, translate=True)
    meaning = fields.Text("Content of the item", translate=True)
    target = fields.Integer("Aimed at", aggregator=None)
    unit = fields.Char("Counted in", translate=True)

    _check_target = models.Constraint(
        "CHECK (target IS NULL OR target >= 0)", "What is aimed at is a whole number from 0."
    )
