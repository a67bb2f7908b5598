from odoo import api, fields, models


class CommunityPartyStandardLine(models.Model):
    """One criterion of a standard and its weight among the others."""

    _name = "community.party.standard.line"
    _description = "Criterion of a Standard"
    _inherit = ["community.shared.part.mixin"]
    _order = "standard_id, sequence, id"
    _check_company_auto = True
    _shared_parent = "standard_id"

    standard_id = fields.Many2one(
        "community.party.standard",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Criterion", required=True, translate=True)
    meaning = fields.Text("What is looked at", translate=True)
    weight = fields.Integer(default=20, required=True, help="Its share among all weights.")
    is_party_work = fields.Boolean(
        "Party work", help="In an overall rating, Party work is one part among others."
    )

    _check_weight = models.Constraint(
        "CHECK (weight BETWEEN 1 AND 1000)",
        "A weight is a whole number from 1; a criterion that weighs nothing is taken away.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.standard_id._carry()
        return lines

    def write(self, vals):
        before = self.standard_id
        result = super().write(vals)
        (before | self.standard_id)._carry()
        return result

    def unlink(self):
        standards = self.standard_id
        result = super().unlink()
        standards._carry()
        return result
