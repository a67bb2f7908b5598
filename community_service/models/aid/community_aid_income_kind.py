from odoo import fields, models

HEADS = [
    ("wages", "Wages"),
    ("business", "Net income from business"),
    ("property", "Net income from property"),
    ("transfer", "Net transfers"),
    ("other", "Other"),
]


class CommunityAidIncomeKind(models.Model):
    """A kind of income under the five heads of art. 13: counted, not counted or deducted."""

    _name = "community.aid.income.kind"
    _inherit = ["community.aid.treatment"]
    _description = "Kind of Income"

    head = fields.Selection(HEADS, "Head of the law", required=True, default="other")
    treatment = fields.Selection(
        [("counted", "Counted"), ("exempt", "Not counted"), ("deducted", "Deducted")],
        required=True,
        default="counted",
    )
    treatment_after = fields.Selection(
        [("counted", "Counted"), ("exempt", "Not counted"), ("deducted", "Deducted")],
        "Outside these days",
        required=True,
        default="counted",
    )

    _code_uniq = models.UniqueIndex("(code)", "A kind of income with this code already exists.")
    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A rule cannot end before it begins.",
    )
