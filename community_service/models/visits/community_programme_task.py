from odoo import fields, models


class CommunityProgrammeTask(models.Model):
    """One piece of work of a programme, with an owner and a day."""

    _name = "community.programme.task"
    _description = "Programme Task"
    _inherit = ["community.guarded.mixin"]
    _order = "date_due, id"

    name = fields.Char("Task", required=True)
    programme_id = fields.Many2one(
        "community.programme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="programme_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "In charge", index=True, domain=[("share", "=", False)])
    date_due = fields.Date("Due by")
    date_done = fields.Date("Finished on")
    result = fields.Char()

    _order_idx = models.Index("(date_due, id)")

    def action_done(self):
        """Mark tasks as done today."""
        self.write({"date_done": fields.Date.context_today(self)})
