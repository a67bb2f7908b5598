from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    party_dues_since = fields.Date(
        "Party dues kept since",
        readonly=True,
        help="The first month that was assessed for all members of this community.",
    )
