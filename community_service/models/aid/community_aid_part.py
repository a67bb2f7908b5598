from odoo import api, models


class CommunityAidPart(models.AbstractModel):
    """A line of an aid case that its decision rests on: family, income, assets.

    It is seen with the case and cannot be changed once the case is decided.
    """

    _name = "community.aid.part"
    _description = "Line that a Decision on Aid Rests on"
    _inherit = ["community.aid.record"]

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        cases = self.env["community.aid.case"].browse(
            {vals["case_id"] for vals in vals_list if vals.get("case_id")}
        )
        cases.check_access("write")
        cases._check_undecided()
        return super().create(vals_list)

    def write(self, vals):
        self.case_id._check_undecided()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        self.case_id._check_undecided()
