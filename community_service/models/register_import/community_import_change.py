import io
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.identity import mask_long_numbers
from ...tools.ledger_sheet import LedgerSheet, LedgerWords
from ...tools.register_demanded import CLOSED_DEMANDED
from ...tools.trusted import trusted
from .community_import_row import KEEP_DAYS

# In this order they are entered: who comes into a home may become its head.
OPERATIONS = ("number", "birth", "got_number", "moved", "death", "move_out", "head")

MASKED = (
    "id_number",
    "phone",
    "phone2",
    "emergency_phone",
    "political_status",
    "monthly_income",
    *CLOSED_DEMANDED,
)


class CommunityImportChange(models.Model):
    """One difference between a later workbook and the register: before, and by the workbook.

    Facts go in with the rows. What is an operation of the register (a move inside the community, a
    new head, a death, a corrected number) is proposed as what it is, and entered with a click.
    Whoever is missing from the workbook is to be clarified; nobody is closed by a list.
    Closed numbers stand here masked.
    """

    _name = "community.import.change"
    _description = "Difference of a Register"
    _inherit = ["community.guarded.mixin"]
    _order = "kind, id"
    _log_access = False

    import_id = fields.Many2one(
        "community.import", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", "Community", readonly=True, index=True)
    sheet = fields.Char(readonly=True)
    row = fields.Integer(readonly=True, aggregator=None)
    # A plain number: rows are read anew with each check.
    row_id = fields.Integer(
        "Row read", readonly=True, aggregator=None, export_string_translation=False
    )
    resident_id = fields.Many2one(
        "community.resident", readonly=True, index=True, ondelete="cascade"
    )
    household_id = fields.Many2one("community.household", readonly=True, ondelete="cascade")
    name = fields.Char("Full name", readonly=True)
    kind = fields.Selection(
        [
            ("moved", "Moved inside the community"),
            ("head", "New head"),
            ("death", "Died"),
            ("move_out", "Moved out"),
            ("number", "Corrected ID number"),
            ("birth", "Another birth date"),
            ("got_number", "Got an ID number"),
            ("missing", "Missing in the workbook"),
            ("fact", "Changed fact"),
        ],
        "What is different",
        required=True,
        readonly=True,
        index=True,
    )
    field_name = fields.Char(readonly=True, export_string_translation=False)
    old_value = fields.Char(readonly=True, export_string_translation=False)
    new_value = fields.Char(readonly=True, export_string_translation=False)
    fact = fields.Char(compute="_compute_texts")
    old_text = fields.Char("Before", compute="_compute_texts")
    new_text = fields.Char("By the workbook", compute="_compute_texts")
    state = fields.Selection(
        [("open", "Open"), ("done", "Entered"), ("different", "Somebody else, or as it was")],
        required=True,
        readonly=True,
        default="open",
    )
    operation_id = fields.Many2one(
        "community.household.operation", readonly=True, ondelete="set null"
    )
    problem = fields.Char("What stands in the way", readonly=True)
    is_operation = fields.Boolean(compute="_compute_texts")

    @api.depends("kind", "field_name", "old_value", "new_value")
    def _compute_texts(self):
        labels = self.env["community.import.synonym"]._header_labels()
        categories = self._category_names()
        for change in self:
            change.is_operation = change.kind in OPERATIONS
            change.fact = labels.get(change.field_name, change.field_name or "")
            change.old_text = change._text_of(change.old_value, categories)
            change.new_text = change._text_of(change.new_value, categories)

    def _category_names(self):
        found = self.filtered(lambda change: change.field_name == "category")
        numbers = {
            int(number) for change in found for number in (change.new_value or "").split(",")
        }
        records = self.env["community.category"].browse(numbers).exists()
        return {str(category.id): category.name for category in records}

    def _text_of(self, value, categories):
        """Return a staged value as a person reads it."""
        if not value or self.field_name in MASKED:
            return value or ""
        if self.field_name == "category":
            return "、".join(categories.get(number, "") for number in value.split(","))
        for model in ("community.resident", "community.residency", "community.dwelling"):
            field = self.env[model]._fields.get(self.field_name)
            if field is not None and field.type == "selection":
                return dict(field._description_selection(self.env)).get(value, value)
        return mask_long_numbers(value)

    # entering

    def action_enter(self):
        """Enter one difference as the operation it is; one that is missing opens its dialog.

        :raises UserError: naming what stands in the way
        """
        self.ensure_one()
        self.import_id._one()
        self._check_open()
        if self.kind == "missing":
            self.household_id.check_access("write")
            Wizard = self.env["community.household.operation.wizard"]
            action = Wizard._action("move_out", self.household_id)
            # The dialog was made by the line above for this user.
            lines = Wizard.sudo().browse(action["res_id"]).line_ids
            lines.filtered(lambda line: line.resident_id == self.resident_id).is_chosen = True
            return action
        if self.kind not in OPERATIONS:
            raise UserError(
                self.env._(
                    "%(name)s: a changed fact goes in when the rows are applied.", name=self.name
                )
            )
        operation = getattr(self, f"_enter_{self.kind}")()
        # Differences are found, not written by hand; the right to the import was asked for.
        self.sudo().write(
            {"state": "done", "operation_id": operation and operation.id, "problem": False}
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_different(self):
        """Say that this is somebody else, or that the register is right: it is not asked again."""
        for change in self:
            change.import_id._one()
            change._check_open()
            # See action_enter.
            change.sudo().state = "different"
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _check_open(self):
        if self.state != "open":
            raise UserError(
                self.env._("%(name)s: this difference is settled already.", name=self.name or "")
            )

    def _enter_all(self):
        """Enter these one after the other; what cannot be keeps its sentence and stays open."""
        for kind in OPERATIONS:
            for change in self.filtered(lambda change, kind=kind: change.kind == kind):
                if change.state != "open":
                    continue
                try:
                    with self.env.cr.savepoint():
                        change.action_enter()
                        self.env.flush_all()
                except UserError as error:
                    self.env.invalidate_all(flush=False)
                    # See action_enter.
                    change.sudo().problem = str(error)

    def _staged(self):
        """Return the row of the workbook, whose closed columns the program reads."""
        return self.env["community.import.row"].sudo().browse(self.row_id).exists()

    def _date(self):
        return self.import_id.date_holds or fields.Date.context_today(self)

    def _enter_number(self):
        row, resident = self._staged(), self.resident_id
        resident.check_access("write")
        given = {
            "kind": "correct",
            "reason": self.env._("Register import %(file)s", file=self.import_id.filename),
        }
        # The right was checked above; only code may say why a fact was wrong.
        writer = resident.sudo().with_context(**trusted(community_fact=given))
        writer.write({"id_number_input": row.id_number, "id_kind": row.id_kind or "id_card"})

    _enter_got_number = _enter_number

    def _enter_birth(self):
        row, resident = self._staged(), self.resident_id
        if row.id_number:
            return self._enter_number()
        resident.check_access("write")
        resident.birth_date = row.birth_date
        return None

    def _enter_moved(self):
        row = self._staged()
        household = self._household_of(row)
        role = row.role or "other"
        if role == "head" and household.sudo().head_id:
            role = "other"
        return household._move_in(
            self._date(), self.resident_id, role=role, kind=row.kind or "both"
        )

    def _household_of(self, row):
        """Return the household into which a row moves somebody; made where there is none."""
        household = self.env["community.household"].browse(row.household_id or ()).exists()
        if household:
            return household
        same = self.search(
            [("import_id", "=", self.import_id.id), ("kind", "=", "moved"), ("state", "=", "done")]
        )
        for other in same:
            if other._staged().group_no == row.group_no and other.operation_id.household_id:
                return other.operation_id.household_id
        if not row.area_id:
            raise UserError(
                self.env._(
                    "%(name)s: the register has no %(place)s yet. Apply the other rows first, then "
                    "enter the move.",
                    name=self.name,
                    place=row.place,
                )
            )
        Dwelling = self.env["community.dwelling"]
        place = {"area_id": row.area_id, "room": row.room}
        found = Dwelling.search([(name, "=", value) for name, value in place.items()], limit=1)
        return self.env["community.household"].create(
            {
                "dwelling_id": (found or Dwelling.create(place)).id,
                "register_no": row.register_no,
                "date_entered": self._date(),
            }
        )

    def _roles_wanted(self, row):
        """Return ``{resident id: relation}`` that the rows of one household want."""
        rows = self.env["community.import.row"].search(
            [("import_id", "=", self.import_id.id), ("group_no", "=", row.group_no)]
        )
        return {
            other.resident_id: other.wanted_role or other.role
            for other in rows
            if other.resident_id and (other.wanted_role or other.role_word)
        }

    def _enter_head(self):
        row = self._staged()
        return self.household_id._change_head(
            self._date(), self.resident_id, self._roles_wanted(row)
        )

    def _enter_death(self):
        household, new_head, roles = self._left_behind()
        return household._death(self._left_on(), self.resident_id, new_head, roles)

    def _enter_move_out(self):
        household, new_head, _roles = self._left_behind()
        return household._move_out(self._left_on(), self.resident_id, new_head)

    def _left_on(self):
        return self._staged().leaving_date or self._date()

    def _left_behind(self):
        """Return the household that somebody leaves, its new head by the workbook and relations."""
        household = self.household_id
        if household.sudo().head_id != self.resident_id:
            return household, None, None
        rows = self.env["community.import.row"].search(
            [
                ("import_id", "=", self.import_id.id),
                ("household_id", "=", household.id),
                ("leaving", "=", False),
                ("role", "=", "head"),
            ]
        )
        members = household.resident_ids - self.resident_id
        new = members.filtered(lambda person: person.id in rows.mapped("resident_id"))
        if len(new) != 1:
            return household, None, None
        return household, new, self._roles_wanted(rows[:1])

    @api.autovacuum
    def _gc_changes(self):
        """Delete the list with the rows of its import: names and old values stand in it."""
        limit = fields.Datetime.now() - timedelta(days=KEEP_DAYS)
        done = self.env["community.import"].search(
            [("state", "in", ("done", "undone")), ("date_applied", "<", limit)]
        )
        self.search([("import_id", "in", done.ids)], limit=50000).unlink()

    # the workbook

    def _workbook(self, record):
        """Return all differences of an import as the bytes of an .xlsx file, and log it."""
        stream = io.BytesIO()
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        sheet = LedgerSheet(
            stream,
            self.env._("Differences"),
            record.filename or "",
            [
                (self.env._("What is different"), 22, None, False),
                (self.env._("Full name"), 12, None, False),
                (self.env._("Home"), 30, None, False),
                (self.env._("Fact"), 14, None, False),
                (self.env._("Before"), 30, None, False),
                (self.env._("By the workbook"), 30, None, False),
                (self.env._("State"), 12, None, False),
                (self.env._("Sheet"), 12, None, False),
                (self.env._("Row"), 8, None, False),
            ],
            LedgerWords(
                number=self.env._("No."),
                total=self.env._("Total: %(count)s", count="{count}"),
                page=self.env._("Page &P of &N"),
            ),
        )
        sheet.write(
            (
                kinds[change.kind],
                change.name,
                change.household_id.address,
                change.fact,
                change.old_text,
                change.new_text,
                states[change.state],
                change.sheet,
                change.row or None,
            )
            for change in self
        )
        sheet.close()
        self.env["community.access.log"]._log_taken(
            self, [["name"], ["old_value"], ["new_value"]], description="differences of a register"
        )
        return stream.getvalue()
