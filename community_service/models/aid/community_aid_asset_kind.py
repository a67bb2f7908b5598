from odoo import fields, models

HEADS = [
    ("deposit", "Cash and deposits"),
    ("securities", "Securities"),
    ("insurance", "Insurance"),
    ("claim", "Money owed to them"),
    ("internet", "Internet finance"),
    ("vehicle", "Vehicles"),
    ("house", "Houses"),
    ("other", "Other"),
]


class CommunityAidAssetKind(models.Model):
    """A kind of asset of art. 14: counted, exempt as needed to live, or beyond the rules."""

    _name = "community.aid.asset.kind"
    _inherit = ["community.aid.treatment"]
    _description = "Kind of Asset"

    head = fields.Selection(HEADS, "Head of the law", required=True, default="other")
    treatment = fields.Selection(
        [("counted", "Counted"), ("exempt", "Exempt"), ("barred", "Beyond the rules")],
        required=True,
        default="counted",
    )
    treatment_after = fields.Selection(
        [("counted", "Counted"), ("exempt", "Exempt"), ("barred", "Beyond the rules")],
        "Outside these days",
        required=True,
        default="counted",
    )

    _code_uniq = models.UniqueIndex("(code)", "A kind of asset with this code already exists.")
    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A rule cannot end before it begins.",
    )
