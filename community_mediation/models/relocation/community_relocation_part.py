from odoo import api, fields, models


class CommunityRelocationPart(models.AbstractModel):
    """A line of a relocation file: seen with the file, closed with the project."""

    _name = "community.relocation.part"
    _description = "Part of a Relocation File"
    _inherit = ["community.guarded.mixin"]
    _check_company_auto = True

    file_id = fields.Many2one(
        "community.relocation.file",
        "Household file",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    project_id = fields.Many2one(related="file_id.project_id", store=True, index=True)
    household_id = fields.Many2one(related="file_id.household_id", store=True, index=True)
    company_id = fields.Many2one(related="file_id.company_id", store=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        files = self.env["community.relocation.file"].browse(
            {vals["file_id"] for vals in vals_list if vals.get("file_id")}
        )
        if not self.env.su:
            files.project_id._check_open()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self.project_id._check_open()
        return super().write(vals)
