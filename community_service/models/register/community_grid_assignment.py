from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.trusted import trusted


class CommunityGridAssignment(models.Model):
    """History of the grid that a place was given to; an empty grid means none of its own."""

    _name = "community.grid.assignment"
    _description = "Grid Assignment"
    _inherit = ["community.guarded.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "area_id"

    area_id = fields.Many2one(
        "community.area", "Building or estate", required=True, index=True, ondelete="cascade"
    )
    grid_id = fields.Many2one("community.grid", ondelete="restrict", index="btree_not_null")
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    company_id = fields.Many2one(related="area_id.company_id", store=True, index=True)

    _area_date_uniq = models.UniqueIndex(
        "(area_id, date_from)", "This place already changes its grid on this day."
    )

    @api.model
    def _assign(self, areas, grid, date):
        """Give ``areas`` to ``grid`` from ``date`` on and carry today's state to all records.

        :param areas: ``community.area`` records
        :param grid: a ``community.grid``, or an empty one to take the places away
        :param date date: first day; a day to come is applied by the daily job
        """
        same_day = self.search([("area_id", "in", areas.ids), ("date_from", "=", date)])
        same_day.grid_id = grid
        self.create(
            [
                {"area_id": area.id, "grid_id": grid.id, "date_from": date}
                for area in areas - same_day.area_id
            ]
        )
        self._apply_current(areas)

    @api.model
    def _apply_current(self, areas=None):
        """Set ``own_grid_id`` of the places to the line valid today."""
        today = fields.Date.context_today(self)
        domain = Domain("date_from", "<=", today)
        if areas is not None:
            domain &= Domain("area_id", "in", areas.ids)
        current = {}
        for line in self.search(domain, order="date_from, id"):
            current[line.area_id] = line.grid_id
        by_grid = {}
        for area, grid in current.items():
            if area.own_grid_id != grid:
                by_grid.setdefault(grid, []).append(area.id)
        for grid, area_ids in by_grid.items():
            self.env["community.area"].browse(area_ids).with_context(
                **trusted(community_grid_assigned=True)
            ).own_grid_id = grid

    @api.model
    def _cron_apply(self):
        """Apply the assignments whose day has come."""
        self._apply_current()
