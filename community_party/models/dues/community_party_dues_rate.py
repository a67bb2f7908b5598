from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools import dues

KIND_OF_CATEGORY = {
    "salary": "salary",
    "annual_salary": "salary",
    "self_employed": "salary",
    "pension": "pension",
    "farmer": "farmer",
    "student": "fixed",
    "laid_off": "fixed",
    "relief": "fixed",
    "dibao": "fixed",
}


def _decimal(value, digits=2):
    """Return a number of a field as the Decimal that was entered."""
    return Decimal(f"{value:.{digits}f}")


class CommunityPartyDuesRate(models.Model):
    """How dues are worked out from a day on: a table of brackets, a range or an amount.

    中组发〔2008〕3号 art. 2 (pay), 5 (pensions), 6 (farmers, students, the unemployed, relief). A
    change of the rule is a new table with its own first day; months before keep the old one.
    """

    _name = "community.party.dues.rate"
    _description = "Dues Rate"
    _inherit = ["community.common.money.mixin"]
    _order = "kind, date_from desc, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("salary", "Pay: share by bracket"),
            ("pension", "Pension: share by bracket"),
            ("farmer", "Farmer: amount in a range"),
            ("fixed", "Fixed amount"),
        ],
        required=True,
        index=True,
    )
    date_from = fields.Date("Valid from", required=True)
    line_ids = fields.One2many("community.party.dues.rate.line", "rate_id", "Brackets")
    amount = fields.Monetary("Yuan a month")
    lowest = fields.Monetary("At least")
    highest = fields.Monetary("At most")
    legal_basis = fields.Char(required=True, translate=True)
    date_as_of = fields.Date(
        "Checked on", help="The day on which somebody compared it with the text. Empty: nobody did."
    )
    source = fields.Char("Read in", translate=True, help="Where the text was read on that day.")

    _kind_date_uniq = models.Constraint(
        "UNIQUE (kind, date_from)", "There is already a table of this kind from that day."
    )
    _check_range = models.Constraint(
        "CHECK (lowest >= 0 AND highest >= lowest AND amount >= 0)",
        "Amounts are not below zero, and the highest is not below the lowest.",
    )

    @api.constrains("kind", "line_ids")
    def _check_lines(self):
        for rate in self:
            if rate.kind not in ("salary", "pension"):
                continue
            limits = [line.up_to for line in rate.line_ids.sorted("sequence")]
            rising = all(low < high for low, high in zip(limits[:-2], limits[1:-1], strict=True))
            if not limits or limits[-1] or not all(limits[:-1]) or not rising:
                raise ValidationError(
                    self.env._(
                        "“%(rate)s” needs brackets by rising base, the last one without an upper "
                        "limit (0).",
                        rate=rate.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rates = super().create(vals_list)
        rates._reach_months(rates.mapped("date_from"))
        return rates

    def write(self, vals):
        days = self.mapped("date_from")
        result = super().write(vals)
        if vals.keys() & {"amount", "date_from", "highest", "kind", "line_ids", "lowest"}:
            self._reach_months(days + self.mapped("date_from"))
        return result

    def unlink(self):
        days = self.mapped("date_from")
        result = super().unlink()
        self._reach_months(days)
        return result

    def _reach_months(self, days):
        """Let the months from the first of these days on follow, in every community."""
        if days:
            since = min(days).replace(day=1)
            # sudo: tables are those of all communities; who keeps them was checked.
            for company in self.env["res.company"].sudo().search([("active", "=", True)]):
                self.env["community.party.dues"].with_company(company)._follow_all(since)

    @api.model
    def _tables(self):
        """Return kind -> [(first day, rate), ...], the newest first. Two queries."""
        tables = {}
        rates = self.search([("date_from", "!=", False)])
        rates.line_ids.mapped("percent")
        for rate in rates:
            tables.setdefault(rate.kind, []).append((rate.date_from, rate))
        return tables

    @api.model
    def _rate_on(self, tables, kind, month):
        return next((rate for start, rate in tables.get(kind, ()) if start <= month), self)

    def _amount_of(self, base, rounding):
        """Return the dues for ``base`` by this table, as Decimal.

        :raises ValueError: a farmer's amount is out of its range
        """
        self.ensure_one()
        brackets = tuple(
            (_decimal(line.up_to) or None, _decimal(line.percent, 4) / 100)
            for line in self.line_ids.sorted("sequence")
        )
        if self.kind == "fixed":
            base = _decimal(self.amount)
        elif self.kind == "farmer":
            base = base or _decimal(self.lowest)
        return dues.monthly_dues(
            self.kind,
            base,
            brackets=brackets or None,
            bounds=(_decimal(self.lowest), _decimal(self.highest)),
            rounding=rounding,
        )
