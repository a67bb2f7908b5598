from odoo import api, fields, models
from odoo.fields import Domain


class CommunityGrid(models.Model):
    """A set of places in the care of grid workers."""

    _name = "community.grid"
    _description = "Grid"
    _inherit = ["community.guarded.mixin"]
    _order = "code, name, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True)
    code = fields.Char()
    company_id = fields.Many2one(
        "res.company", "Community", default=lambda self: self.env.company, required=True, index=True
    )
    active = fields.Boolean(default=True)
    officer_line_ids = fields.One2many("community.grid.officer", "grid_id", "Workers of the grid")
    officer_ids = fields.Many2many(
        "res.users",
        string="Current workers",
        compute="_compute_officer_ids",
        search="_search_officer_ids",
    )
    area_ids = fields.One2many("community.area", "own_grid_id", "Places assigned")
    household_count = fields.Integer("Number of households", compute="_compute_household_count")
    resident_count = fields.Integer("Number of residents", compute="_compute_household_count")

    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE active IS TRUE",
        "This grid code is already used in this community.",
    )

    @api.depends(
        "officer_line_ids.user_id", "officer_line_ids.date_from", "officer_line_ids.date_to"
    )
    def _compute_officer_ids(self):
        lines = self.env["community.grid.officer"].search(
            Domain("grid_id", "in", self.ids) & Domain(self._current_lines_domain())
        )
        users = lines.grouped("grid_id")
        for grid in self:
            grid.officer_ids = users.get(grid, lines.browse()).user_id

    def _looked_after_by(self):
        """Return the users who look after these grids today, substitutes last."""
        today = fields.Date.context_today(self)
        lines = self.officer_line_ids.filtered(
            lambda line: line.date_from <= today and (not line.date_to or line.date_to >= today)
        )
        return lines.sorted("is_substitute").user_id

    def _search_officer_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        return Domain(
            "officer_line_ids",
            "any",
            Domain("user_id", operator, value) & Domain(self._current_lines_domain()),
        )

    @api.model
    def _current_lines_domain(self):
        """Return the domain of officer lines that are valid today."""
        return [
            ("date_from", "<=", "today"),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", "today"),
        ]

    @api.depends_context("uid")
    def _compute_household_count(self):
        self._count_links("household_count", "community.household", "grid_id")
        self._count_links(
            "resident_count", "community.resident", "grid_id", [("household_id", "!=", False)]
        )
