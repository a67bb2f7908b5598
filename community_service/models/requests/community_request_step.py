from odoo import fields, models

STEPS = [
    ("entrust", "Entrusted"),
    ("accept", "Accepted"),
    ("handle", "Handled"),
    ("deliver", "Delivered"),
    ("file", "Filed"),
    ("report", "Reported"),
    ("return_visit", "Return visit"),
]


class CommunityRequestStep(models.Model):
    """Log of the steps of a request, written by its actions and never changed."""

    _name = "community.request.step"
    _description = "Step of a Request"
    _inherit = ["community.named.mixin"]
    _order = "date, id"
    _rec_name = "kind"

    request_id = fields.Many2one("community.request", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(STEPS, required=True)
    date = fields.Datetime("When", default=fields.Datetime.now, required=True)
    user_id = fields.Many2one("res.users", "By", required=True, ondelete="restrict")
    note = fields.Char()
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    grid_id = fields.Many2one(related="request_id.grid_id")
