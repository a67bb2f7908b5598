import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.form_finding import cell_value, changed_rows, ids_of, moved_row
from ...tools.form_sheet import FormBook, address_of, parse_address
from ...tools.said_day import said_month
from ...tools.trusted import trusted
from ..figures.community_ledger_column import COVERS, MASKS
from .community_form_cell import ROWS


class CommunityFormFilling(models.Model):
    """A form as it was filled in for one period: the workbook, each figure, and what is behind it.

    It stays as it is. Where it was wrong, it is replaced with a reason, and both are kept.
    """

    _name = "community.form.filling"
    _description = "Filled Form"
    _inherit = ["community.guarded.mixin"]
    _order = "date_to desc, id desc"
    _check_company_auto = True

    form_id = fields.Many2one(
        "community.form",
        "Demanded form",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="form_id.company_id", store=True, index=True)
    name = fields.Char(readonly=True)
    body = fields.Char(related="form_id.body")
    date_from = fields.Date("Starts on", required=True, readonly=True)
    date_to = fields.Date("Ends on", required=True, readonly=True)
    card_id = fields.Integer("Record of the card", readonly=True, aggregator=None)
    state = fields.Selection(
        [("filled", "Filled in"), ("replaced", "Replaced by a later one")],
        default="filled",
        required=True,
        readonly=True,
        index=True,
    )
    user_id = fields.Many2one("res.users", "Filled in by", readonly=True)
    date_filled = fields.Datetime("Filled in on", readonly=True)
    minutes = fields.Integer("Minutes saved", readonly=True)
    filename = fields.Char("File name", readonly=True)
    file_data = fields.Binary(
        "Workbook (whole)", attachment=True, groups=fields.NO_ACCESS, readonly=True
    )
    value_ids = fields.One2many("community.form.value", "filling_id", "What fills it")
    cell_count = fields.Integer("Cells filled in", readonly=True)
    empty_count = fields.Integer("Cells left empty", readonly=True)
    changed_count = fields.Integer("Cells changed since last time", readonly=True)
    why_replaced = fields.Char("Why it is filled in again")

    _period_uniq = models.UniqueIndex(
        "(form_id, date_from, COALESCE(card_id, 0)) WHERE state = 'filled'",
        "This form is filled in for that period already: open it.",
    )

    @api.depends("name")
    def _compute_display_name(self):
        for filling in self:
            filling.display_name = filling.name

    def _settled_fields(self):
        settled = super()._settled_fields()
        return settled | {"why_replaced"} if self.state == "replaced" else settled

    @api.model
    def _freeze(self, form, first, last, content, findings, grown=None):
        """Keep a filled form with what fills each cell, compared with the one before.

        :param bytes content: the filled workbook
        :param dict findings: cell -> :class:`~..tools.form_finding.Finding`
        :param dict grown: sheet -> lists into which rows were inserted
        """
        before = self.search(
            [
                ("form_id", "=", form.id),
                ("date_from", "<", first),
                ("card_id", "=", form._card_record().id),
                ("state", "=", "filled"),
            ],
            order="date_from desc",
            limit=1,
        )
        stem, _dot, ending = (form.filename or "").rpartition(".")
        card = form._card_record()
        period = " ".join(filter(None, (self._period_name(first, last), card.display_name)))
        # sudo: the program freezes what its caller, who may fill in the form, has just counted.
        Filling = self.sudo()
        filling = Filling.create(
            {
                "form_id": form.id,
                "name": f"{form.name} {period}",
                "card_id": card.id,
                "date_from": first,
                "date_to": last,
                "user_id": self.env.uid,
                "date_filled": fields.Datetime.now(),
                "minutes": form.minutes,
                "filename": f"{stem or form.name} {period}.{ending if stem else 'xlsx'}",
                "file_data": base64.b64encode(content),
            }
        )
        old = {value.cell_id: value for value in before.sudo().value_ids}
        book = form._book()
        lines = []
        for cell, finding in findings.items():
            row, column = cell._place()
            sheet = cell._sheet_in(book)
            row = moved_row(row, (grown or {}).get(sheet, ()))
            note = finding.note
            if finding.more:
                inserted = self.env._("%(count)s rows were inserted.", count=finding.more)
                note = " ".join(filter(None, (note, inserted)))
            previous = old.get(cell)
            places = []
            if previous and cell.kind in ROWS:
                places = changed_rows(previous.rows_kept or [], finding.rows)
            elif previous and previous.text_kept != (finding.text or False):
                places = [0]
            lines.append(
                {
                    "filling_id": filling.id,
                    "cell_id": cell.id,
                    "sequence": cell.sequence,
                    "sheet": sheet,
                    "address": address_of(row, column),
                    "label": cell.anchor,
                    "kind": cell.kind,
                    "is_known": finding.is_known,
                    "note": note,
                    "written_count": len(finding.values),
                    "row_count": len(finding.rows),
                    "text_kept": finding.text,
                    "before_kept": previous.text_kept if previous else False,
                    "is_changed": bool(places),
                    "changed_cells": "、".join(address_of(row + place, column) for place in places),
                    "changed_count": len(places),
                    "model_kept": finding.model,
                    "ranges_kept": finding.ranges,
                    "rows_kept": [list(pair) for pair in finding.rows],
                }
            )
        values = self.env["community.form.value"].sudo().create(lines)
        filling.write(
            {
                "cell_count": sum(values.mapped("written_count")),
                "empty_count": len(values.filtered(lambda value: not value.is_known)),
                "changed_count": sum(values.mapped("changed_count")),
            }
        )
        return filling.with_env(self.env)

    @api.model
    def _period_name(self, first, last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months == 1:
            return said_month(self.env.lang, last)
        return f"{last.year}" if months == 12 else f"{first:%Y-%m}–{last:%m}"

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_replace(self):
        """Fill the form in again for the same period; this one is kept with the reason.

        :return: action: the form filled in anew
        :raises UserError: without a reason, or as filling in does
        """
        self.ensure_one()
        self.form_id.check_access("write")
        self.check_access("write")
        self._check_state("filled")
        self._check_filled("why_replaced")
        self.form_id._check_state("approved")
        self._set_closed(state="replaced")
        if self.card_id:
            # Of the record of which this one was filled in.
            self.form_id.card_id = self.card_id
        return self.form_id._fill(self.date_from, self.date_to)._open()

    def action_download(self):
        """Return the address of the filled workbook; the download is logged.

        :raises UserError: where it holds rows of a file that the reader may not read
        """
        self.ensure_one()
        self._check_readable()
        return {"type": "ir.actions.act_url", "url": f"/community/form/{self.id}"}

    def action_download_whole(self):
        """Return the address of the workbook with whole ID numbers and phones, by a release.

        :raises UserError: without a release that holds today
        """
        self.ensure_one()
        self._check_readable()
        self._release()
        return {"type": "ir.actions.act_url", "url": f"/community/form/{self.id}?whole=1"}

    def _release(self):
        """Return the release by which whole numbers leave.

        :raises UserError: if there is none
        """
        release = self.env["community.form.release"]._valid_for(self.form_id)
        if not release:
            raise UserError(
                self.env._(
                    "%(form)s leaves with masked numbers. For whole ones ask for a release on the "
                    "form: with a reason, a day until which it holds, and a manager who approves "
                    "it.",
                    form=self.name,
                )
            )
        return release

    def _check_readable(self):
        self.check_access("read")
        # sudo: the kinds of records whose rows stand in it are closed; no row is read.
        for value in self.sudo().value_ids.filtered("rows_kept"):
            if not self.env[value.model_kept].has_access("read"):
                raise UserError(
                    self.env._(
                        "%(form)s holds rows of a confidential file (%(kind)s). Ask those who "
                        "keep that file for it.",
                        form=self.name,
                        kind=self.env["ir.model"].sudo()._get(value.model_kept).name,
                    )
                )

    def _content(self, is_whole=False):
        """Return (workbook as bytes, its name) and log whose facts leave in it.

        :param bool is_whole: whether ID numbers and phones are whole, by a release
        :raises UserError: without a release
        """
        self.ensure_one()
        self._check_readable()
        # sudo: the frozen workbook goes to whoever may read all that stands in it.
        secret = self.sudo().with_context(bin_size=False)
        if not is_whole:
            secret._check_not_restricted_since()
        log = self.env["community.access.log"]
        reason, whole = f"{self.form_id.body}: {self.name}", ""
        content = base64.b64decode(secret.file_data)
        if is_whole:
            release = self._release()
            reason = f"{self.form_id.body}: {release.reason}"
            whole = ", whole numbers"
            content = secret._with_whole_numbers(content, reason)
            # sudo: how often it was used is the program's own count.
            release.sudo().used_count += 1
        people = {}
        for value in secret.value_ids.filtered("rows_kept"):
            people.setdefault(value.model_kept, set()).update(ids_of(value.ranges_kept))
        for model, ids in people.items():
            log._log(
                "export",
                self.env[model].browse(sorted(ids)),
                reason=reason,
                each=True,
                description=f"{self._description}{whole}",
            )
        log._log("export", self, reason=reason, count=1, description=f"{self._description}{whole}")
        return content, self.filename

    def _check_not_restricted_since(self):
        """Refuse to hand out rows about people whose file is kept only since they were frozen.

        :raises UserError: saying how many rows, and what to do
        """
        for value in self.value_ids.filtered("rows_kept"):
            rows = self.env[value.model_kept].browse(ids_of(value.ranges_kept)).exists()
            path = value.cell_id.column_id.path
            if kept := rows._kept_back([path.split(".")] if path else []):
                raise UserError(
                    self.env._(
                        "%(form)s holds %(count)s rows of people who have asked since that their "
                        "file is kept and not used. Say why it is filled in again, and replace it: "
                        "then they are left out.",
                        form=self.name,
                        count=len(kept),
                    )
                )

    def _with_whole_numbers(self, content, reason):
        """Return the frozen workbook with whole numbers in the place of masked ones.

        A number that has changed since stays as it is in the frozen form; of what stands there as
        stars, the value of today goes in. Called as superuser, after the release was checked: the
        numbers are closed to everybody.
        """
        written = {}
        for value in self.value_ids.filtered("rows_kept"):
            column = value.cell_id.column_id
            if value.kind == "extra" and value.cell_id:
                self._write_kept(value, written, reason)
                continue
            if column.mask not in COVERS or column._is_list():
                continue
            *way, name = column.path.split(".")
            row, place = parse_address(value.address)
            opened = column.with_context(**trusted(community_whole_numbers=(self.name, reason)))
            for number, (res_id, text) in enumerate(value.rows_kept):
                holder = self.env[value.model_kept].browse(res_id).exists()
                for step in way:
                    holder = holder[step]
                whole = holder[name] if holder else ""
                if whole and MASKS[column.mask](whole) == text:
                    shown = whole
                    if column.mask == "stars":
                        change = opened._value_converter(self.env[value.model_kept])
                        shown = cell_value(change(whole) if change else whole)
                    written.setdefault(value.sheet, {})[row + number, place] = shown
                    # The log says of each file which number left, and why.
                    self.env["community.access.log"].sudo(False)._log(
                        "export",
                        holder.sudo(False),
                        reason=reason,
                        each=True,
                        field_names=[name],
                        description=f"{self._description}, whole numbers",
                    )
        return FormBook(content).filled_in(written, over=True)

    def _write_kept(self, value, written, reason):
        """Put what an import kept word for word in the place of stars; each file is logged."""
        records = self.env[value.model_kept].browse(ids_of(value.ranges_kept)).exists()
        kept = value.cell_id._kept_values(records, records.ids)
        row, place = parse_address(value.address)
        for number, (res_id, text) in enumerate(value.rows_kept):
            if text and res_id in kept:
                written.setdefault(value.sheet, {})[row + number, place] = kept[res_id]
        self.env["community.access.log"].sudo(False)._log(
            "export",
            records.filtered(lambda record: record.id in kept).sudo(False),
            reason=reason,
            each=True,
            field_names=["register_extra"],
            description=f"{self._description}, whole numbers",
        )
