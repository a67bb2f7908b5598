from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityRequestMaterial(models.Model):
    """A paper that a request needs: there, missing or not needed in this case."""

    _name = "community.request.material"
    _description = "Paper of a Request"
    _order = "sequence, id"
    _check_company_auto = True

    request_id = fields.Many2one("community.request", required=True, index=True, ondelete="cascade")
    material_id = fields.Many2one(
        "community.service.material", ondelete="set null", check_company=True
    )
    sequence = fields.Integer(default=10)
    name = fields.Char("Paper", required=True)
    state = fields.Selection(
        [("missing", "Missing"), ("received", "There"), ("not_needed", "Not needed")],
        default="missing",
        required=True,
    )
    note = fields.Char()
    late_reason = fields.Char(
        "Why not told before", help="All missing papers are told at once; one more needs a reason."
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    grid_id = fields.Many2one(related="request_id.grid_id")

    _material_uniq = models.UniqueIndex(
        "(request_id, material_id) WHERE material_id IS NOT NULL",
        "This paper is on the list already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        lines = super().create(vals_list)
        for line in lines:
            if line.request_id.date_told and not (line.late_reason or "").strip():
                raise UserError(
                    self.env._(
                        "%(request)s: the missing papers were told on %(date)s, all at once. "
                        "“%(paper)s” needs a reason why it was not told then.",
                        request=line.request_id.number,
                        date=line.request_id.date_told,
                        paper=line.name,
                    )
                )
        return lines

    def action_received(self):
        """Mark papers as there."""
        self.write({"state": "received"})
