from odoo import fields, models


class CommunityPartyDecidedMixin(models.AbstractModel):
    """What a meeting of the organisation decides: by which resolution, when, recorded by whom."""

    _name = "community.party.decided.mixin"
    _description = "Matter That a Meeting Decides"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]

    resolution_id = fields.Many2one(
        "community.party.resolution",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("state", "=", "passed")],
    )
    date_decided = fields.Date("Decided on", readonly=True, copy=False, index="btree_not_null")
    user_id = fields.Many2one(
        "res.users", "Recorded by", readonly=True, copy=False, index="btree_not_null"
    )
