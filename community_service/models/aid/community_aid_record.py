from odoo import api, fields, models


class CommunityAidRecord(models.AbstractModel):
    """A record that stands in an aid case, and in its household, or in the place of the case."""

    _name = "community.aid.record"
    _description = "Record of an Aid Case"
    _inherit = ["community.scoped.mixin"]
    _check_company_auto = True
    _grid_by_area = True

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
    # Of a case without a household: whoever looks after its place sees its records.
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        compute="_compute_area_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.depends("case_id.household_id")
    def _compute_household_id(self):
        for part in self:
            part.household_id = part.case_id.household_id

    @api.depends("case_id.area_id")
    def _compute_area_id(self):
        for part in self:
            part.area_id = part.case_id.area_id

    @api.depends("case_id.company_id")
    def _compute_company_id(self):
        result = super()._compute_company_id()
        for part in self:
            part.company_id = part.case_id.company_id or part.company_id
        return result
