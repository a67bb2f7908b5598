from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.identity import mask_phone
from ...tools.natural import natural_key
from ...tools.register_places import room_core


class CommunityDwelling(models.Model):
    """A flat or house; it may be empty, let, or shared by several households."""

    _name = "community.dwelling"
    _description = "Dwelling"
    _inherit = ["community.guarded.mixin", "community.secret.mixin", "community.fact.mixin"]
    _order = "walk_key, id"
    _rec_names_search = ["address"]
    _secret_fields = ("owner_phone",)
    # A number that nobody told stands in the table as 0, and in no ledger or form.
    _zero_is_unknown = ("floor_area", "room_count")

    area_id = fields.Many2one(
        "community.area", "Building or entrance", required=True, index=True, ondelete="restrict"
    )
    room = fields.Char(required=True)
    address = fields.Char(compute="_compute_address", store=True, index="trigram")
    walk_key = fields.Char(
        compute="_compute_walk_key", store=True, index=True, export_string_translation=False
    )
    tenure = fields.Selection(
        [
            ("own", "Own"),
            ("rent", "Rent"),
            ("lodge", "Lodge"),
            ("dormitory", "Staff dormitory"),
            ("other", "Other"),
        ]
    )
    floor_area = fields.Float(
        "Floor area (m²)",
        digits=(7, 2),
        aggregator="sum",
        help="As it stands in the deed; 0: nobody knows it.",
    )
    room_count = fields.Integer(
        "Number of rooms",
        aggregator="sum",
        help="Without halls, kitchens and baths; 0: nobody knows it.",
    )
    owner_name = fields.Char("Owner")
    owner_phone = fields.Char("Owner's phone", groups=fields.NO_ACCESS)
    grid_id = fields.Many2one(
        "community.grid", compute="_compute_grid_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(related="area_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
    household_ids = fields.One2many("community.household", "dwelling_id", "Households")
    is_empty = fields.Boolean("Empty", compute="_compute_is_empty", search="_search_is_empty")

    owner_phone_display = fields.Char(
        "Owner's phone (shown)", compute="_compute_owner_phone", compute_sudo=True
    )
    owner_phone_input = fields.Char(
        "Owner's phone (entry)",
        compute="_compute_owner_phone",
        inverse="_inverse_owner_phone_input",
        compute_sudo=True,
        exportable=False,
    )

    _room_uniq = models.UniqueIndex(
        "(area_id, room) WHERE active IS TRUE", "This room already exists in this place."
    )

    _check_size = models.Constraint(
        "CHECK (COALESCE(floor_area, 0) BETWEEN 0 AND 2000"
        " AND COALESCE(room_count, 0) BETWEEN 0 AND 50)",
        "A home has up to 2,000 m² and up to 50 rooms; 0: nobody knows.",
    )

    @api.depends("area_id.complete_name", "room")
    def _compute_address(self):
        for dwelling in self:
            dwelling.address = f"{dwelling.area_id.complete_name or ''}{dwelling.room or ''}"

    @api.depends("address")
    def _compute_display_name(self):
        for dwelling in self:
            dwelling.display_name = dwelling.address

    @api.depends("area_id.walk_key", "room")
    def _compute_walk_key(self):
        for dwelling in self:
            dwelling.walk_key = f"{dwelling.area_id.walk_key or ''}|{natural_key(dwelling.room)}"

    # Not on area_id.grid_id: see community.area._propagate_grid.
    @api.depends("area_id")
    def _compute_grid_id(self):
        for dwelling in self:
            dwelling.grid_id = dwelling.area_id.grid_id

    @api.depends("household_ids.residency_ids.date_to", "household_ids.residency_ids.kind")
    def _compute_is_empty(self):
        lived_in = self.search(Domain("id", "in", self.ids) & Domain("is_empty", "=", False))
        for dwelling in self:
            dwelling.is_empty = dwelling not in lived_in

    def _search_is_empty(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        lived_in = Domain(
            "household_ids.residency_ids",
            "any!",
            [("date_to", "=", False), ("kind", "in", ("living", "both"))],
        )
        wants_empty = (True in value) == (operator == "in")
        return ~lived_in if wants_empty else lived_in

    @api.ondelete(at_uninstall=False)
    def _unlink_except_inhabited(self):
        for dwelling in self:
            if dwelling.with_context(active_test=False).household_ids:
                raise UserError(
                    self.env._(
                        "%(address)s has households, present or former: archive it instead.",
                        address=dwelling.address,
                    )
                )

    @api.constrains("active")
    def _check_left(self):
        for dwelling in self.filtered(lambda dwelling: not dwelling.active):
            homes = [("dwelling_id", "=", dwelling.id)]
            self.env["community.household"]._refuse_lived_in(dwelling, homes)

    # derived categories

    @api.model
    def _as_kept(self, vals):
        """Return values with the room as it is kept: 0101, 101室 and 101 are one room."""
        if not isinstance(vals.get("room"), str):
            return vals
        return vals | {"room": room_core(vals["room"]) or vals["room"]}

    @api.model_create_multi
    def create(self, vals_list):
        """Create homes; rooms are kept in one form (see :meth:`_as_kept`)."""
        return super().create([self._as_kept(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._as_kept(vals)
        res = super().write(vals)
        if "tenure" in vals:
            self.env["community.category"]._sync_derived(self.household_ids)
        if "area_id" in vals:
            # A room that stands in another building takes its homes along, given up or not.
            self.area_id._propagate_grid()
        return res

    # The owner's phone is closed like that of a resident.

    @api.depends("owner_phone", "grid_id.officer_line_ids")
    @api.depends_context("uid")
    def _compute_owner_phone(self):
        """Show workers the whole number in the grids in their care, others a masked one."""
        for dwelling in self:
            own = dwelling.grid_id and self.env.user in dwelling.grid_id.officer_ids
            number = dwelling.owner_phone or False
            shown = number if own else (mask_phone(number) or False)
            dwelling.owner_phone_display = dwelling.owner_phone_input = shown

    def _inverse_owner_phone_input(self):
        for dwelling in self:
            dwelling._set_secret("owner_phone", dwelling.owner_phone_input)

    # facts and their past

    def _fact_household(self):
        return self.household_ids[:1]

    def action_change_fact(self):
        """Open the dialog that changes a fact from a day on, or corrects it."""
        return self.env["community.fact.change.wizard"]._action(self)
