from odoo import api, fields, models


class CommunityVisitCheck(models.Model):
    """A fact asked about at a visit: still right, or changed. No value is kept here."""

    _name = "community.visit.check"
    _description = "Fact Confirmed at a Visit"
    _inherit = ["community.scoped.mixin"]
    _order = "date desc, id desc"
    _rec_name = "fact"
    _check_company_auto = True

    visit_id = fields.Many2one(
        "community.visit", required=True, index=True, ondelete="cascade", check_company=True
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_visit",
        store=True,
        precompute=True,
        index=True,
        ondelete="cascade",
    )
    date = fields.Date("Confirmed on", compute="_compute_visit", store=True, precompute=True)
    resident_id = fields.Many2one(
        "community.resident", index="btree_not_null", ondelete="cascade", check_company=True
    )
    fact = fields.Selection(
        [
            ("phone", "Phone"),
            ("members", "Who lives here"),
            ("emergency", "Emergency contact"),
            ("employment", "Employment"),
        ],
        required=True,
    )
    result = fields.Selection(
        [("right", "Still right"), ("changed", "Changed")], default="right", required=True
    )
    note = fields.Char("What changed")

    @api.depends("visit_id.household_id", "visit_id.date")
    def _compute_visit(self):
        for check in self:
            check.household_id = check.visit_id.household_id
            check.date = check.visit_id.date
