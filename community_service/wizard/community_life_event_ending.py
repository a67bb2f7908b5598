from odoo import fields, models


class CommunityLifeEventEnding(models.TransientModel):
    """What would end with a death, for one person to confirm once."""

    _name = "community.life.event.ending"
    _description = "What Ends with a Death"

    event_id = fields.Many2one("community.life.event", "Caring event", required=True, readonly=True)
    line_ids = fields.One2many("community.life.event.ending.line", "ending_id", "Matters")

    def action_apply(self):
        """End what is ticked; it is kept who decided."""
        self.ensure_one()
        chosen = self.line_ids.filtered("is_chosen")
        self.event_id._end_matters({(line.res_model, line.res_id) for line in chosen})
