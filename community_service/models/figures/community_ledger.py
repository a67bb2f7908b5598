import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from ...tools.ledger_sheet import LedgerSheet, LedgerWords
from ...tools.trusted import said, trusted
from .community_ledger_column import COVERS

BATCH = 2000

# Whoever hands whole numbers to another body answers for it.
WHOLE_GROUP = "community_service.group_community_manager"


class CommunityLedger(models.Model):
    """A ledger (台账) as data: which records, which columns, which masks.

    It is streamed: the database keeps the cursor, the file grows on disk, and neither rows nor
    workbook are held in memory. The reader's own rules decide what is in it.
    """

    _name = "community.ledger"
    _description = "Ledger"
    _inherit = ["community.shared.mixin", "community.selection.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    model_id = fields.Many2one(
        "ir.model",
        "Records",
        required=True,
        ondelete="cascade",
        domain=[("model", "=like", "community.%"), ("transient", "=", False)],
    )
    model = fields.Char(related="model_id.model", string="Model", store=True)
    is_readable = fields.Boolean(
        compute="_compute_is_readable",
        search="_search_is_readable",
        help="Whether the reader may see such records at all: files of the Party or of mediation "
        "are no business of everybody who keeps ledgers.",
    )
    domain = fields.Char(default="[]", required=True)
    order = fields.Char(help="Empty: the order of the list.")
    date_path = fields.Char("Date of the period", help="Stored date that a period applies to.")
    column_ids = fields.One2many("community.ledger.column", "ledger_id", "Columns", copy=True)
    note = fields.Char(translate=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A ledger with this code already exists."
    )

    @api.depends_context("uid")
    @api.depends("model", "column_ids.path")
    def _compute_is_readable(self):
        for ledger in self:
            ledger.is_readable = all(
                name in self.env and self.env[name].has_access("read")
                for name in ledger._models_read()
            )

    def _search_is_readable(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Ledgers are a handful, and each user asks of all of them.
        ledgers = self.with_context(active_test=False).search([])  # pylint: disable=no-search-all
        readable = ledgers.filtered("is_readable")
        return [("id", "in" if True in value else "not in", readable.ids)]

    def _models_read(self):
        """Return the names of the models that the columns of this ledger read."""
        self.ensure_one()
        names = {self.model}
        for path in self.column_ids.mapped("path"):
            name = self.model
            for step in (path or "").split("."):
                field = self.env[name]._fields.get(step) if name in self.env else None
                name = field.comodel_name if field is not None and field.relational else None
                if not name:
                    break
                names.add(name)
        return names

    @api.constrains("domain", "order", "date_path", "model_id")
    def _check_selection(self):
        # Constraints run as superuser; a closed field in the selection must show to its writer.
        for ledger in self.sudo(False):
            records = ledger._records()
            try:
                ledger._refuse_unreadable(ledger._steps_asked())
                records._search(ledger._domain(), order=ledger.order or records._order, limit=1)
                if ledger.date_path:
                    records._search(Domain(ledger.date_path, "=", False), limit=1)
            except Exception as error:
                # Whatever the domain breaks (syntax, unknown field, bad order) is one sentence.
                raise ValidationError(
                    self.env._(
                        "Ledger %(ledger)s: its selection, order or date is wrong (%(error)s).",
                        ledger=ledger.name,
                        error=error,
                    )
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        ledgers = super().create(vals_list)
        ledgers._sync_print_actions()
        return ledgers

    def write(self, vals):
        res = super().write(vals)
        if {"name", "code", "model_id", "active"} & set(vals):
            self._sync_print_actions()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_print_actions(self):
        self._print_actions().unlink()

    # offering

    def _print_actions(self):
        shared = self.filtered(lambda ledger: not ledger.company_id)
        # An administrator of the service need not be one of actions.
        return (
            self.env["ir.actions.report"]
            .sudo()
            .search(
                [
                    ("report_type", "=", "community-xlsx"),
                    ("report_file", "in", shared.mapped("code")),
                ]
            )
        )

    def _sync_print_actions(self):
        """Offer each ledger in the print menu of the lists of its model."""
        actions = self._print_actions().grouped("report_file")
        # Odoo shows print actions to all companies: the own ledgers of one are offered in its list
        # of ledgers and in the gear menu alone.
        for ledger in self.filtered(lambda ledger: not ledger.company_id):
            action = actions.get(ledger.code)
            values = {
                "name": ledger.name,
                "model": ledger.model,
                "report_type": "community-xlsx",
                "report_name": ledger.code,
                "report_file": ledger.code,
                "binding_model_id": ledger.model_id.id if ledger.active else False,
                "binding_view_types": "list,kanban",
            }
            if action:
                action.write(values)
            else:
                action = self.env["ir.actions.report"].sudo().create(values)
            for lang, _name in self.env["res.lang"].get_installed():
                action.with_context(lang=lang).name = ledger.with_context(lang=lang).name

    def action_export(self):
        """Open the filters of this ledger before it is downloaded."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_ledger_export_action"
        )
        return {**action, "context": {"default_ledger_id": self.ensure_one().id, "name": self.name}}

    # reading

    def _records(self):
        return self.env[self.model or "community.household"]

    def _domain(self):
        return Domain(
            safe_eval(self.domain or "[]", {"uid": self.env.uid, **self._period_values()})
        )

    @api.model
    def _period_values(self):
        """Return what conditions may say of a period: that of a form, else this month."""
        today = fields.Date.context_today(self)
        # A form says to itself for which period it is filled in.
        first, last = said(self.env, "community_period") or (today.replace(day=1), today)
        return {"date_from": first, "date_to": last, "today": today}

    def _steps_asked(self):
        """Return the steps that selection, order and date ask; see ``_asked_fields``."""
        records = self._records()
        steps = self._asked_fields(records, self._domain())
        for part in (self.order or "").split(","):
            steps += self._path_fields(records, part.partition(" ")[0]) if part.strip() else []
        return steps + self._path_fields(records, self.date_path or "id")

    def _query(self, domain):
        """Return the query of the records and the terms of its columns, under the rules."""
        self.ensure_one()
        records = self._records()
        records.check_access("read")
        query = records._search(
            self._domain() & Domain(domain or Domain.TRUE), order=self.order or records._order
        )
        columns = self.column_ids
        terms = [column._term(records, query) for column in columns]
        return query, terms

    def _rows(self, domain=None):
        """Yield batches of rows; a row has one value for each column."""
        query, terms = self._query(domain)
        if query.is_empty():
            return
        records = self._records()
        changes = [column._converter(records) for column in self.column_ids]
        self.env.flush_all()
        cr = self.env.cr
        # A cursor of the server: the rows never stand in memory together. The whole of them is
        # wanted, so the planner should not hurry to the first ones.
        cr.execute("SET LOCAL cursor_tuple_fraction = 1.0")
        cr.execute(
            SQL("DECLARE community_ledger NO SCROLL CURSOR FOR %s", query.select(*terms)),
        )
        try:
            while True:
                cr.execute(SQL("FETCH FORWARD %s FROM community_ledger", BATCH))
                batch = cr.fetchall()
                if not batch:
                    break
                # Column by column: one call for each value that changes, none for the others.
                columns = (
                    map(change, values) if change else values
                    for change, values in zip(changes, zip(*batch, strict=True), strict=True)
                )
                yield zip(*columns, strict=True)
        finally:
            cr.execute("CLOSE community_ledger")

    def _leaving(self, domain=None, is_whole=False):
        """Return (domain of the rows that leave, sentence about those that stay here or "").

        A copy with whole numbers leaves with all of its rows, by the rule that its manager named.
        """
        records = self._records()
        selection = self._domain() & Domain(domain or Domain.TRUE)
        is_whole = is_whole or said(self.env, "community_whole_numbers")
        if is_whole or not hasattr(records, "_kept_back_parted"):
            return selection, ""
        selection, count = records._kept_back_parted(selection, self.column_ids._paths())
        return selection, records._kept_back_sentence(count)

    # whole numbers

    def _has_numbers(self):
        """Tell whether the ledger has columns of closed numbers, which it masks."""
        return any(column.mask in COVERS for column in self.column_ids)

    def _with_whole_numbers(self, body, reason):
        """Return the ledger for one copy with whole numbers, for a body that is entitled to them.

        :param str body: who gets it
        :param str reason: by which rule, at least 4 characters; both stand in the access log
        :raises AccessError: to whoever may not hand out whole numbers
        :raises UserError: without body or reason
        """
        if not self.env.user.has_group(WHOLE_GROUP):
            raise AccessError(
                self.env._(
                    "A ledger with whole numbers leaves by the hand of a community manager: ask "
                    "one of them."
                )
            )
        body = " ".join(body.split()) if isinstance(body, str) else ""
        if not body:
            raise UserError(self.env._("Say which body gets the whole numbers."))
        stated = self.env["community.access.log"]._stated_reason(reason)
        return self.with_context(**trusted(community_whole_numbers=(body[:80], stated)))

    def _words(self):
        """Return what the printed ledger says around its rows."""
        today = fields.Date.context_today(self)
        return LedgerWords(
            number=self.env._("No."),
            total=self.env._("Total: %(count)s", count="{count}"),
            signatures=self.env._(
                "Filled in by: %(name)s        Checked by:                     Date: %(date)s",
                name=self.env.user.name,
                date=_chinese_date(today) if self.env.lang == "zh_CN" else today,
            ),
            page=self.env._("Page &P of &N"),
        )

    def _subtitle(self):
        today = fields.Date.context_today(self)
        text = self.env._(
            "%(community)s · as of %(date)s",
            community=self.env.company._community_name(),
            date=_chinese_date(today) if self.env.lang == "zh_CN" else today,
        )
        if whole := said(self.env, "community_whole_numbers"):
            text += " · " + self.env._(
                "Whole numbers, for %(body)s alone: keep it locked away.", body=whole[0]
            )
        return text

    def _write_xlsx(self, stream, domain=None):
        """Write the ledger as a workbook and log the export.

        :param stream: binary file object
        :param domain: further condition on the records (domain), None for all of the ledger
        :return: number of rows written
        :raises AccessError: if the reader may not read the ledger, its records or a column
        :raises UserError: if there are more than 250,000 rows
        """
        self.ensure_one()
        self.check_access("read")
        selection, left_out = self._leaving(domain)
        # One request of a worker process has 60 s of processor time.
        limit = self.env.company.community_ledger_max_rows
        count = self._records().search_count(selection, limit=limit + 1)
        if count > limit:
            raise UserError(
                self.env._(
                    "Ledger %(ledger)s has more than %(limit)s rows: take a part of it, for "
                    "example one estate or one year at a time.",
                    ledger=self.name,
                    limit=f"{limit:,}",
                )
            )
        sheet = LedgerSheet(
            stream,
            self.name,
            " · ".join(filter(None, (self._subtitle(), left_out))),
            [column._heading() for column in self.column_ids],
            self._words(),
        )
        for rows in self._rows(selection):
            sheet.write(rows)
        sheet.close()
        records = self._records()
        # Of a copy with whole numbers each file notes who got it, and why.
        whole = said(self.env, "community_whole_numbers")
        self.env["community.access.log"]._log_taken(
            records,
            [path.split(".") for path in self.column_ids.mapped("path")],
            records._search(selection),
            count=sheet.row_count,
            domain=str(selection),
            description=f"ledger {self.code}{', whole numbers' if whole else ''}: "
            f"{', '.join(self.column_ids.mapped('path'))}",
            reason=": ".join(whole) if whole else "",
        )
        return sheet.row_count


def _chinese_date(date):
    return f"{date.year}年{date.month}月{date.day}日" if isinstance(date, datetime.date) else date
