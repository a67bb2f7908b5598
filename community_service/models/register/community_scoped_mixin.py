from odoo import api, fields, models


class CommunityScopedMixin(models.AbstractModel):
    """Grid and community of every record that belongs to a household.

    A model that inherits it declares ``household_id``. Its ``grid_id`` is copied from the household
    when the record is made or moved; when places change their grid, one SQL statement carries the
    change to all of these models (``community.area._propagate_grid``). Record rules read the grid
    on the record itself, so they never go stale.
    """

    _name = "community.scoped.mixin"
    _description = "Record of a household"
    _inherit = ["community.guarded.mixin"]

    # Set by models whose records may stand in a place (``area_id``) without a household.
    _grid_by_area = False

    grid_id = fields.Many2one(
        "community.grid",
        compute="_compute_grid_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    company_id = fields.Many2one(
        "res.company",
        "Community",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )

    def _in_charge(self):
        """Add those who look after the grid today: whoever holds it, then the substitute."""
        return super()._in_charge() | self.grid_id._looked_after_by()

    # Not on household_id.grid_id: that change is propagated in one statement.
    @api.depends(lambda self: ("household_id", *(("area_id",) if self._grid_by_area else ())))
    def _compute_grid_id(self):
        for record in self:
            place = record.area_id if self._grid_by_area else record.env["community.area"]
            record.grid_id = record.household_id.grid_id or place.grid_id or record.grid_id

    @api.depends("household_id")
    def _compute_company_id(self):
        for record in self:
            record.company_id = (
                record.household_id.company_id or record.company_id or self.env.company
            )
