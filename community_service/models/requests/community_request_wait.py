from odoo import fields, models


class CommunityRequestWait(models.Model):
    """A stretch in which the clock of a request stood still, with its reason."""

    _name = "community.request.wait"
    _description = "Wait of a Request"
    _order = "date_from, id"
    _rec_name = "reason"

    request_id = fields.Many2one("community.request", required=True, index=True, ondelete="cascade")
    date_from = fields.Date("Starts on", required=True)
    date_to = fields.Date("Ends on")
    reason = fields.Char(required=True)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    grid_id = fields.Many2one(related="request_id.grid_id")

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "A wait cannot end before it begins."
    )
    _open_uniq = models.UniqueIndex(
        "(request_id) WHERE date_to IS NULL", "The clock of this request stands still already."
    )
