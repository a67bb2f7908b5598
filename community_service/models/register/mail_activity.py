from odoo import fields, models


class MailActivity(models.Model):
    """What was proposed because a person is no longer there, and for whom."""

    _inherit = "mail.activity"

    # Of the program alone: whoever opens the record reads there who it is about.
    community_ended_id = fields.Many2one(
        "community.resident",
        index="btree_not_null",
        ondelete="cascade",
        readonly=True,
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
