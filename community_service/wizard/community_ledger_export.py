import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CommunityLedgerExport(models.TransientModel):
    """Which part of a ledger: place, grid, category, period; and what a list showed."""

    _name = "community.ledger.export"
    _description = "Download a Ledger"

    ledger_id = fields.Many2one(
        "community.ledger", required=True, default=lambda self: self._default_ledger_id()
    )
    model = fields.Char(default=lambda self: self.env.context.get("ledger_model"))
    list_domain = fields.Char(
        help="The selection of the list from which the ledger was asked for.",
        export_string_translation=False,
    )
    is_whole = fields.Boolean("Ignore the filters of the list")
    area_id = fields.Many2one("community.area", "Building or estate")
    grid_id = fields.Many2one("community.grid")
    category_id = fields.Many2one("community.category")
    date_from = fields.Date("Starts on")
    date_to = fields.Date("Ends on")
    has_period = fields.Boolean(compute="_compute_has_period")
    has_numbers = fields.Boolean(compute="_compute_has_period")
    is_whole_numbers = fields.Boolean(
        "With whole numbers", help="ID numbers and phones whole, for a body entitled to them."
    )
    body = fields.Char("Body that gets it")
    reason = fields.Char("By which rule", help="It stands in the access log.")
    row_count = fields.Integer("Rows", compute="_compute_row_count")
    left_out = fields.Char("Rows left out", compute="_compute_row_count")

    _check_dates = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_to >= date_from)",
        "A period cannot end before it starts.",
    )

    @api.model
    def _default_ledger_id(self):
        model = self.env.context.get("ledger_model")
        domain = [("model", "=", model)] if model else []
        return self.env["community.ledger"]._in_use(self.env.company, domain)[:1]

    @api.depends("ledger_id")
    def _compute_has_period(self):
        for wizard in self:
            wizard.has_period = bool(wizard.ledger_id.date_path)
            wizard.has_numbers = wizard.ledger_id._has_numbers()

    @api.depends(
        "ledger_id",
        "list_domain",
        "is_whole",
        "is_whole_numbers",
        "area_id",
        "grid_id",
        "category_id",
        "date_from",
        "date_to",
    )
    def _compute_row_count(self):
        for wizard in self:
            ledger = wizard.ledger_id
            wizard.row_count, wizard.left_out = 0, ""
            if ledger:
                selection, wizard.left_out = ledger._leaving(
                    wizard._selection(), is_whole=wizard.is_whole_numbers
                )
                wizard.row_count = ledger._records().search_count(selection)

    def _selection(self):
        """Return the domain of the choices made."""
        records = self.ledger_id._records()
        domain = Domain.TRUE
        if self.list_domain and not self.is_whole:
            domain &= Domain(json.loads(self.list_domain))
        place = "area_id" if "area_id" in records._fields else "household_id.area_id"
        if self.area_id:
            domain &= Domain(place, "child_of", self.area_id.id)
        if self.grid_id:
            domain &= Domain("grid_id", "=", self.grid_id.id)
        if self.category_id:
            own = "category_ids" in records._fields
            path = "category_ids" if own else "household_id.category_ids"
            domain &= Domain(path, "in", self.category_id.ids)
        for field, operator in (("date_from", ">="), ("date_to", "<=")):
            if self[field] and self.ledger_id.date_path:
                domain &= Domain(self.ledger_id.date_path, operator, self[field])
        return domain

    def action_download(self):
        """Return the action that downloads the ledger with the choices made.

        :raises UserError: if nothing is left to write, or without the reason of whole numbers
        :raises AccessError: to whoever may not hand out whole numbers
        """
        self.ensure_one()
        self.ledger_id.check_access("read")
        if not self.row_count:
            if self.left_out:
                raise UserError(
                    self.env._("%(record)s: %(why)s", record=self.ledger_id.name, why=self.left_out)
                )
            raise UserError(
                self.env._(
                    "Nothing in %(ledger)s fits this choice: widen the place, grid, category or "
                    "period.",
                    ledger=self.ledger_id.name,
                )
            )
        data = {"domain": list(self._selection())}
        if self.is_whole_numbers:
            self.ledger_id._with_whole_numbers(self.body, self.reason)
            data["whole"] = {"body": self.body, "reason": self.reason}
        return {
            "type": "ir.actions.report",
            "report_type": "community-xlsx",
            "report_name": self.ledger_id.code,
            "report_file": self.ledger_id.code,
            "name": self.ledger_id.name,
            "data": data,
            "close_on_report_download": True,
        }
