from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.natural import natural_key
from ...tools.trusted import said, trusted

KINDS = [
    ("street", "Sub-district"),
    ("community", "Community"),
    ("estate", "Estate"),
    ("building", "Building"),
    ("entrance", "Entrance"),
]


class CommunityArea(models.Model):
    """Place tree from the sub-district down to the entrance of a building."""

    _name = "community.area"
    _description = "Area"
    _inherit = ["community.guarded.mixin"]
    _parent_store = True
    _order = "walk_key, id"
    _rec_names_search = ["complete_name", "code"]

    name = fields.Char(required=True)
    code = fields.Char(help="Division code, where one is assigned.")
    kind = fields.Selection(KINDS, required=True, index=True)
    parent_id = fields.Many2one("community.area", "Area above", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("community.area", "parent_id", "Parts")
    complete_name = fields.Char(compute="_compute_complete_name", store=True, recursive=True)
    walk_key = fields.Char(
        compute="_compute_walk_key",
        store=True,
        recursive=True,
        index=True,
        export_string_translation=False,
        help="Order in which a person walks.",
    )
    community_type = fields.Selection(
        [("urban", "Urban"), ("village_to_urban", "Village-turned-urban"), ("rural", "Rural")]
    )
    own_grid_id = fields.Many2one("community.grid", "Own grid", index="btree_not_null")
    grid_id = fields.Many2one(
        "community.grid",
        compute="_compute_grid_id",
        store=True,
        recursive=True,  # parts made in the same breath as their place read its grid
        index="btree_not_null",
        help="Own grid, or else the grid of the nearest place around it.",
    )
    assignment_ids = fields.One2many("community.grid.assignment", "area_id", "Grid history")
    company_id = fields.Many2one(
        "res.company", "Community", default=lambda self: self.env.company, required=True, index=True
    )
    active = fields.Boolean(default=True)
    dwelling_ids = fields.One2many("community.dwelling", "area_id", "Dwellings")
    household_count = fields.Integer("Number of households", compute="_compute_household_count")

    _name_uniq = models.UniqueIndex(
        "(COALESCE(parent_id, 0), company_id, kind, name) WHERE active IS TRUE",
        "This place already exists there.",
    )
    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE active IS TRUE AND code IS NOT NULL",
        "This area code is already used in this community.",
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for area in self:
            area.complete_name = f"{area.parent_id.complete_name or ''}{area.name or ''}"

    @api.depends("complete_name")
    def _compute_display_name(self):
        for area in self:
            area.display_name = area.complete_name

    @api.depends("name", "parent_id.walk_key")
    def _compute_walk_key(self):
        for area in self:
            key = natural_key(area.name)
            parent = area.parent_id.walk_key
            area.walk_key = f"{parent}|{key}" if parent else key

    # Not on parent_id.grid_id: the tree below follows in one statement (_propagate_grid).
    @api.depends("own_grid_id", "parent_id")
    def _compute_grid_id(self):
        for area in self:
            area.grid_id = area.own_grid_id or area.parent_id.grid_id

    def _compute_household_count(self):
        counts = {}
        groups = self.env["community.household"]._read_group(
            Domain("area_id", "child_of", self.ids), ["area_id"], ["__count"]
        )
        for area, count in groups:
            for area_id in map(int, area.parent_path.split("/")[:-1]):
                counts[area_id] = counts.get(area_id, 0) + count
        for area in self:
            area.household_count = counts.get(area.id, 0)

    @api.constrains("parent_id", "kind", "company_id")
    def _check_path(self):
        ranks = {kind: rank for rank, (kind, _label) in enumerate(KINDS)}
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for area in self:
            for other, above in [(area.parent_id, True)] + [(c, False) for c in area.child_ids]:
                if not other:
                    continue
                upper, lower = (other, area) if above else (area, other)
                if ranks[upper.kind] >= ranks[lower.kind]:
                    raise ValidationError(
                        self.env._(
                            "%(lower)s (%(lower_kind)s) cannot stand inside %(upper)s "
                            "(%(upper_kind)s): the place around it must be of a higher kind.",
                            lower=lower.name,
                            lower_kind=labels[lower.kind],
                            upper=upper.name,
                            upper_kind=labels[upper.kind],
                        )
                    )
                if upper.company_id != lower.company_id:
                    raise ValidationError(
                        self.env._(
                            "%(lower)s and %(upper)s belong to different communities.",
                            lower=lower.name,
                            upper=upper.name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        areas = super().create(vals_list)
        areas._log_assignment()
        return areas

    def write(self, vals):
        if vals.get("parent_id"):
            self._check_not_inside_itself(self.browse(vals["parent_id"]))
        res = super().write(vals)
        if "own_grid_id" in vals and not said(self.env, "community_grid_assigned"):
            self._log_assignment()
        if "own_grid_id" in vals or "parent_id" in vals:
            self._propagate_grid()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_inhabited(self):
        for area in self:
            if area.child_ids or area.dwelling_ids or area.household_count:
                raise UserError(
                    self.env._(
                        "%(area)s has parts, dwellings or households: "
                        "archive it instead, or move them first.",
                        area=area.complete_name,
                    )
                )

    @api.constrains("active")
    def _check_left(self):
        for area in self.filtered(lambda area: not area.active):
            self.env["community.household"]._refuse_lived_in(
                area, [("area_id", "child_of", area.id)]
            )

    def _check_not_inside_itself(self, parent):
        """Refuse a cycle before the ORM does, with a sentence that names the places."""
        path = set(map(int, parent.parent_path.split("/")[:-1]))
        for area in self:
            if area.id in path:
                raise ValidationError(
                    self.env._(
                        "%(area)s cannot stand inside %(parent)s, which is a part of it: "
                        "choose another place around it.",
                        area=area.complete_name,
                        parent=parent.complete_name,
                    )
                )

    def _log_assignment(self):
        """Keep the history of a grid that was set on the place itself."""
        today = fields.Date.context_today(self)
        Assignment = self.env["community.grid.assignment"]
        for grid, areas in (
            self.filtered(lambda a: a.own_grid_id or a.assignment_ids)
            .grouped("own_grid_id")
            .items()
        ):
            Assignment.with_context(**trusted(community_grid_assigned=True))._assign(
                areas, grid, today
            )

    def _propagate_grid(self):
        """Carry the grid of these places down to every record below, in one statement.

        The tables are those of the places, dwellings, residents and of all models that inherit
        ``community.scoped.mixin``. Residents who live nowhere any more keep their last grid.
        """
        self.env.flush_all()
        # Raw SQL: the ORM needs 18 s and 185 MB for 230,000 rows, one statement a third of it. It
        # runs below access rules on purpose: whoever may move a place moves what stands in it.
        updates = [
            SQL(
                """%s AS (UPDATE %s t SET grid_id = n.grid_id FROM %s
                    WHERE t.grid_id IS DISTINCT FROM n.grid_id AND %s)""",
                SQL.identifier(f"u{number}"),
                SQL.identifier(self.env[model]._table),
                source,
                condition,
            )
            for number, (model, source, condition) in enumerate(self._grid_followers())
        ]
        self.env.cr.execute(
            SQL(
                """WITH RECURSIVE tree AS (
                    SELECT a.id, COALESCE(a.own_grid_id, p.grid_id) AS grid_id
                      FROM community_area a LEFT JOIN community_area p ON p.id = a.parent_id
                     WHERE a.id IN %s
                     UNION
                    SELECT c.id, COALESCE(c.own_grid_id, tree.grid_id)
                      FROM community_area c JOIN tree ON c.parent_id = tree.id
                ), nearest AS (
                    SELECT DISTINCT ON (id) id, grid_id FROM tree ORDER BY id
                ), %s SELECT 1""",
                tuple(self._top_areas().ids) or (0,),
                SQL(", ").join(updates),
            )
        )
        self.env.invalidate_all(flush=False)

    def _top_areas(self):
        """Return the places of this set that stand inside no other place of it."""
        return self.filtered(
            lambda area: not set(map(int, area.parent_path.split("/")[:-2])) & set(self.ids)
        )

    @api.model
    def _grid_followers(self):
        """Return (model, FROM clause, WHERE clause) of each table that follows a place's grid."""
        yield "community.area", SQL("nearest n"), SQL("t.id = n.id")
        yield "community.dwelling", SQL("nearest n"), SQL("t.area_id = n.id")
        yield "community.household", SQL("nearest n"), SQL("t.area_id = n.id")
        below = SQL("nearest n JOIN community_household h ON h.area_id = n.id")
        yield "community.resident", below, SQL("t.household_id = h.id")
        for name in sorted(self.env.registry.descendants(["community.scoped.mixin"], "_inherit")):
            model = self.env[name]
            if not model._abstract and model._auto and name != "community.resident":
                yield name, below, SQL("t.household_id = h.id")
                if model._grid_by_area:
                    yield (
                        name,
                        SQL("nearest n"),
                        SQL("t.household_id IS NULL AND t.area_id = n.id"),
                    )
