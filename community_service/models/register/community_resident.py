import re

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.age_field import Age
from ...tools.identity import check_id_number, check_phone, mask_id_number, whole_id_number
from ...tools.periods import whole_years
from ...tools.pinyin import spelled
from ...tools.register_values import clean_name
from ..base.community_access_log import READER_GROUPS
from .community_residency import LIVING_KINDS, REGISTERED_KINDS

KEPT = "kept"


class CommunityResident(models.Model):
    _name = "community.resident"
    _description = "Resident"
    _inherit = ["community.register.mixin"]
    _order = "name, id"
    _primary_email = "email"
    _secret_fields = (
        "id_number",
        "phone",
        "phone2",
        "emergency_phone",
        "political_status",
        "monthly_income",
        "health_note",
        "disability_kind",
        "disability_grade",
        "disability_number",
        "disability_end",
        "bank_name",
        "bank_account",
        "register_extra",
    )

    # identity
    name = fields.Char("Full name", required=True, search="_search_name", tracking=True)
    pinyin = fields.Char(
        "Pinyin initials", compute="_compute_pinyin", store=True, export_string_translation=False
    )
    pinyin_full = fields.Char(
        "Pinyin", compute="_compute_pinyin", store=True, export_string_translation=False
    )
    # Where a surname has two usual readings.
    pinyin_other = fields.Char(
        compute="_compute_pinyin", store=True, export_string_translation=False
    )
    pinyin_full_other = fields.Char(
        compute="_compute_pinyin", store=True, export_string_translation=False
    )
    id_kind = fields.Selection(
        [
            ("id_card", "Resident ID card"),
            ("passport", "Passport"),
            ("hk_macao", "Hong Kong and Macao permit"),
            ("taiwan", "Taiwan permit"),
            ("foreigner", "Foreigner's permanent residence card"),
            ("birth", "Birth certificate"),
            ("other", "Other document"),
        ],
        "Kind of ID document",
        default="id_card",
        required=True,
    )
    id_number = fields.Char("ID number (whole)", groups=fields.NO_ACCESS, copy=False)
    id_number_masked = fields.Char(
        "ID number (masked)", compute="_compute_masks", compute_sudo=True
    )
    id_number_input = fields.Char(
        "ID number",
        compute="_compute_id_number_input",
        inverse="_inverse_id_number_input",
        compute_sudo=True,
        exportable=False,
    )
    id_override_reason = fields.Char(
        "Reason of a deviation",
        help="Why the birth date, the sex or the check digit differs from the ID number.",
    )
    birth_date = fields.Date(compute="_compute_from_id", store=True, readonly=False, index=True)
    sex = fields.Selection(
        [("male", "Male"), ("female", "Female")],
        compute="_compute_from_id",
        store=True,
        readonly=False,
    )
    age = Age(compute="_compute_age", search="_search_age")
    ethnicity = fields.Char()
    education = fields.Selection(
        [
            ("none", "None"),
            ("primary", "Primary school"),
            ("junior", "Junior middle school"),
            ("senior", "Senior middle school"),
            ("vocational", "Vocational school"),
            ("college", "Junior college"),
            ("bachelor", "Bachelor"),
            ("master", "Master or above"),
        ]
    )
    marital = fields.Selection(
        [
            ("single", "Single"),
            ("married", "Married"),
            ("divorced", "Divorced"),
            ("widowed", "Widowed"),
        ],
        "Marital status",
    )
    employment = fields.Selection(
        [
            ("employed", "Employed"),
            ("flexible", "Flexibly employed"),
            ("unemployed", "Unemployed"),
            ("laid_off", "Laid off"),
            ("retired", "Retired"),
            ("student", "Student"),
            ("other", "Other"),
        ]
    )
    political_status = fields.Selection(
        [
            ("member", "Party member"),
            ("probationary", "Probationary Party member"),
            ("league", "Youth League member"),
            ("democratic", "Member of a democratic party"),
            ("masses", "Public"),
        ],
        groups=fields.NO_ACCESS,
        copy=False,
    )
    date_death = fields.Date("Died on", copy=False, tracking=True)
    # contact
    phone = fields.Char("Phone (whole)", groups=fields.NO_ACCESS, copy=False)
    phone2 = fields.Char("Second phone (whole)", groups=fields.NO_ACCESS, copy=False)
    email = fields.Char()
    registered_address = fields.Char()
    emergency_name = fields.Char("Emergency contact")
    emergency_phone = fields.Char(groups=fields.NO_ACCESS, copy=False)
    # where
    residency_ids = fields.One2many("community.residency", "resident_id", "Residencies")
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_household_id",
        store=True,
        index="btree_not_null",
        help="Where the resident lives, or else is registered.",
    )
    role = fields.Selection(
        selection="_selection_role", compute="_compute_household_id", store=True
    )
    resident_kind = fields.Selection(
        [
            ("permanent", "Permanent"),
            ("floating", "Floating"),
            ("split", "Registered here, living elsewhere"),
            ("registered_only", "Registered only, whereabouts unknown"),
            ("former", "Former"),
        ],
        "Kind",
        compute="_compute_household_id",
        store=True,
        index=True,
    )
    kinship_ids = fields.One2many("community.kinship", "resident_id", "Relatives elsewhere")
    kinship_of_ids = fields.One2many("community.kinship", "relative_id", "Named by relatives")
    category_line_ids = fields.One2many("community.category.line", "resident_id", "Category lines")

    health_note = fields.Text(groups=fields.NO_ACCESS, copy=False)
    political_status_input = fields.Selection(
        selection="_selection_political_status_input",
        string="Political status (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_political_status_input",
        compute_sudo=True,
        exportable=False,
    )
    health_note_input = fields.Text(
        "Health note (entry)",
        compute="_compute_secret_inputs",
        inverse="_inverse_health_note_input",
        compute_sudo=True,
        exportable=False,
    )
    access_count = fields.Integer(
        "Accesses", compute="_compute_access_count", groups=READER_GROUPS, exportable=False
    )

    _id_number_uniq = models.UniqueIndex(
        "(company_id, id_number)"
        " WHERE id_number IS NOT NULL AND active IS TRUE AND date_death IS NULL",
        "Another living resident of this community already has this ID number: find and move in "
        "that person instead of adding a second one.",
    )
    _check_income = models.Constraint(
        "CHECK (monthly_income IS NULL OR monthly_income BETWEEN 0 AND 10000000)",
        "A monthly income is 0 yuan or more, and below ten million.",
    )
    # The first page of a list in the order of names, under the rules of a grid worker, is found in
    # this index alone.
    _name_id = models.Index("(name, id) INCLUDE (grid_id, company_id, active)")
    # Lists under the rules of a grid worker count their records from the index alone.
    _grid_active_idx = models.Index("(grid_id, company_id) WHERE active IS TRUE")
    _name_chars = models.Index(
        "USING gin (string_to_array(lower(name), NULL)) WITH (fastupdate = off)"
    )
    _pinyin_idx = models.Index("(pinyin text_pattern_ops)")
    _pinyin_full_idx = models.Index("(pinyin_full text_pattern_ops)")
    _pinyin_other_idx = models.Index(
        "(pinyin_other text_pattern_ops) WHERE pinyin_other IS NOT NULL"
    )
    _pinyin_full_other_idx = models.Index(
        "(pinyin_full_other text_pattern_ops) WHERE pinyin_full_other IS NOT NULL"
    )
    _phone_idx = models.Index("(phone) WHERE phone IS NOT NULL")
    _phone2_idx = models.Index("(phone2) WHERE phone2 IS NOT NULL")
    _id_number_idx = models.Index("(id_number) WHERE id_number IS NOT NULL")
    _phone_last4 = models.Index('("right"(phone, 4)) WHERE phone IS NOT NULL')
    _id_last4 = models.Index('("right"(id_number, 4)) WHERE id_number IS NOT NULL')

    @api.model
    def _selection_role(self):
        return self.env["community.residency"]._fields["role"]._description_selection(self.env)

    # identity

    @api.depends("name")
    def _compute_pinyin(self):
        for resident in self:
            short, whole, other, whole_other = spelled(resident.name)
            resident.pinyin, resident.pinyin_full = short, whole
            resident.pinyin_other = other or False
            resident.pinyin_full_other = whole_other or False

    @api.depends("id_number")
    @api.depends_context("uid")
    def _compute_masks(self):
        self._origin.fetch(["id_number"])
        # An auditor, who may not reveal, gets not even the last four.
        hide = self.env["res.users"]._is_community_auditor_only()
        for resident in self:
            number = resident.id_number
            if hide:
                resident.id_number_masked = "*" * len(number or "") or False
            else:
                resident.id_number_masked = mask_id_number(number)

    @api.depends("id_number_masked")
    def _compute_id_number_input(self):
        for resident in self:
            resident.id_number_input = resident.id_number_masked

    def _inverse_id_number_input(self):
        typed = self.filtered(lambda resident: "*" not in (resident.id_number_input or ""))
        numbers = {resident: whole_id_number(resident.id_number_input) for resident in typed}
        self._check_id_number_free(numbers)
        for resident, number in numbers.items():
            # Writing is allowed to whoever may write the record; reading back is not.
            resident.sudo().id_number = number or False

    @api.model
    def _check_id_number_free(self, numbers):
        """Refuse the number of another living resident, and log who learned of it.

        The unique index refuses it as well, but leaves no line in the log.

        :param dict numbers: resident → number typed
        """
        # Below access rules: that the number is taken is told to whoever types it.
        others = self.sudo().search(
            Domain("id_number", "in", [number for number in numbers.values() if number])
            & Domain("date_death", "=", False)
        )
        for other in others:
            for resident, number in numbers.items():
                company = resident.company_id or self.env.company
                if (
                    number == other.id_number
                    and other != resident._origin
                    and other.company_id == company
                ):
                    self.env["community.access.log"]._log_find(other.sudo(False))
                    raise ValidationError(
                        self.env._(
                            "Another living resident of this community already has this ID number: "
                            "find and move in that person instead of adding a second one."
                        )
                    )

    @api.depends("id_number", "id_kind")
    def _compute_from_id(self):
        for resident in self:
            birth_date, sex = resident.birth_date, resident.sex
            if resident.id_kind == "id_card" and resident.id_number:
                try:
                    said = check_id_number(resident.id_number)
                except ValueError:
                    said = None
                if said and not resident.id_override_reason:
                    birth_date, sex = said.birth_date, said.sex
            resident.birth_date, resident.sex = birth_date, sex

    @api.depends("name")
    @api.depends_context("formatted_display_name")
    def _compute_display_name(self):
        self._origin.fetch(["name"])  # not every column, in lists of other records
        result = super()._compute_display_name()
        # A picker shows age and home, which the list of residents shows as well. Names of links are
        # read as superuser, whoever asks: those stay names.
        if self.env.context.get("formatted_display_name") and not self.env.su:
            for resident in self._origin._filtered_access("read"):
                resident.display_name = resident._picker_name()
        return result

    def _picker_name(self):
        """Return the name with age and home beside it, in the marks that pickers know."""
        age = self.env._("%(age)s years old", age=self.age) if self.birth_date else ""
        # sudo: where somebody lives stands in the list of those whom the user may read.
        home = self.sudo().household_id.address or ""
        # The marks of pickers are two dashes and a tab.
        told = " · ".join(filter(None, (age, home))).replace("--", "-")
        return f"{self.name} \t --{told}--" if told else self.name

    @api.depends("birth_date", "date_death")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for resident in self:
            birth, end = resident.birth_date, resident.date_death or today
            resident.age = whole_years(birth, end) if birth else None

    def _search_age(self, operator, value):
        """Turn ages into birth dates: 80 and over is born on or before today 80 years ago."""
        today = fields.Date.context_today(self)
        if operator not in ("<", "<=", ">", ">=", "in") or isinstance(value, str):
            return NotImplemented

        def born_by(age):
            return today - relativedelta(years=age)

        if operator == "in":
            return Domain.OR(
                Domain("birth_date", "=", False)
                if age is False or age is None
                else Domain("birth_date", "<=", born_by(age))
                & Domain("birth_date", ">", born_by(age + 1))
                for age in value
            )
        if operator in (">=", "<"):
            limit = born_by(value)
        else:
            limit = born_by(value + 1)
        if operator in (">=", ">"):
            return Domain("birth_date", "<=", limit)
        return Domain("birth_date", ">", limit)

    @api.constrains("name")
    def _check_name(self):
        for resident in self:
            if not (resident.name or "").strip() or resident.name.lstrip()[:1] in "=+-@":
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is not a name: it must not be empty or start like a formula.",
                        name=resident.name or "",
                    )
                )

    @api.constrains("id_number", "id_kind", "birth_date", "sex", "id_override_reason")
    def _check_id_number(self):
        messages = {
            "length": self.env._("it must have 18 characters"),
            "characters": self.env._("only digits and a final X may stand in it"),
            "birth_date": self.env._("the birth date in it does not exist"),
            "check_digit": self.env._("its check digit is wrong"),
        }
        # The number is closed to everybody; the check must see it all the same.
        for resident in self.sudo():
            number = resident.id_number
            if resident.id_kind != "id_card" or not number:
                continue
            if re.fullmatch(r"\d{15}", number):
                continue  # A number of before 1999 is kept; it is listed as to be renewed.
            try:
                said = check_id_number(number)
            except ValueError as error:
                if resident.id_override_reason and str(error) == "check_digit":
                    continue
                raise ValidationError(
                    self.env._(
                        "%(resident)s: the ID number %(number)s cannot be right, %(reason)s. "
                        "Compare it with the card.",
                        resident=resident.name,
                        number=mask_id_number(number),
                        reason=messages[str(error)],
                    )
                ) from None
            if resident.id_override_reason:
                continue
            if resident.birth_date != said.birth_date or resident.sex != said.sex:
                raise ValidationError(
                    self.env._(
                        "%(resident)s: the ID number says born on %(birth)s, %(sex)s. "
                        "Correct the entry, or give the reason of the deviation.",
                        resident=resident.name,
                        birth=said.birth_date,
                        sex=dict(self._fields["sex"]._description_selection(self.env))[said.sex],
                    )
                )

    @api.constrains("birth_date", "date_death")
    def _check_dates(self):
        today = fields.Date.context_today(self)
        for resident in self:
            birth, death = resident.birth_date, resident.date_death
            if birth and birth > today:
                raise ValidationError(
                    self.env._(
                        "%(resident)s: the birth date %(date)s lies in the future.",
                        resident=resident.name,
                        date=birth,
                    )
                )
            if death and (death > today or (birth and death < birth)):
                raise ValidationError(
                    self.env._(
                        "%(resident)s: the date of death %(date)s lies in the future "
                        "or before birth.",
                        resident=resident.name,
                        date=death,
                    )
                )

    # where

    @api.depends(
        "residency_ids.date_to",
        "residency_ids.kind",
        "residency_ids.role",
        "residency_ids.household_id",
        "residency_ids.is_whereabouts_unknown",
    )
    def _compute_household_id(self):
        for resident in self:
            lines = resident.residency_ids.filtered(lambda line: not line.date_to)
            living = lines.filtered(lambda line: line.kind in LIVING_KINDS)[:1]
            registered = lines.filtered(lambda line: line.kind in REGISTERED_KINDS)[:1]
            line = living or registered
            resident.household_id = line.household_id
            resident.role = line.role
            if living:
                kind = "permanent" if registered else "floating"
            elif registered:
                kind = "registered_only" if registered.is_whereabouts_unknown else "split"
            else:
                kind = "former"
            resident.resident_kind = kind

    # Not on household_id.grid_id: see community.area._propagate_grid.
    @api.depends("household_id")
    def _compute_grid_id(self):
        for resident in self:
            resident.grid_id = resident.household_id.grid_id or resident.grid_id

    @api.depends("household_id")
    def _compute_company_id(self):
        for resident in self:
            resident.company_id = (
                resident.household_id.company_id or resident.company_id or self.env.company
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        for resident in self:
            if resident.residency_ids:
                raise UserError(
                    self.env._(
                        "%(resident)s has a history of residencies and is kept: archive instead.",
                        resident=resident.name,
                    )
                )

    # contact

    def _contact_fields(self):
        return {"name", "email", "phone", "phone_input", "active", "date_death"}

    def _log_contact(self):
        # Whether there is a number is asked of the closed field itself.
        if self.sudo().phone:
            self.env["community.access.log"]._log(
                "reveal", self, reason=self.env._("Contact made"), field_names=["phone"]
            )

    def _prepare_contact_values(self):
        # The number is closed to reading, yet whoever makes the contact decided to pass it on.
        return {
            "name": self.name,
            "email": self.email,
            "phone": self.sudo().phone,
            "active": self.active and not self.date_death,
            "company_id": self.company_id.id,
        }

    # One rule for names and numbers, whatever way they come in.

    @api.model
    def _as_kept(self, vals):
        """Return values with names, ID numbers and phones as they are kept and compared."""
        kept = dict(vals)
        for name in ("name", "emergency_name"):
            if isinstance(kept.get(name), str):
                kept[name] = clean_name(kept[name])
        if isinstance(kept.get("id_number"), str):
            kept["id_number"] = whole_id_number(kept["id_number"])
        for name in ("phone", "phone2", "emergency_phone"):
            if isinstance(kept.get(name), str):
                try:
                    kept[name] = check_phone(kept[name])
                except ValueError:
                    # Whoever enters one is told; what code brings from elsewhere is left as it is.
                    continue
        return kept

    @api.model_create_multi
    def create(self, vals_list):
        """Create residents; names and numbers are kept in one form (see :meth:`_as_kept`)."""
        return super().create([self._as_kept(vals) for vals in vals_list])

    # derived categories

    def write(self, vals):
        vals = self._as_kept(vals)
        res = super().write(vals)
        if {"birth_date", "date_death", "active", "id_number"} & set(vals):
            self.env["community.category"]._sync_derived(self.residency_ids.household_id)
        return res

    # What of a resident is closed, how it is entered, and who looked at it.

    @api.model
    def _selection_political_status_input(self):
        known = self._fields["political_status"]._description_selection(self.env)
        return [*known, (KEPT, self.env._("On file, hidden"))]

    @api.depends("political_status", "health_note")
    def _compute_secret_inputs(self):
        for resident in self:
            resident.political_status_input = KEPT if resident.political_status else False
            resident.health_note_input = resident._secret_hint("health_note")
        return super()._compute_secret_inputs()

    def _inverse_political_status_input(self):
        for resident in self:
            if resident.political_status_input != KEPT:
                # Writing is allowed to whoever may write the record; reading back is not.
                resident.sudo().political_status = resident.political_status_input

    def _inverse_health_note_input(self):
        for resident in self:
            resident._set_secret("health_note", resident.health_note_input)

    @api.depends_context("uid")
    def _compute_access_count(self):
        self._count_accesses()

    # facts and their past

    def _fact_resident(self):
        return self

    def action_open_facts(self):
        """Open what was changed and corrected about one resident."""
        return self._list_action(
            "community_service.community_fact_change_action", [("resident_id", "=", self.id)]
        )

    @api.model
    def _list_fields(self):
        names = (
            "age birth_date category_ids employment household_id name phone_display resident_kind "
            "role sex"
        )
        return super()._list_fields() | set(names.split())
