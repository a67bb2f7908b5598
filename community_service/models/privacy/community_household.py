from odoo import api, fields, models


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    restricted_names = fields.Char(
        "Not to be used", compute="_compute_restricted_names", compute_sudo=True, exportable=False
    )

    @api.depends("residency_ids.date_to", "residency_ids.resident_id")
    def _compute_restricted_names(self):
        """Name who lives or is registered here and has the use of the own file restricted."""
        for household in self:
            lines = household.residency_ids.filtered(lambda line: not line.date_to)
            household.restricted_names = lines.resident_id._restricted_names()

    def _paper_needs(self, paper):
        needs = {"report_privacy_notice": ("address", "company_id")}
        return (*super()._paper_needs(paper), *needs.get(paper, ()))
