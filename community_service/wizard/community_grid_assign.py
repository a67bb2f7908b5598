from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CommunityGridAssign(models.TransientModel):
    """Give many buildings to a grid at once, from a day on."""

    _name = "community.grid.assign"
    _description = "Assign Places to a Grid"

    area_ids = fields.Many2many(
        "community.area",
        string="Buildings and estates",
        required=True,
        default=lambda self: self._default_area_ids(),
    )
    grid_id = fields.Many2one("community.grid")
    is_taken_away = fields.Boolean(
        "Take away", help="The places get no grid of their own; a grid around them applies again."
    )
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    household_count = fields.Integer("Households concerned", compute="_compute_counts")
    other_count = fields.Integer("Of them in another grid today", compute="_compute_counts")
    without_count = fields.Integer("Households without a grid", compute="_compute_counts")

    @api.model
    def _default_area_ids(self):
        if self.env.context.get("active_model") == "community.area":
            return self.env["community.area"].browse(self.env.context.get("active_ids"))
        return self.env["community.area"]

    @api.depends("area_ids", "grid_id")
    def _compute_counts(self):
        Household = self.env["community.household"]
        without = Household.search_count([("grid_id", "=", False)])
        for wizard in self:
            below = Domain("area_id", "child_of", wizard.area_ids.ids)
            other = Domain("grid_id", "not in", [False, *wizard.grid_id.ids])
            wizard.household_count = Household.search_count(below)
            wizard.other_count = Household.search_count(below & other)
            wizard.without_count = without

    def action_assign(self):
        """Assign the places; a day to come is kept and applied on that day.

        :raises UserError: without a grid
        """
        self.ensure_one()
        if not self.grid_id and not self.is_taken_away:
            raise UserError(
                self.env._(
                    "Choose the grid for %(places)s, or tick that their grid is taken away.",
                    places=self.env._(", ").join(self.area_ids.mapped("name")),
                )
            )
        grid = self.env["community.grid"] if self.is_taken_away else self.grid_id
        self.env["community.grid.assignment"]._assign(self.area_ids, grid, self.date_from)
        return {"type": "ir.actions.act_window_close"}
