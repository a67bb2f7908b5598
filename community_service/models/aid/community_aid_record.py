from odoo import api, fields, models


class CommunityAidRecord(models.AbstractModel):
    """A record that stands in an aid case, and in its household."""

    _name = "community.aid.record"
    _description = "Record of an Aid Case"
    _inherit = ["community.scoped.mixin"]
    _check_company_auto = True

    case_id = fields.Many2one(
        "community.aid.case", required=True, index=True, ondelete="cascade", check_company=True
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_household_id",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )

    @api.depends("case_id.household_id")
    def _compute_household_id(self):
        for part in self:
            part.household_id = part.case_id.household_id
