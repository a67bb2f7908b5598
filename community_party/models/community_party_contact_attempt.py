from odoo import fields, models


class CommunityPartyContactAttempt(models.Model):
    """One attempt to reach a member who is away or out of contact, and what came of it."""

    _name = "community.party.contact.attempt"
    _description = "Attempt to Reach a Party Member"
    _inherit = ["community.party.scoped.mixin"]
    _order = "date desc, id desc"
    _rec_name = "member_id"
    _check_company_auto = True

    member_id = fields.Many2one(
        "community.party.member", required=True, index=True, ondelete="restrict", check_company=True
    )
    organization_id = fields.Many2one(
        related="member_id.organization_id", store=True, precompute=True, index=True, readonly=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    way = fields.Selection(
        [
            ("phone", "Phone"),
            ("visit", "Visit"),
            ("letter", "Letter"),
            ("online", "Message online"),
            ("relatives", "Relatives or neighbours"),
            ("police", "Police post"),
            ("other", "Other way"),
        ],
        required=True,
        default="phone",
    )
    is_reached = fields.Boolean("Reached")
    result = fields.Char(required=True, help="What was heard, and from whom.")
    user_id = fields.Many2one(
        "res.users", "By", required=True, default=lambda self: self.env.user, index=True
    )
