from odoo import api, fields, models


class CommunityResident(models.Model):
    """The marks that lists from above left."""

    _inherit = "community.resident"

    match_mark_ids = fields.One2many("community.match.mark", "resident_id", "Marks")
    match_marks = fields.Char("Marks in words", compute="_compute_match_marks")

    @api.depends("match_mark_ids.name")
    @api.depends_context("uid")
    def _compute_match_marks(self):
        for resident in self:
            resident.match_marks = "、".join(resident.match_mark_ids.mapped("name")) or False
