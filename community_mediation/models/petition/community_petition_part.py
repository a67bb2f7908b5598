from odoo import fields, models

from ...tools.scatter import scatter_ids


class CommunityPetitionPart(models.AbstractModel):
    """A line of a petition: who signed it, to whom it was handed, who reviewed the answer."""

    _name = "community.petition.part"
    _description = "Part of a Petition"
    _inherit = ["community.guarded.mixin"]
    _check_company_auto = True

    petition_id = fields.Many2one(
        "community.petition", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="petition_id.company_id", store=True, index=True)

    def init(self):
        """Let a gap among the numbers of rows tell nothing of an accusation in between."""
        if self._auto:
            scatter_ids(self.env.cr, self._table)
        return super().init()
