from odoo import fields, models
from odoo.exceptions import UserError


class CommunityPartyAppraisalTask(models.Model):
    """What follows from an appraisal: what is done by whom until when, and what came of it."""

    _name = "community.party.appraisal.task"
    _description = "Follow-up of an Appraisal"
    _inherit = ["community.party.scoped.mixin"]
    _order = "date_due, id"
    _check_company_auto = True

    line_id = fields.Many2one(
        "community.party.appraisal.line", "Member", required=True, index=True, ondelete="cascade"
    )
    organization_id = fields.Many2one(
        related="line_id.organization_id", store=True, precompute=True
    )
    name = fields.Char("What is to be done", required=True)
    user_id = fields.Many2one(
        "res.users",
        "Person responsible",
        required=True,
        index=True,
        default=lambda self: self.env.user,
    )
    date_due = fields.Date("Due on", required=True)
    date_done = fields.Date("Done on")
    result = fields.Text()

    _check_done = models.Constraint(
        "CHECK (date_done IS NULL OR result IS NOT NULL)", "What is done has a result."
    )

    def action_done(self):
        """Close tasks with the result that was filled in.

        :raises UserError: without a result
        """
        self.check_access("write")
        for task in self:
            if not (task.result or "").strip():
                raise UserError(
                    self.env._(
                        "“%(task)s” has no result: write what came of it, then close it.",
                        task=task.name,
                    )
                )
            task.date_done = task.date_done or fields.Date.context_today(self)
        return True
