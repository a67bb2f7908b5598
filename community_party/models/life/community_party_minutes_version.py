from odoo import fields, models


class CommunityPartyMinutesVersion(models.Model):
    """One wording of the minutes of a meeting, with who wrote it and why: the trace of changes."""

    _name = "community.party.minutes.version"
    _description = "Version of Minutes"
    _inherit = ["community.party.scoped.mixin"]
    _order = "activity_id, number desc"
    _rec_name = "number"

    activity_id = fields.Many2one(
        "community.activity", "Meeting", required=True, index=True, ondelete="cascade"
    )
    organization_id = fields.Many2one(
        related="activity_id.organization_id", store=True, precompute=True, readonly=True
    )
    number = fields.Integer("Version", required=True, readonly=True, aggregator=None)
    text = fields.Text("Minutes", required=True, readonly=True)
    reason = fields.Char("Why it was corrected", readonly=True)
    user_id = fields.Many2one("res.users", "Written by", required=True, readonly=True, index=True)

    _number_uniq = models.UniqueIndex("(activity_id, number)", "This version exists already.")
