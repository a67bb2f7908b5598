from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CommunityGridOfficer(models.Model):
    """A worker of a grid from one day to another; substitutes are marked (AB post)."""

    _name = "community.grid.officer"
    _description = "Grid Worker Line"
    _inherit = ["community.guarded.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    grid_id = fields.Many2one("community.grid", required=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(
        "res.users", "Grid worker", required=True, index=True, ondelete="restrict"
    )
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Ends on")
    is_substitute = fields.Boolean("Substitute")
    company_id = fields.Many2one(related="grid_id.company_id", store=True, index=True)

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A worker's line cannot end before it starts.",
    )

    @api.constrains("grid_id", "user_id", "date_from", "date_to")
    def _check_overlap(self):
        for line in self:
            domain = (
                Domain("grid_id", "=", line.grid_id.id)
                & Domain("user_id", "=", line.user_id.id)
                & Domain("id", "!=", line.id)
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", line.date_from))
            )
            if line.date_to:
                domain &= Domain("date_from", "<=", line.date_to)
            if other := self.search(domain, limit=1):
                raise ValidationError(
                    self.env._(
                        "%(user)s already works in grid %(grid)s from %(date)s: "
                        "end that line before adding another.",
                        user=line.user_id.name,
                        grid=line.grid_id.name,
                        date=other.date_from,
                    )
                )
