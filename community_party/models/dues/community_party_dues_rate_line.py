from odoo import fields, models


class CommunityPartyDuesRateLine(models.Model):
    """One bracket: the share applies to the whole base."""

    _name = "community.party.dues.rate.line"
    _description = "Bracket of Dues"
    _order = "sequence, id"
    _rec_name = "up_to"

    rate_id = fields.Many2one(
        "community.party.dues.rate", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    currency_id = fields.Many2one(related="rate_id.currency_id")
    up_to = fields.Monetary("Base up to", help="Included; 0 means no upper limit.")
    percent = fields.Float("Share (%)", digits=(16, 4), required=True)

    _check_percent = models.Constraint(
        "CHECK (percent >= 0 AND percent <= 100 AND up_to >= 0)", "A share lies between 0 and 100."
    )
