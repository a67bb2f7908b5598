from odoo import fields, models


class MailActivity(models.Model):
    """What is to be entered or decided because of what was said at a door."""

    _inherit = "mail.activity"

    # Of the program alone: the task goes when the value has been entered, or the visit taken back.
    community_check_id = fields.Many2one(
        "community.visit.check",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    community_visit_id = fields.Many2one(
        "community.visit",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )

    def _action_done(self, feedback=False, attachment_ids=None):
        """Settle what was said at a door to have changed: whoever had the task has looked at it."""
        # sudo: the link is the program's; afterwards the task is gone.
        checks = self.sudo().community_check_id
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        checks.exists().filtered(lambda check: not check.date_entered)._close_open(
            fields.Date.context_today(self)
        )
        return result
