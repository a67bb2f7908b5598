from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityRequestMaterial(models.Model):
    """A paper that a request needs: there, missing or not needed in this case."""

    _name = "community.request.material"
    _description = "Paper of a Request"
    _order = "sequence, id"

    request_id = fields.Many2one("community.request", required=True, index=True, ondelete="cascade")
    material_id = fields.Many2one("community.service.material", ondelete="set null")
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


class CommunityRequest(models.Model):
    _inherit = "community.request"

    missing_count = fields.Integer("Missing papers", compute="_compute_missing_count")
    date_told = fields.Date("Missing papers told on", readonly=True, copy=False)

    @api.depends("material_ids.state")
    def _compute_missing_count(self):
        counts = dict(
            self.env["community.request.material"]._read_group(
                [("request_id", "in", self.ids), ("state", "=", "missing")],
                ["request_id"],
                ["__count"],
            )
        )
        for request in self:
            request.missing_count = counts.get(request, 0)

    def _list_materials(self):
        """Put the papers of the item on the list; those entered by hand stay."""
        Material = self.env["community.request.material"]
        stale = self.material_ids.filtered(
            lambda line: (
                line.material_id
                and line.state == "missing"
                and line.material_id.item_id != line.request_id.item_id
            )
        )
        # The list follows the item for whoever may write the request.
        stale.sudo().unlink()
        values = []
        for request in self.filtered("item_id"):
            listed = request.material_ids.material_id
            values += [
                {
                    "request_id": request.id,
                    "material_id": material.id,
                    "sequence": material.sequence,
                    "name": material.name,
                    "note": material.note,
                    "late_reason": request.date_told and self.env._("The item was changed."),
                    "state": "missing" if material.is_required else "not_needed",
                }
                for material in request.item_id.material_ids - listed
            ]
        Material.sudo().create(values)

    def action_tell_missing(self):
        """Print the list of all missing papers, told once, and stop the clock until they come."""
        self.ensure_one()
        self.check_access("write")
        if not self.missing_count:
            raise UserError(
                self.env._("%(request)s: no paper is missing.", request=self.display_name)
            )
        if not self.date_told:
            # Set by this action alone, so that the first telling stays the one.
            self.sudo().date_told = fields.Date.context_today(self)
        if self.state in ("accepted", "in_progress", "reopened"):
            self._wait(self.env._("Missing papers"))
        return self.env.ref("community_service.community_request_report_missing").report_action(
            self
        )
