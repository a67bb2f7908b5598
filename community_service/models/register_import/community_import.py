import base64
import contextlib
import io
import itertools
from bisect import bisect_left, bisect_right

import xlsxwriter
from xlsxwriter.exceptions import OverlappingRange

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError

from ...tools.identity import mask_long_numbers
from ...tools.register_given_back import halves_to_give_back, lines_to_give_back, wrong_column
from ...tools.register_header import SCAN_ROWS
from ...tools.register_values import covered_number
from ...tools.sheets import open_register
from ...tools.xlsx_reader import WorkbookError

FIRST_ROWS = 10

# Below this size a check, and below this number of rows an import, is done while the clerk waits.
INLINE_BYTES = 1_000_000

INLINE_ROWS = 1_000

# What stands beside a refused row, under the headings by which the import knows them again. No
# terms to translate: another word would lose the numbers that stand under stars.
LEAD = {
    "en": ("Sheet", "Row", "Column", "Reason", "Remedy", "Refused row"),
    "zh": ("原工作表", "原行号", "列名", "拒绝原因", "处理办法", "拒绝行编号"),
}

FIRST_WIDTHS = (14, 8, 16, 46, 46, 12)

BEHIND_WIDTHS = (12, 8, 46, 46)


class CommunityImport(models.Model):
    """A household register taken from a workbook into the register, in three steps.

    ``action_check`` reads the file into staged rows and says what would be created, changed and
    refused; nothing is written to the register. ``action_apply`` writes it. Both may be repeated:
    a row that was applied is never applied again, and facts that are already in the register are
    left as they are.
    """

    _name = "community.import"
    _description = "Register Import"
    _inherit = ["mail.thread", "community.guarded.mixin"]
    _order = "id desc"
    _rec_name = "filename"
    _check_company_auto = True

    # file
    file = fields.Binary(
        "Workbook", compute="_compute_file", inverse="_inverse_file", exportable=False
    )
    filename = fields.Char("File name")
    file_data = fields.Binary("Workbook (whole)", attachment=True, groups=fields.NO_ACCESS)
    file_size = fields.Integer("Size in bytes", readonly=True, aggregator=None)
    # where
    company_id = fields.Many2one(
        "res.company",
        "Community",
        default=lambda self: self.env.company,
        required=True,
        index=True,
        readonly=True,
    )
    area_id = fields.Many2one(
        "community.area",
        "Import into",
        domain="[('kind', '=', 'community')]",
        check_company=True,
        help="The place in which the estates stand; empty: the place of this community.",
    )
    user_id = fields.Many2one("res.users", "Imported by", readonly=True, copy=False)
    # course
    state = fields.Selection(
        [
            ("draft", "Upload"),
            ("checking", "Reading"),
            ("checked", "Checked"),
            ("applying", "Applying"),
            ("done", "Applied"),
            ("undoing", "Taking back"),
            ("undone", "Taken back"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    sheet_headings = fields.Json(readonly=True, copy=False)
    sheet_targets = fields.Json(readonly=True, copy=False)
    sheet_shapes = fields.Json(readonly=True, copy=False)
    notice = fields.Text("Remarks", readonly=True, copy=False)
    date_checked = fields.Datetime(readonly=True, copy=False)
    date_started = fields.Datetime(readonly=True, copy=False)
    date_applied = fields.Datetime(readonly=True, copy=False)
    seconds = fields.Float("Seconds of work", readonly=True, copy=False, aggregator=None)
    rows_per_second = fields.Integer(compute="_compute_rows_per_second")
    # findings
    row_ids = fields.One2many("community.import.row", "import_id", "Rows of the file")
    column_ids = fields.One2many("community.import.column", "import_id", "Columns")
    word_ids = fields.One2many("community.import.word", "import_id", "Unknown words")
    row_count = fields.Integer("Person rows", readonly=True, copy=False)
    error_count = fields.Integer("Rows with errors", readonly=True, copy=False)
    create_count = fields.Integer("To create", readonly=True, copy=False)
    change_count = fields.Integer("To change", readonly=True, copy=False)
    same_count = fields.Integer("Unchanged", readonly=True, copy=False)
    warning_count = fields.Integer("Rows with remarks", readonly=True, copy=False)
    done_count = fields.Integer("Applied rows", readonly=True, copy=False)
    good_count = fields.Integer("Good rows", compute="_compute_good_count")
    todo_count = fields.Integer("Rows to apply", readonly=True, copy=False)
    leaving_count = fields.Integer("Died or moved out", readonly=True, copy=False)
    vacant_count = fields.Integer("Homes without people", readonly=True, copy=False)
    household_count = fields.Integer("Number of households", readonly=True, copy=False)
    household_create_count = fields.Integer("Households to create", readonly=True, copy=False)
    headless_count = fields.Integer("Households without head", readonly=True, copy=False)
    create_row_ids = fields.Many2many(
        "community.import.row", string="First to create", compute="_compute_first_rows"
    )
    change_row_ids = fields.Many2many(
        "community.import.row", string="First to change", compute="_compute_first_rows"
    )
    leaving_row_ids = fields.Many2many(
        "community.import.row", string="First who died or left", compute="_compute_first_rows"
    )
    error_row_ids = fields.Many2many(
        "community.import.row", string="First refused", compute="_compute_first_rows"
    )

    # An uploaded register holds whole numbers: it can be given, not taken back.
    def _compute_file(self):
        self.file = False

    def _inverse_file(self):
        for record in self:
            if record.file:
                if record.state in ("applying", "checking", "undoing"):
                    raise UserError(
                        self.env._(
                            "%(file)s is being worked on: wait until it is finished, then start "
                            "a new import.",
                            file=record.filename,
                        )
                    )
                # Writing is allowed to whoever may write the import; reading back is not.
                secret = record.sudo()
                secret.file_data = record.file
                secret.file_size = len(record.file) * 3 // 4
                if record.is_header_asked:
                    record.header_row = 0
                if record.state != "draft" or record.is_header_asked:
                    record._set_closed(state="draft", is_header_asked=False, preview=False)

    @api.depends("done_count", "seconds")
    def _compute_rows_per_second(self):
        for record in self:
            record.rows_per_second = record.done_count / record.seconds if record.seconds else 0

    @api.depends("row_count", "error_count")
    def _compute_good_count(self):
        for record in self:
            record.good_count = record.row_count - record.error_count

    def _compute_first_rows(self):
        Row = self.env["community.import.row"]
        for record in self:
            own = [("import_id", "=", record.id)]
            for name, domain in (
                ("create_row_ids", [("action", "=", "create"), ("state", "!=", "refused")]),
                ("change_row_ids", [("action", "=", "change"), ("state", "!=", "refused")]),
                ("error_row_ids", [("state", "=", "refused")]),
                ("leaving_row_ids", [("leaving", "!=", False), ("resident_id", "!=", 0)]),
            ):
                known = record.id and record.state != "draft"
                record[name] = Row.search(own + domain, limit=FIRST_ROWS) if known else Row

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applying(self):
        for record in self:
            if record.state == "applying":
                raise UserError(
                    self.env._(
                        "%(file)s is being applied: resume it and let it finish first.",
                        file=record.filename,
                    )
                )
            if record.state == "undoing":
                raise UserError(
                    self.env._(
                        "%(file)s is being taken back: resume it and let it finish first.",
                        file=record.filename,
                    )
                )

    # Steps of an import: what the buttons do, and what a program calls.

    def action_check(self):
        """Read the workbook and compare it with the register; nothing is written there.

        Corrections of headings and words made before are learned. Runs to the end.

        :raises UserError: if the file cannot be read as a register
        """
        record = self._one()
        if record.state in ("applying", "done", "undoing", "undone"):
            raise UserError(
                self.env._(
                    "%(file)s was already applied: start a new import to check a file again.",
                    file=record.filename,
                )
            )
        record._learn_corrections()
        try:
            record._stage_rows()
        except WorkbookError as error:
            raise UserError(record._file_problem(error)) from error
        record._match_rows()
        record._count_rows()
        record._compare_rows()
        record._set_closed(
            state="checked", date_checked=fields.Datetime.now(), user_id=self.env.uid
        )

    def action_apply(self):
        """Write the checked rows to the register; runs to the end.

        Repeating it changes nothing: applied rows stay applied. While another import of the
        community is being applied, this one waits in line and goes on by itself.
        """
        record = self._one()
        if record.state in ("draft", "checking"):
            record.action_check()
        if record.state in ("done", "undoing", "undone"):
            return
        record._check_estate_told()
        record._check_corrections_read()
        if record._start_apply():
            record._apply_rows()
        else:
            record._trigger()

    def action_start_check(self):
        """Check now, or in the background if the workbook is large."""
        record = self._one()
        if record.file_size <= INLINE_BYTES:
            return record._check_or_ask()
        record._learn_corrections()
        record._set_closed(state="checking", user_id=self.env.uid, notice=False)
        return record._trigger()

    def action_start_apply(self):
        """Apply now, or in the background if there are many rows."""
        record = self._one()
        if record.state != "checked":
            raise UserError(
                self.env._("%(file)s is not checked yet: check it first.", file=record.filename)
            )
        record._check_estate_told()
        record._check_corrections_read()
        if record.row_count <= INLINE_ROWS:
            return record.action_apply()
        record._start_apply()
        return record._trigger()

    def action_resume(self):
        """Go on with an import that was interrupted, from the row where it stopped."""
        record = self._one()
        if record.state in ("checking", "applying", "undoing"):
            record._trigger()

    def action_view_rows(self):
        """Open all staged rows."""
        record = self._one()
        return record._list_action(
            "community_service.community_import_row_action", [("import_id", "=", record.id)]
        )

    def action_view_headless(self):
        """Open the households of this register that have no head yet."""
        domain = [("head_id", "=", False), ("member_count", ">", 0)]
        return self._one()._list_action("community_service.community_household_action", domain)

    def action_download_errors(self):
        """Download the refused rows as a workbook that can be corrected and dropped in again."""
        record = self._one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/community/import/{record.id}/refused",
            "target": "self",
        }

    def _one(self):
        """Return the one existing import of this call, for a user who may import."""
        if len(self) != 1:
            raise UserError(self.env._("Choose one import at a time."))
        record = self.exists()
        if not record:
            raise MissingError(self.env._("This import does not exist any more."))
        record.check_access("write")
        for model in ("community.household", "community.resident", "community.area"):
            if not self.env[model].has_access("create"):
                raise AccessError(
                    self.env._("Only community officers and managers may import a register.")
                )
        return record

    def _learn_corrections(self):
        Synonym = self.env["community.import.synonym"]
        for column in self.column_ids:
            if column.target != column.guess:
                Synonym._learn_heading(column.heading, column.target, self.company_id)
        for word in self.word_ids:
            if word.target:
                Synonym._learn(word.word, word.target, self.company_id)

    def _check_corrections_read(self):
        """Refuse to apply rows that were read before the clerk said what a column or word means."""
        told = [c.heading for c in self.column_ids if c.target != c.guess]
        told += [word.word for word in self.word_ids if word.target]
        if told and self.state == "checked":
            raise UserError(
                self.env._(
                    "%(file)s was checked before you said what %(words)s means: check it again, "
                    "then apply.",
                    file=self.filename,
                    words="、".join(f"“{word}”" for word in told[:5]),
                )
            )

    def _start_apply(self):
        """Begin; return False if another import of the community has to be finished first."""
        others = self.search_count(
            [
                ("state", "in", ("applying", "undoing")),
                ("company_id", "=", self.company_id.id),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        values = {"state": "applying", "user_id": self.env.uid}
        if not self.date_started:
            values["date_started"] = fields.Datetime.now()
        self._set_closed(**values)
        self.message_post(
            body=self.env._(
                "%(rows)s rows of %(file)s: %(create)s to create, %(change)s to change, "
                "%(same)s unchanged, %(refused)s refused.",
                rows=self.row_count,
                file=self.filename,
                create=self.create_count,
                change=self.change_count,
                same=self.same_count,
                refused=self.error_count,
            )
        )
        return not others

    def _trigger(self):
        # Officers may not read scheduled jobs; they may start this one.
        self.env.ref("community_service.ir_cron_run_imports").sudo()._trigger()

    def _forget_file(self):
        """Delete the workbook itself; counts and messages stay."""
        self._set_closed(file_data=False, file_size=0)

    # The workbook of refused rows: what is wrong, where, what to do; and the row itself.

    def _error_workbook(self):
        """Return the refused rows as the bytes of an .xlsx file.

        One sheet per sheet of the register, under its own name and headings, so that the corrected
        file can be dropped in again. Sheets with headings over several rows, with a household to a
        row, with cards or with tables below each other keep their layout, and show whole
        households (``_write_shaped_sheet``).
        Of ID numbers and other long ones it shows the last four characters; what was left under
        its stars is put back by the number of the refused row (``_uncovered``). Phones and words
        stand in it whole: the export is logged.
        """
        self.ensure_one()
        stream = io.BytesIO()
        shaped = self._shaped_sheets()
        # Cells are merged when the rows are written: those must not be on the disk already.
        options = {"constant_memory": not shaped, "strings_to_formulas": False, "in_memory": False}
        book = xlsxwriter.Workbook(stream, options)
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#EEEEEE", "text_wrap": True}),
            "reason": book.add_format({"font_color": "#B00020", "text_wrap": True}),
            "text": book.add_format({"num_format": "@"}),
            "wrong": book.add_format({"num_format": "@", "bg_color": "#FFC7CE"}),
        }
        # The rows are closed to reading; this workbook is the way in which they are given back.
        rows = (
            self.env["community.import.row"]
            .sudo()
            .search([("import_id", "=", self.id), ("state", "=", "refused")], order="id")
        )
        for sheet, sheet_rows in rows.grouped("sheet").items():
            if sheet in shaped:
                self._write_shaped_sheet(book, formats, shaped[sheet], sheet_rows)
            else:
                self._write_error_sheet(book, formats, sheet, sheet_rows)
        if not rows:
            book.add_worksheet()
        book.close()
        self._log_export(len(rows))
        return stream.getvalue()

    def _write_error_sheet(self, book, formats, name, rows):
        headings = (self.sheet_headings or {}).get(name, [])
        found = self.column_ids.filtered(lambda column: column.target == "header/id_number")
        words = set(found.mapped("heading"))
        numbers = {column for column, text in enumerate(headings) if text in words}
        targets = (self.sheet_targets or {}).get(name, {})
        earlier = self._earlier_lead(headings, targets)
        shown = [at for at in range(len(headings)) if at not in earlier]
        sheet = book.add_worksheet(name[:31])
        lead = self._lead_headings()
        for column, width in enumerate(FIRST_WIDTHS):
            sheet.set_column(column, column, width)
        for column, heading in enumerate(lead + [headings[at] for at in shown]):
            sheet.write_string(0, column, heading, formats["head"])
        for number, row in enumerate(rows, 1):
            raw = row.raw or []
            first = [raw[at] for at, place in earlier.items() if place == 1 and at < len(raw)]
            sheet.write_string(number, 0, row.sheet or "")
            # Where it stood in the register, not among those that were refused before.
            own = first and first[0].isdecimal()
            sheet.write_number(number, 1, int(first[0]) if own else row.row)
            for column, text in enumerate((row.column, row.reason, row.remedy), 2):
                sheet.write_string(number, column, text or "", formats["reason"])
            sheet.write_number(number, len(lead) - 1, row.id)
            wrong = wrong_column(targets, row.error_field) if row.error_field else None
            for column, at in enumerate(shown, len(lead)):
                # As text, whatever it looks like: neither a formula nor a lost ID number.
                text = raw[at] if at < len(raw) else ""
                cover = covered_number if at in numbers else mask_long_numbers
                if text or at == wrong:
                    style = formats["wrong" if at == wrong else "text"]
                    sheet.write_string(number, column, cover(text), style)
                if at == wrong:
                    # In its place, with the reason as a note on it.
                    sheet.write_comment(number, column, row.reason or "")

    def _earlier_lead(self, headings, targets):
        """Return {column: place in LEAD} of what was written beside rows refused before.

        In whatever language: beside those of today they would be columns of the register.
        """
        if "refused_row" not in targets:
            return {}
        places = {word: place for words in LEAD.values() for place, word in enumerate(words)}
        return {at: places[text] for at, text in enumerate(headings) if text in places}

    def _lead_headings(self):
        return list(LEAD.get((self.env.lang or "en")[:2], LEAD["en"]))

    def _shaped_sheets(self):
        """Return {name: sheet} of those whose layout is kept, if their workbook is still there."""
        secret = self.sudo().with_context(bin_size=False)  # it goes back to who may import it
        if not self.sheet_shapes or not secret.file_data or self.state in ("draft", "checking"):
            # Another workbook may have been dropped in since.
            return {}
        try:
            sheets = open_register(base64.b64decode(secret.file_data), self.filename or "")
        except WorkbookError:
            return {}
        return {sheet.name: sheet for sheet in sheets if sheet.name in self.sheet_shapes}

    def _write_shaped_sheet(self, book, formats, sheet, rows):
        """Write the households of refused rows as they stood, with what is wrong behind them.

        Whoever else stands in such a household comes back too, and is found unchanged.
        """
        words = self.env["community.import.synonym"]._lookup(self.company_id)
        lookup, value = self._word_finders(words)
        first = list(itertools.islice(sheet.rows(), SCAN_ROWS))
        layout, _pointed = self._open_layout(sheet, first, lookup, value, self._refused_rows())
        homes = rows.search(
            [
                ("import_id", "=", self.id),
                ("sheet", "=", sheet.name),
                ("group_no", "in", list(set(rows.mapped("group_no")))),
            ],
            order="id",
        )
        shape, staged = self.sheet_shapes[sheet.name], homes.grouped("row")
        page = book.add_worksheet(sheet.name[:31])
        if shape != "halves":
            read_at = (self.sheet_targets or {}).get(sheet.name)
            lines = lines_to_give_back(shape, sheet, first, layout.header, staged, lookup, read_at)
            width = max((len(line.texts) for line in lines), default=0)
            places = self._write_shaped_lines(page, formats, lines, 0, width)
            self._write_merges(page, formats, sheet.merges, lines, places)
            return
        # Each list has the columns of its rows behind it, and so they are equal lists again.
        width = max(layout.header.headings) + 1
        for part, lines in enumerate(halves_to_give_back(layout.parts, layout.header, staged)):
            if part:
                # The title of the page stands above the first.
                lines = [line for line in lines if line.block or line.is_heading]
            left = part * (width + len(BEHIND_WIDTHS))
            self._write_shaped_lines(page, formats, lines, left, width)

    def _write_shaped_lines(self, page, formats, lines, left, width):
        """Write these lines from the column ``left``; return {number of a line: its row}."""
        for column, size in enumerate(BEHIND_WIDTHS, left + width):
            page.set_column(column, column, size)
        at, before, places = -1, None, {}
        for line in lines:
            # A household ends at an empty line; titles and headings stay in their rows.
            if before is None:
                at = 0 if line.block else line.number - 1
            elif line.block == before.block:
                at += line.number - before.number
            else:
                at += 2 if before.block else 1
            places[line.number], before = at, line
            self._write_shaped_line(page, formats, at, line, left, width)
        return places

    def _write_shaped_line(self, page, formats, at, line, left, width):
        is_top = line.is_heading or not line.block
        for column, text in enumerate(line.texts):
            wrong = line.wrong.get(column)
            if text or wrong:
                style = "wrong" if wrong else "head" if is_top and text else "text"
                page.write_string(at, left + column, text, formats[style])
        for column, reason in line.wrong.items():
            if column >= len(line.texts):
                page.write_string(at, left + column, "", formats["wrong"])
            page.write_comment(at, left + column, reason)
        width += left
        refused = [row for row in line.rows if row.state == "refused"]
        reasons, remedies = (
            "\n".join(dict.fromkeys(filter(None, (row[name] for row in refused))))
            for name in ("reason", "remedy")
        )
        if line.is_heading:
            _sheet, row, _column, reason, remedy, refused_row = self._lead_headings()
            lead = (refused_row, row, reason, remedy)
            for column, heading in enumerate(lead, width):
                page.write_string(at, column, heading, formats["head"])
            if line.rows:
                # A card has no other line for what is wrong with the home or its head alone.
                page.write_number(at, width + len(lead), line.rows[0].id)
                page.write_string(at, width + len(lead) + 1, reasons, formats["reason"])
        elif line.rows:
            page.write_number(at, width, line.rows[0].id)
            page.write_number(at, width + 1, line.number)
            page.write_string(at, width + 2, reasons, formats["reason"])
            page.write_string(at, width + 3, remedies, formats["reason"])

    def _write_merges(self, page, formats, merges, lines, places):
        """Merge the cells that were merged, over those of their lines that are given back."""
        known = {line.number: line for line in lines}
        numbers = sorted(known)
        for top, left, bottom, right in merges.ranges():
            within = numbers[bisect_left(numbers, top) : bisect_right(numbers, bottom)]
            if not within:
                continue
            line = known[within[0]]
            span = (places[within[0]], left, places[within[-1]], right)
            text = line.texts[left] if left < len(line.texts) else ""
            wrong = any(column in line.wrong for column in range(left, right + 1))
            style = "wrong" if wrong else "text" if line.block and not line.is_heading else "head"
            if span[:2] != span[2:]:
                # A damaged sheet may merge a cell twice.
                with contextlib.suppress(OverlappingRange):
                    page.merge_range(*span, text, formats[style])

    def _log_export(self, count):
        if "community.access.log" in self.env:
            self.env["community.access.log"]._log(
                "export", self, reason=self.env._("%(count)s refused rows", count=count)
            )
