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

TREATMENTS = [("counted", "Counted"), ("exempt", "Exempt"), ("barred", "Beyond the rules")]


class CommunityAidAssetKind(models.Model):
    """A kind of asset of art. 14: counted, exempt as needed to live, or beyond the rules."""

    _name = "community.aid.asset.kind"
    _inherit = ["community.aid.treatment"]
    _description = "Kind of Asset"

    head = fields.Selection(HEADS, "Head of the law", required=True, default="other")
    treatment = fields.Selection(TREATMENTS)
    treatment_after = fields.Selection(TREATMENTS)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A kind of asset with this code already exists."
    )
