from odoo import fields, models

HEADS = [
    ("wages", "Wages"),
    ("business", "Net income from business"),
    ("property", "Net income from property"),
    ("transfer", "Net transfers"),
    ("other", "Other"),
]

TREATMENTS = [
    ("counted", "Counted"),
    ("exempt", "Not counted"),
    ("deducted", "Deducted"),
    ("ask", "Ask the bureau"),
]


class CommunityAidIncomeKind(models.Model):
    """A kind of income under the five heads of art. 13: counted, not counted or deducted.

    Where no text says so yet, the bureau is asked: a case with such an income has no finding.
    """

    _name = "community.aid.income.kind"
    _inherit = ["community.aid.treatment"]
    _description = "Kind of Income"

    head = fields.Selection(HEADS, "Head of the law", required=True, default="other")
    treatment = fields.Selection(TREATMENTS)
    treatment_after = fields.Selection(TREATMENTS)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A kind of income with this code already exists."
    )
