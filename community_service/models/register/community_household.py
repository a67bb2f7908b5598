from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.aid import WORKING_AGE
from ..base.community_access_log import READER_GROUPS
from .community_fact_mixin import FACTS


class CommunityHousehold(models.Model):
    _name = "community.household"
    _description = "Household"
    _inherit = ["community.register.mixin"]
    _order = "walk_key, id"
    _rec_names_search = ["code", "address", "head_id.name"]
    _secret_fields = ("monthly_income", "per_capita_income", "register_extra")

    code = fields.Char("Household number", copy=False, readonly=True)
    register_no = fields.Char("Register number", help="Number of the household register (户号).")
    company_id = fields.Many2one(compute="_compute_company_id", store=True, precompute=True)
    # place
    dwelling_id = fields.Many2one(
        "community.dwelling", index=True, ondelete="restrict", tracking=True, check_company=True
    )
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        compute="_compute_area_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    room = fields.Char(related="dwelling_id.room", store=True, index="btree_not_null")
    address = fields.Char(compute="_compute_address", store=True, index="trigram")
    walk_key = fields.Char(compute="_compute_address", store=True, export_string_translation=False)
    # people
    residency_ids = fields.One2many("community.residency", "household_id", "Residencies")
    resident_ids = fields.Many2many(
        "community.resident", string="Residents", compute="_compute_resident_ids"
    )
    head_id = fields.Many2one(
        "community.resident",
        compute="_compute_people",
        store=True,
        index="btree_not_null",
        ondelete="set null",
    )
    member_count = fields.Integer("Number of people", compute="_compute_people", store=True)
    phone_display = fields.Char("Phone", related="head_id.phone_display")
    partner_id = fields.Many2one(help="Made on demand, for letters to the household.")
    # needs; visits and dates: community_household_schedule.py
    category_line_ids = fields.One2many("community.category.line", "household_id", "Category lines")
    date_entered = fields.Date(default=fields.Date.context_today, required=True)
    per_capita_income = fields.Monetary(
        "Income per person",
        compute="_compute_per_capita_income",
        groups=fields.NO_ACCESS,
        compute_sudo=True,
    )
    register_extra = fields.Json(help="Columns of the workbook kept word for word.")

    access_count = fields.Integer(
        "Accesses", compute="_compute_access_count", groups=READER_GROUPS, exportable=False
    )

    _code_uniq = models.UniqueIndex(
        "(company_id, code)", "This household number is already used in this community."
    )
    _walk_idx = models.Index("(walk_key, id)")
    _visit_idx = models.Index("(grid_id, next_visit_date) WHERE active IS TRUE")
    # With the company in it, households that are due are counted without reading them.
    _due_idx = models.Index("(next_visit_date, company_id) WHERE active IS TRUE")

    @api.depends("dwelling_id.area_id")
    def _compute_area_id(self):
        for household in self:
            household.area_id = household.dwelling_id.area_id or household.area_id

    @api.depends("area_id")
    def _compute_company_id(self):
        for household in self:
            household.company_id = household.area_id.company_id or self.env.company

    @api.depends(
        "dwelling_id.address", "dwelling_id.walk_key", "area_id.complete_name", "area_id.walk_key"
    )
    def _compute_address(self):
        for household in self:
            dwelling, area = household.dwelling_id, household.area_id
            household.address = dwelling.address or area.complete_name
            household.walk_key = dwelling.walk_key or f"{area.walk_key or ''}|"

    # Not on area_id.grid_id: see community.area._propagate_grid.
    @api.depends("area_id")
    def _compute_grid_id(self):
        for household in self:
            household.grid_id = household.area_id.grid_id

    @api.depends("address", "head_id.name")
    def _compute_display_name(self):
        self._origin.fetch(["address", "head_id"])  # not every column, in lists of other records
        self.head_id._origin.fetch(["name"])
        for household in self:
            head = household.head_id.name
            household.display_name = f"{household.address or ''} {head or ''}".strip()

    @api.depends("residency_ids.date_to", "residency_ids.role", "residency_ids.resident_id")
    def _compute_people(self):
        for household in self:
            lines = household.residency_ids.filtered(lambda line: not line.date_to)
            household.head_id = lines.filtered(lambda line: line.role == "head").resident_id[:1]
            household.member_count = len(lines.resident_id)

    @api.depends(
        "monthly_income",
        "residency_ids.date_to",
        "residency_ids.resident_id.active",
        "residency_ids.resident_id.birth_date",
        "residency_ids.resident_id.date_death",
        "residency_ids.resident_id.employment",
        "residency_ids.resident_id.monthly_income",
    )
    def _compute_per_capita_income(self):
        """Divide what the register knows by the people of the household; 0 stands for not known.

        It is known when somebody wrote down that of the household, or of everybody in it but
        students and children who may not work; full cover reckons alike.
        """
        today = fields.Date.context_today(self)
        working = fields.Date.subtract(today, years=WORKING_AGE)
        for household in self:
            lines = household.residency_ids.filtered(lambda line: not line.date_to)
            people = lines.resident_id.filtered(lambda r: r.active and not r.date_death)
            silent = people.filtered(
                lambda r: (
                    not (
                        r.monthly_income
                        or r.employment == "student"
                        or (r.birth_date and r.birth_date > working)
                    )
                )
            )
            total = household.monthly_income
            if not total and not silent:
                total = sum(people.mapped("monthly_income"))
            household.per_capita_income = total / len(people) if people else 0

    def _secret_value(self, name):
        # Of what nobody knows there is no amount, not one of zero.
        value = super()._secret_value(name)
        return None if name == "per_capita_income" and not value else value

    @api.depends("residency_ids.date_to", "residency_ids.resident_id")
    def _compute_resident_ids(self):
        for household in self:
            lines = household.residency_ids.filtered(lambda line: not line.date_to)
            household.resident_ids = lines.resident_id

    @api.model
    def _born_values(self, vals):
        values = super()._born_values(vals)
        if not vals.get("code"):
            # Numbering is shared by all workers, who do not read sequences.
            values["code"] = self.env["ir.sequence"].sudo().next_by_code("community.household")
        return values

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"dwelling_id", "area_id"}:
            # Whoever lives here, and what was recorded of them, goes along to another grid.
            self.area_id._propagate_grid()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        kept = self._with_history()
        for household in self:
            if household in kept:
                raise UserError(
                    self.env._(
                        "%(household)s has a history of residents or visits and is kept: "
                        "archive it instead.",
                        household=household.display_name,
                    )
                )

    @api.model
    def _refuse_lived_in(self, place, homes):
        """Refuse to archive a place while somebody lives or is registered there.

        A list handed in later would find the people nowhere, and ask of each whether they moved.

        :param place: the place or dwelling
        :param list homes: domain of the households in it
        :raises ValidationError: naming the place and one home
        """
        open_line = Domain("residency_ids", "any", [("date_to", "=", False)])
        # sudo: whoever keeps the places may not see each home in them.
        lived_in = self.sudo().search(Domain(homes) & open_line, limit=1)
        if lived_in:
            raise ValidationError(
                self.env._(
                    "%(place)s is not archived while people live or are registered there: "
                    "%(home)s. Enter first where they moved.",
                    place=place.display_name,
                    home=lived_in.sudo(False)._name_for_reader(),
                )
            )

    def _with_history(self):
        """Return the households with a history, which stay; each domain adds its own."""
        return self.filtered("residency_ids")

    # contact

    def _contact_fields(self):
        return {"dwelling_id", "area_id", "active"}

    def _prepare_contact_values(self):
        return {
            "name": self.display_name,
            "street": self.address,
            "active": self.active,
            "company_id": self.company_id.id,
        }

    # What of a household is closed, how it is entered, and who looked at it.

    @api.depends_context("uid")
    def _compute_access_count(self):
        self._count_accesses()

    # facts and their past

    def _fact_household(self):
        return self

    def action_open_facts(self):
        """Open what was changed and corrected about one household and its people."""
        return self._list_action(
            "community_service.community_fact_change_action", [("household_id", "=", self.id)]
        )

    def action_state_on(self):
        """Open the dialog that shows the household on a past day."""
        self.ensure_one()
        self.check_access("read")
        wizard = self.env["community.household.state"].create({"household_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Household on a date"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _state_on(self, date):
        """Return the household as it was on ``date``.

        :return: dict with ``address``, ``register_no`` and ``members``: a list of dicts with
            ``resident_id``, ``name``, ``role`` and ``kind`` (keys of the selections), head first
        :raises AccessError: to whoever may not read the household
        """
        date = fields.Date.to_date(date)
        facts = self._values_on(date, FACTS[self._name])
        # The dwelling may meanwhile belong to another grid; its address was that of this one.
        dwelling = self.env["community.dwelling"].sudo().browse(int(facts["dwelling_id"] or 0))
        lines = self.env["community.residency"].search(
            [("household_id", "=", self.id), *self.env["community.residency"]._on_date_domain(date)]
        )
        members = [
            {
                "resident_id": line.resident_id.id,
                # Whoever may read the residency may read whose it is.
                "name": line._name_on(date),
                "role": line._values_on(date, ["role"])["role"],
                "kind": line.kind,
            }
            for line in lines
        ]
        members.sort(key=lambda member: (member["role"] != "head", member["resident_id"]))
        return {
            "address": dwelling.address or self.area_id.complete_name,
            "register_no": facts["register_no"],
            "members": members,
        }

    @api.model
    def _list_fields(self):
        names = "address category_ids code grid_id head_id member_count register_no"
        return super()._list_fields() | set(names.split())
