from odoo import fields, models


class CommunityCategoryLine(models.Model):
    """A line knows the batch of a list that entered it, and goes with it."""

    _inherit = "community.category.line"

    match_batch_id = fields.Many2one(
        "community.match.batch",
        "From a list",
        index="btree_not_null",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups="community_service.group_community_officer",
    )
