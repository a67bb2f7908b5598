from odoo import fields, models
from odoo.tools import SQL

OFFICER = "community_service.group_community_officer"


class CommunityGrid(models.Model):
    """How much work a grid is by the need of its homes: a figure of places, not of people."""

    _inherit = "community.grid"

    red_count = fields.Integer("Homes in red", compute="_compute_visit_load", groups=OFFICER)
    yellow_count = fields.Integer("Homes in yellow", compute="_compute_visit_load", groups=OFFICER)
    visit_load = fields.Float(
        "Visits a year by need",
        compute="_compute_visit_load",
        digits=(12, 1),
        groups=OFFICER,
        help="How many visits a year its homes ask for: a home as often as the most frequent of "
        "its categories of today, or as the community visits everybody.",
    )

    def _compute_visit_load(self):
        """Count homes by need and the visits that their intervals ask for, in one query."""
        self.env.flush_all()
        # Raw SQL: sums of a grid over the categories of all its homes. Only an officer has these
        # fields, who reads every home of the community; no row tells of a home or of a worker.
        rows = self.env.execute_query(
            SQL(
                """SELECT h.grid_id,
                          COUNT(*) FILTER (WHERE h.need_level = 'red'),
                          COUNT(*) FILTER (WHERE h.need_level = 'yellow'),
                          SUM(12.0 / COALESCE(own.months,
                                              NULLIF(c.community_visit_interval_months, 0)))
                     FROM community_household h
                     JOIN res_company c ON c.id = h.company_id
                     LEFT JOIN LATERAL (
                          SELECT MIN(NULLIF(k.visit_interval_months, 0)) AS months
                            FROM community_category_line l
                            JOIN community_category k ON k.id = l.category_id
                           WHERE l.household_id = h.id AND l.date_from <= %(today)s
                             AND (l.date_to IS NULL OR l.date_to >= %(today)s)) own ON TRUE
                    WHERE h.grid_id = ANY(%(grids)s) AND h.active IS TRUE
                      AND h.next_visit_date IS NOT NULL
                    GROUP BY h.grid_id""",
                today=fields.Date.context_today(self),
                grids=self.ids,
            )
        )
        found = {grid: numbers for grid, *numbers in rows}
        for grid in self:
            red, yellow, load = found.get(grid.id, (0, 0, 0))
            grid.update({"red_count": red, "yellow_count": yellow, "visit_load": float(load or 0)})
