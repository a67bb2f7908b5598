from odoo import fields, models

from .community_life_event import REASONS


class CommunityLifeChecklist(models.Model):
    """What is to be done at an event of one reason: shipped as an example, edited locally."""

    _name = "community.life.checklist"
    _description = "Checklist of Life Events"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"
    _shared_by = ("reason",)

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    reason = fields.Selection(REASONS, "Occasion of the event", required=True)
    line_ids = fields.One2many("community.life.checklist.line", "checklist_id", "Steps", copy=True)

    _reason_uniq = models.UniqueIndex(
        "(reason, COALESCE(company_id, 0)) WHERE active IS TRUE",
        "There is a checklist for this reason: add the steps there, or archive it first.",
    )
