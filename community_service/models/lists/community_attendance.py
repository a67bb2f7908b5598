from odoo import fields, models


class CommunityAttendance(models.Model):
    """A sign-up knows the batch of a list that entered it, and goes with it."""

    _inherit = "community.attendance"

    match_batch_id = fields.Many2one(
        "community.match.batch",
        "From a list",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="community_service.group_community_officer",
    )
