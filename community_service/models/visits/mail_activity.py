from odoo import fields, models


class MailActivity(models.Model):
    """What is to be entered because somebody said at the door that it has changed."""

    _inherit = "mail.activity"

    # Of the program alone: the task goes when the value has been entered.
    community_check_id = fields.Many2one(
        "community.visit.check",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
