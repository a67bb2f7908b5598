from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.identity import mask_id_number, mask_long_numbers
from ...tools.listed import listed
from ...tools.register_places import building_name, entrance_name

KEEP_DAYS = 30


class CommunityImportRow(models.Model):
    """A person row of a register between the workbook and the register: typed, checked, counted.

    Rows are written and read by set-based SQL (``community_import_check.py`` and following files)
    and go with the import 30 days after it was applied. Numbers, incomes and the text of the row
    are closed like the fields of the resident for which they are meant.
    """

    _name = "community.import.row"
    _description = "Register Row"
    _inherit = ["community.guarded.mixin"]
    _order = "id"
    _log_access = False
    _rec_name = "name"

    import_id = fields.Many2one("community.import", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id")
    sheet = fields.Char()
    row = fields.Integer(aggregator=None)
    group_no = fields.Integer(aggregator=None, export_string_translation=False)
    state = fields.Selection(
        [
            ("ready", "Ready"),
            ("refused", "With errors"),
            ("vacant", "Home without people"),
            ("done", "Applied"),
        ],
        required=True,
    )
    action = fields.Selection(
        [("create", "Create"), ("change", "Update"), ("same", "Unchanged")], "What will happen"
    )
    changed_fields = fields.Char(export_string_translation=False)
    changed_labels = fields.Char("What changes", compute="_compute_changed_labels")

    # findings
    error = fields.Char("Finding", export_string_translation=False)
    error_field = fields.Char(export_string_translation=False)
    is_cross = fields.Boolean(
        "Found by comparison", help="Refused because of another row or of the register."
    )
    detail = fields.Char(groups=fields.NO_ACCESS)
    column = fields.Char(compute="_compute_finding", compute_sudo=True)
    reason = fields.Text(compute="_compute_finding", compute_sudo=True)
    remedy = fields.Text("What to do", compute="_compute_finding", compute_sudo=True)
    warnings = fields.Json(groups=fields.NO_ACCESS)
    warning = fields.Text("Remark", compute="_compute_warning", compute_sudo=True)
    has_warning = fields.Boolean(
        "With remarks", compute="_compute_warning", search="_search_has_warning", compute_sudo=True
    )
    raw = fields.Json(groups=fields.NO_ACCESS)
    extra = fields.Json(groups=fields.NO_ACCESS)
    # What lines above the row say of it, such as 二、流动人口: see register_household._said_above.
    above = fields.Json(groups=fields.NO_ACCESS, export_string_translation=False)
    # What an applied row changed, as (model, id, old values, new values): the way back.
    before = fields.Json(groups=fields.NO_ACCESS)
    is_undone = fields.Boolean("Taken back", readonly=True)

    leaving = fields.Selection(
        [("death", "Died"), ("move_out", "Moved out")],
        readonly=True,
        help="What the words of the row say; the register changes only by the operation.",
    )
    leaving_date = fields.Date("Left on", readonly=True)

    # household
    estate = fields.Char()
    building = fields.Char()
    building_word = fields.Char()
    entrance = fields.Char()
    room = fields.Char()
    room_key = fields.Char(export_string_translation=False)
    place = fields.Char(compute="_compute_place")
    register_no = fields.Char()
    head_name = fields.Char("Head")
    grid = fields.Char()
    tenure = fields.Char()
    owner_name = fields.Char()
    owner_phone = fields.Char(groups=fields.NO_ACCESS)
    floor_area = fields.Float("Floor area (m²)", digits=(7, 2))
    room_count = fields.Integer("Number of rooms", aggregator=None)

    # person
    name = fields.Char("Full name")
    pinyin = fields.Char(export_string_translation=False)
    role = fields.Char()
    role_word = fields.Char("Relation")
    # What the workbook says of the relation, while the register keeps another head.
    wanted_role = fields.Char(export_string_translation=False)
    wanted_word = fields.Char(export_string_translation=False)
    kind = fields.Char()
    is_kind_given = fields.Boolean()
    is_whereabouts_unknown = fields.Boolean()
    id_kind = fields.Char()
    id_number = fields.Char(groups=fields.NO_ACCESS)
    birth_date = fields.Date()
    # Where no whole date was told: "month" or "year", whose first day stands for it.
    birth_precision = fields.Char(export_string_translation=False)
    sex = fields.Char()
    ethnicity = fields.Char()
    education = fields.Char()
    marital = fields.Char()
    employment = fields.Char()
    political_status = fields.Char(groups=fields.NO_ACCESS)
    phone = fields.Char(groups=fields.NO_ACCESS)
    phone2 = fields.Char(groups=fields.NO_ACCESS)
    email = fields.Char()
    registered_address = fields.Char()
    emergency_name = fields.Char()
    emergency_phone = fields.Char(groups=fields.NO_ACCESS)
    monthly_income = fields.Float(groups=fields.NO_ACCESS)
    occupation = fields.Char()
    work_unit = fields.Char("Work unit")
    residence_permit = fields.Char("Whether a residence permit is held")
    residence_permit_end = fields.Date("Residence permit valid until")
    disability_kind = fields.Char("Kind of disability", groups=fields.NO_ACCESS)
    disability_grade = fields.Char("Grade of disability", groups=fields.NO_ACCESS)
    disability_number = fields.Char("Number of the disability certificate", groups=fields.NO_ACCESS)
    disability_end = fields.Date("Disability certificate valid until", groups=fields.NO_ACCESS)
    bank_name = fields.Char("Bank of the account", groups=fields.NO_ACCESS)
    bank_account = fields.Char("Bank account", groups=fields.NO_ACCESS)
    note = fields.Char()
    categories = fields.Char(groups=fields.NO_ACCESS)

    # found or made in the register; plain numbers, because a foreign key on each of them would
    # cost a third of the time of an import
    area_id = fields.Integer(aggregator=None)
    household_id = fields.Integer(aggregator=None)
    resident_id = fields.Integer(aggregator=None)
    first_row_id = fields.Integer(aggregator=None)
    is_new_household = fields.Boolean()
    is_new_resident = fields.Boolean()

    _group_idx = models.Index("(import_id, group_no)")
    _id_number_idx = models.Index("(import_id, id_number) WHERE id_number IS NOT NULL")

    def init(self):
        """Leave room in each page: rows are updated several times, without their indexes."""
        # Storage settings are beyond the ORM.
        self.env.cr.execute("ALTER TABLE community_import_row SET (fillfactor = 45)")

    @api.depends("changed_fields")
    def _compute_changed_labels(self):
        labels = self.env["community.import.synonym"]._header_labels()
        for row in self:
            names = (row.changed_fields or "").split(",")
            row.changed_labels = listed(
                self.env.lang, (labels.get(name, name) for name in names if name)
            )

    @api.depends("estate", "building", "building_word", "entrance", "room")
    def _compute_place(self):
        for row in self:
            building = row.building and building_name(row.building, row.building_word)
            entrance = row.entrance and entrance_name(row.entrance)
            row.place = " ".join(filter(None, (row.estate, building, entrance, row.room)))

    @api.depends("error", "error_field", "detail")
    def _compute_finding(self):
        labels = self.env["community.import.synonym"]._header_labels()
        texts = self._finding_texts()
        for row in self:
            row.column = labels.get(row.error_field, "")
            reason, remedy = texts.get(row.error, ("", ""))
            # A cell of any column may hold a number that slipped into it.
            detail = mask_long_numbers(row.detail)
            if row.error_field == "id_number" and row.error != "id_used_elsewhere":
                detail = mask_id_number(row.detail)
            row.reason = reason.replace("{detail}", detail)
            row.remedy = remedy

    @api.depends("warnings")
    def _compute_warning(self):
        labels = self.env["community.import.synonym"]._header_labels()
        texts = {
            "word": self.env._("%(column)s “%(value)s” is not known: kept word for word."),
            "category": self.env._("Category “%(value)s” is not known: kept word for word."),
            "phone": self.env._("“%(value)s” is no phone number: kept word for word."),
            "amount": self.env._("“%(value)s” is no amount: kept word for word."),
            "account": self.env._(
                "“%(value)s” is no bank account of 8 to 30 digits, or a number cell lost its last "
                "ones: kept word for word."
            ),
            "area": self.env._("“%(value)s” is no floor area such as 89.5 m²: kept word for word."),
            "rooms": self.env._("“%(value)s” is no number of rooms: kept word for word."),
            "disability": self.env._(
                "%(column)s “%(value)s” is not understood, or said differently beside it: kept "
                "word for word. Write 肢体 and 二级, for example."
            ),
            "certificate": self.env._(
                "“%(value)s” is no disability certificate of this person, or says another kind or "
                "grade than the row: kept word for word. Compare it with the certificate."
            ),
            "last_day": self.env._("%(column)s “%(value)s” is no whole date: kept word for word."),
            "no_number": self.env._("“%(value)s” is no ID number: kept word for word."),
            "name": self.env._("The name was read out of “%(value)s”."),
            "old_relation": self.env._(
                "%(column)s “%(value)s” is that to a head who died or left: the register's stays."
            ),
            "kept": self.env._("%(column)s “%(value)s” is kept word for word."),
            "maybe_gone": self.env._("“%(value)s” may say that the person died or left: ask."),
            "birth_part": self.env._("“%(value)s” is no whole date: its first day is entered."),
            "kind_told": self.env._("Whether the person lives here was read out of “%(value)s”."),
            "empty_home": self.env._("The home is said to be “%(value)s”, and somebody is named."),
        }
        for row in self:
            row.has_warning = bool(row.warnings)
            row.warning = " ".join(
                texts[code]
                % {"column": labels.get(field, field), "value": mask_long_numbers(value)}
                for code, field, value in row.warnings or []
            )

    def _search_has_warning(self, operator, value):
        if operator != "in":
            return NotImplemented
        # The remarks hold values of closed columns; that there is one may be known.
        query = self.sudo()._search([("warnings", "!=", False)])
        return [("id", "in" if True in value else "not in", query)]

    @api.model
    def _finding_texts(self):
        """Return {code: (reason, remedy)}; ``{detail}`` stands for the value found."""
        card = self.env._("Compare the number with the card and type it again.")
        return {
            "name_missing": (self.env._("The name is missing."), self.env._("Enter the name.")),
            "no_person": (
                self.env._("“{detail}” is the name of no person."),
                self.env._("Enter who lives there, or delete the row."),
            ),
            "two_names": (
                self.env._("“{detail}” holds more than one name."),
                self.env._("Enter each person in a row of their own."),
            ),
            "called": (
                self.env._("“{detail}” says how somebody is called, not the name."),
                self.env._("Enter the name as it stands on the card, or the ID number beside it."),
            ),
            "name_note": (
                self.env._("“{detail}” is a name with a note."),
                self.env._("Enter the name alone, the note in the column of notes."),
            ),
            "name_lost": (
                self.env._("A character of the name “{detail}” was lost or is covered."),
                self.env._("Enter the whole name."),
            ),
            "name_characters": (
                self.env._("“{detail}” is too short or too long for a name, or no name at all."),
                self.env._("Enter the name as it stands on the card."),
            ),
            "formula_name": (
                self.env._("“{detail}” is a formula, not a name."),
                self.env._("Type the name as plain text."),
            ),
            "place_missing": (
                self.env._("Neither building nor room is given."),
                self.env._("Enter building and room, or the whole address."),
            ),
            "building_missing": (
                self.env._("An entrance is given, but no building."),
                self.env._("Enter the building, or the whole address."),
            ),
            "address_unread": (
                self.env._("The address “{detail}” cannot be read."),
                self.env._("Enter building, entrance and room, each in a column of its own."),
            ),
            "address_no_room": (
                self.env._("The address shows no room."),
                self.env._("Enter the room, or the number of the house."),
            ),
            "address_two_rooms": (
                self.env._("“{detail}” names two rooms."),
                self.env._("Give each household its own room, in a row of its own."),
            ),
            "address_several_numbers": (
                self.env._("“{detail}” may mean floor and door, or entrance and room."),
                self.env._("Enter building, entrance and room, each in a column of its own."),
            ),
            "address_floor_room": (
                self.env._("Floor and room of “{detail}” do not make one room."),
                self.env._("Enter the number of the room, such as 501."),
            ),
            "address_date": (
                self.env._("The place is a date, {detail}: programs make one of 3-5."),
                self.env._("Format the cell as text and type building, entrance or room again."),
            ),
            "address_line_unread": (
                self.env._("The line above, “{detail}”, names a place that cannot be read."),
                self.env._("Write the building alone on the line, such as 3号楼, or in the row."),
            ),
            "address_floor_or_building": (
                self.env._("“{detail}” may mean a building or a floor."),
                self.env._("Write 4号楼 for a building, 4层 for a floor."),
            ),
            "register_refuses": (
                self.env._("The register refuses this household: {detail}"),
                self.env._("Correct what the sentence names, here or in the register."),
            ),
            "address_entrance": (
                self.env._("{detail} has several entrances, and the row names none."),
                self.env._("Enter the entrance: 3-501 may be a building or an entrance."),
            ),
            "estate_like": (
                self.env._("The estate is not known; the register has {detail}."),
                self.env._(
                    "Say under “Unknown words” whether it is the same, or an estate of its own."
                ),
            ),
            "estate_unsure": (
                self.env._("“{detail}” is the name of the sheet: it may be an estate or not."),
                self.env._("Say under “Unknown words” which estate it is, or one of its own."),
            ),
            "id_check_digit": (
                self.env._("The check digit of the ID number {detail} is wrong."),
                card,
            ),
            "id_length": (self.env._("The ID number {detail} does not have 18 characters."), card),
            "id_characters": (
                self.env._("The ID number {detail} holds characters that cannot stand in it."),
                card,
            ),
            "id_birth_date": (
                self.env._("The birth date inside the ID number {detail} does not exist."),
                card,
            ),
            "id_lost_precision": (
                self.env._("The cell is a number and has lost the last digits of the ID number."),
                self.env._("Format the cell as text and type the number again."),
            ),
            "bad_date": (
                self.env._("“{detail}” is not a date that exists."),
                self.env._("Enter the date as year-month-day, such as 1985-03-02."),
            ),
            "lunar": (
                self.env._("“{detail}” may be a date of the lunar calendar."),
                self.env._("Enter the date of the card as year-month-day, such as 1985-03-02."),
            ),
            "short_year": (
                self.env._("The year of “{detail}” does not have four digits."),
                self.env._("Enter the whole year of our calendar, such as 1936 or 1985."),
            ),
            "month_ten": (
                self.env._("“{detail}” may be January or October."),
                self.env._("Enter the month as text, such as 1950-10, or the ID number."),
            ),
            "future_birth_date": (
                self.env._("The birth date {detail} lies in the future."),
                self.env._("Correct the birth date."),
            ),
            "birth_contradicts_id": (
                self.env._("The birth date {detail} is not the one inside the ID number."),
                self.env._("Correct the one that is wrong, or leave the birth date empty."),
            ),
            "sex_contradicts_id": (
                self.env._("The sex “{detail}” is not the one that the ID number tells."),
                self.env._("Correct the one that is wrong, or leave the sex empty."),
            ),
            "left": (
                self.env._("The row is marked “{detail}”: nobody to take into the register."),
                self.env._(
                    "Delete the row; end the residency in the register if it is still open."
                ),
            ),
            "gone": (
                self.env._("By the register this person moved out: {detail}."),
                self.env._("Delete the row; if the person came back, use Move in."),
            ),
            "died": (
                self.env._("By the register this person died: {detail}."),
                self.env._("Delete the row; if the register is wrong, take back the death there."),
            ),
            "moved": (
                self.env._("By the register this person lives in {detail}."),
                self.env._("Enter the move under “Differences”, or say that it is somebody else."),
            ),
            "number_differs": (
                self.env._("{detail} of this home has another ID number in the register."),
                self.env._(
                    "Compare the card; enter the number under “Differences”, or correct it here."
                ),
            ),
            "birth_differs": (
                self.env._("By the register somebody of this name lives here: {detail}."),
                self.env._(
                    "Enter the birth date under “Differences”, or say that it is somebody else."
                ),
            ),
            "twice_in_home": (
                self.env._("The workbook names this person of the home already: {detail}."),
                self.env._("Delete one of the two rows, or enter the ID numbers of two people."),
            ),
            "second_head": (
                self.env._("The household already has a head: {detail}."),
                self.env._("Correct the relation, or give this household its own register number."),
            ),
            "id_used_elsewhere": (
                self.env._("Another living person already has this ID number: {detail}."),
                self.env._(
                    "Compare both cards. If it is the same person, mark one of the two rows as "
                    "registered only, or use Move in."
                ),
            ),
        }

    def action_leave(self):
        """Open the operation that the row's words of death or leaving mean, with its date."""
        self.ensure_one()
        self.check_access("read")
        household = self.env["community.household"].browse(self.household_id).exists()
        if not self.leaving or not household:
            raise UserError(
                self.env._(
                    "%(name)s (row %(row)s) is nobody whom the register has: nothing to enter.",
                    name=self.name or "",
                    row=self.row,
                )
            )
        household.check_access("write")
        Wizard = self.env["community.household.operation.wizard"]
        action = Wizard._action(self.leaving, household)
        # The dialog was made by the line above for this user.
        wizard = Wizard.sudo().browse(action["res_id"])
        if self.leaving_date:
            wizard.date = self.leaving_date
        if self.leaving == "death":
            wizard.resident_id = self.resident_id
        else:
            leaving = wizard.line_ids.filtered(lambda line: line.resident_id.id == self.resident_id)
            leaving.is_chosen = True
        return action

    @api.autovacuum
    def _gc_rows(self):
        """Delete the rows of imports applied more than 30 days ago: whole numbers stand there."""
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        done = self.env["community.import"].search(
            [("state", "in", ("done", "undone")), ("date_applied", "<", limit)]
        )
        self.search([("import_id", "in", done.ids)], limit=50000).unlink()
        done.filtered("file_size").sudo()._forget_file()
