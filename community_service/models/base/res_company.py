from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    community_manager_id = fields.Many2one(
        "res.users",
        "Community manager",
        domain=[("share", "=", False)],
        help="Told of requests on the day on which they are due.",
    )
    community_secretary_id = fields.Many2one(
        "res.users",
        "Community secretary",
        domain=[("share", "=", False)],
        help="Told of requests two working days after they were due.",
    )
