from odoo import fields, models


class CommunityActivityKind(models.Model):
    """The joint committee meeting: the committee and those whom units send to it."""

    _inherit = "community.activity.kind"

    meeting_kind = fields.Selection(selection_add=[("joint", "Joint committee meeting")])
