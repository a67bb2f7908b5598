from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityMediationPart(models.AbstractModel):
    """A part of a mediation file: it is seen with the case and stays as it is once that ends."""

    _name = "community.mediation.part"
    _description = "Part of a Mediation File"
    _inherit = ["community.guarded.mixin"]

    case_id = fields.Many2one(
        "community.mediation.case",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        cases = self.env["community.mediation.case"].browse(
            {vals["case_id"] for vals in vals_list if vals.get("case_id")}
        )
        cases._check_open(self)
        return super().create(vals_list)

    def _settled_sentence(self, name):
        return self.case_id._settled_sentence(name)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        for part in self:
            if part.case_id.state != "draft" and part.case_id.number:
                raise UserError(
                    self.env._(
                        "%(case)s has been accepted: its file is kept whole. Correct the entry "
                        "instead of removing it.",
                        case=part.case_id.display_name,
                    )
                )
