from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityRelocationDemand(models.Model):
    """What a household asks for, and what became of it; the body that decides is named."""

    _name = "community.relocation.demand"
    _description = "Demand in a Relocation"
    _inherit = ["community.relocation.part"]
    _order = "file_id, date, id"

    name = fields.Char("Demand", required=True)
    kind = fields.Selection(
        [
            ("price", "Valuation and price"),
            ("area", "Area and title"),
            ("resettlement", "New home: place, floor, size"),
            ("transition", "Moving and temporary housing"),
            ("business", "Loss of business"),
            ("school", "School, work, care"),
            ("other", "Other"),
        ],
        default="price",
        required=True,
        index=True,
    )
    date = fields.Date("Raised on", default=fields.Date.context_today, required=True)
    result = fields.Selection(
        [
            ("open", "To be answered"),
            ("met", "Met"),
            ("partly", "Partly met"),
            ("explained", "Explained"),
        ],
        default="open",
        required=True,
        index=True,
    )
    answer = fields.Text()
    body_id = fields.Many2one(
        "res.partner",
        "Body that answers",
        compute="_compute_body_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        help="Demands about compensation are answered by the deciding body.",
    )
    date_answered = fields.Date("Answered on")

    @api.depends("file_id")
    def _compute_body_id(self):
        for demand in self:
            demand.body_id = demand.body_id or demand.project_id.body_id

    @api.constrains("result", "answer", "date_answered", "date", "body_id")
    def _check_result(self):
        today = fields.Date.context_today(self)
        for demand in self:
            late = max(demand.date, demand.date_answered or demand.date)
            if late > today:
                raise UserError(
                    self.env._(
                        "%(file)s, “%(demand)s”: %(date)s lies in the future. Correct the day.",
                        file=demand.file_id.number,
                        demand=demand.name,
                        date=late,
                    )
                )
            if demand.result == "open":
                continue
            if not (demand.answer or "").strip():
                raise UserError(
                    self.env._(
                        "%(file)s, “%(demand)s”: write what was answered before it is no longer "
                        "open.",
                        file=demand.file_id.number,
                        demand=demand.name,
                    )
                )
            if demand.body_id == demand.company_id.partner_id:
                raise UserError(
                    self.env._(
                        "%(file)s, “%(demand)s”: the community does not decide compensation. "
                        "Name the body that answered.",
                        file=demand.file_id.number,
                        demand=demand.name,
                    )
                )
            if demand.date_answered and demand.date_answered < demand.date:
                raise UserError(
                    self.env._(
                        "%(file)s, “%(demand)s”: answered on %(answered)s, before it was raised "
                        "on %(raised)s. Correct one of the days.",
                        file=demand.file_id.number,
                        demand=demand.name,
                        answered=demand.date_answered,
                        raised=demand.date,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._with_day(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._with_day(vals))

    def _with_day(self, vals):
        """Date an answer today unless a day is given."""
        if vals.get("result", "open") == "open" or vals.get("date_answered"):
            return vals
        return {**vals, "date_answered": fields.Date.context_today(self)}
