from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.community_service.tools.listed import listed


class CommunityPartyFundYear(models.Model):
    """A year of a fund: what came in, what was budgeted and used, and its closing.

    A closed year takes nothing more, so that its figures stay as they were made public.
    """

    _name = "community.party.fund.year"
    _description = "Year of a Party Fund"
    _inherit = ["community.party.scoped.mixin", "mail.thread"]
    _order = "year desc, fund_id, id"
    _rec_names_search = ["year", "fund_id.name"]
    _check_company_auto = True

    fund_id = fields.Many2one(
        "community.party.fund", required=True, index=True, ondelete="restrict", check_company=True
    )
    organization_id = fields.Many2one(
        related="fund_id.organization_id", store=True, precompute=True
    )
    year = fields.Char(
        required=True, default=lambda self: str(fields.Date.context_today(self).year)
    )
    state = fields.Selection(
        [("open", "Not closed yet"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    source_ids = fields.One2many("community.party.fund.source", "year_id", "Sources of money")
    budget_ids = fields.One2many("community.party.fund.budget", "year_id", "Budget lines")
    audit_ids = fields.One2many("community.party.fund.audit", "year_id", "Audits")
    is_audited = fields.Boolean("Audited", compute="_compute_is_audited", store=True)
    promised_amount = fields.Monetary("Promised", compute="_compute_promised_amount", store=True)
    budget_amount = fields.Monetary("Budgeted", compute="_compute_budget_amount", store=True)
    # Totals of all branches stand in the public table, whoever may read the single entries.
    opening_amount = fields.Monetary(
        "Brought forward", compute="_compute_totals", compute_sudo=True
    )
    income_amount = fields.Monetary("Money received", compute="_compute_totals", compute_sudo=True)
    expense_amount = fields.Monetary("Used", compute="_compute_totals", compute_sudo=True)
    closing_amount = fields.Monetary("Left", compute="_compute_totals", compute_sudo=True)
    last_income_amount = fields.Monetary(
        "Money received the year before", compute="_compute_totals", compute_sudo=True
    )
    last_expense_amount = fields.Monetary(
        "Used the year before", compute="_compute_totals", compute_sudo=True
    )

    _year_uniq = models.UniqueIndex("(fund_id, year)", "The fund has this year already.")
    _check_year = models.Constraint(
        "CHECK (year ~ '^(19|20)[0-9]{2}$')", "A year has four digits, such as 2026."
    )

    @api.depends("fund_id.name", "year")
    def _compute_display_name(self):
        for year in self:
            year.display_name = f"{year.fund_id.name or ''} {year.year or ''}".strip()

    @api.depends("audit_ids.state")
    def _compute_is_audited(self):
        for year in self:
            year.is_audited = "done" in year.audit_ids.mapped("state")

    @api.depends("source_ids.amount")
    def _compute_promised_amount(self):
        for year in self:
            year.promised_amount = sum(year.source_ids.mapped("amount"))

    @api.depends("budget_ids.amount")
    def _compute_budget_amount(self):
        for year in self:
            year.budget_amount = sum(year.budget_ids.mapped("amount"))

    @api.depends("fund_id.entry_ids.state", "fund_id.entry_ids.signed_amount", "year")
    def _compute_totals(self):
        groups = self.env["community.party.fund.entry"]._read_group(
            [("fund_id", "in", self.fund_id.ids), ("state", "=", "posted")],
            ["fund_id", "date:year", "kind"],
            ["signed_amount:sum"],
        )
        sums = {}
        for fund, day, kind, amount in groups:
            sums.setdefault(fund, {}).setdefault(day.year, {})[kind] = amount
        for year in self:
            number = int(year.year) if (year.year or "").isdecimal() else 0
            years = sums.get(year.fund_id._origin, {})
            own, last = years.get(number, {}), years.get(number - 1, {})
            year.opening_amount = sum(
                sum(kinds.values()) for earlier, kinds in years.items() if earlier < number
            )
            year.income_amount = own.get("income", 0.0)
            year.expense_amount = -own.get("expense", 0.0)
            year.closing_amount = year.opening_amount + year.income_amount - year.expense_amount
            year.last_income_amount = last.get("income", 0.0)
            year.last_expense_amount = -last.get("expense", 0.0)

    @api.constrains("fund_id", "year")
    def _check_order(self):
        for year in self:
            closed = year.fund_id.year_ids.filtered(
                lambda other, year=year: other.state == "closed" and other.year > year.year
            )
            if closed:
                raise ValidationError(
                    self.env._(
                        "%(year)s cannot be opened any more: %(closed)s comes after it, is "
                        "closed, and would begin with another sum.",
                        year=year.display_name,
                        closed=closed[0].display_name,
                    )
                )

    def _settled_fields(self):
        if self.state == "closed":
            return super()._settled_fields() | self._all_fields_but("audit_ids")
        settled = super()._settled_fields()
        # sudo: whether something is posted counts, whoever may see it.
        if (
            self.sudo()
            .env["community.party.fund.entry"]
            .search_count([("year_id", "=", self.id)], limit=1)
        ):
            settled |= {"fund_id", "year"}
        return settled

    def _settled_sentence(self, name):
        if self.state != "closed":
            return self.env._(
                "Entries are posted to %(year)s: fund and year stay.", year=self.display_name
            )
        return self.env._(
            "%(year)s is closed since %(date)s: its account does not change.",
            year=self.display_name,
            date=self.date_closed,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_open()

    def _hold(self):
        """Keep the state of the years as it is until this transaction ends."""
        # Raw SQL: a year that was closed since this transaction began makes it look again; many
        # may post to an open year at once.
        self.env.execute_query(
            SQL("SELECT id FROM community_party_fund_year WHERE id IN %s FOR SHARE", self._ids)
        )

    def _check_open(self):
        for year in self.filtered(lambda year: year.state == "closed"):
            raise UserError(
                self.env._(
                    "%(year)s is closed since %(date)s: nothing more is posted to it. Use a day "
                    "of an open year.",
                    year=year.display_name,
                    date=year.date_closed,
                )
            )

    def action_close(self):
        """Close the years in the current user's name; nothing is posted to them any more.

        :raises UserError: the year has not ended, an earlier one is open, or something of it is
            not posted or paid yet
        """
        self.check_access("write")
        for year in self.sorted("year"):
            year._check_open()
            year._check_finished()
            year._set_closed(
                state="closed",
                closed_by_id=self.env.user.id,
                date_closed=fields.Date.context_today(self),
            )

    def _check_finished(self):
        self.ensure_one()
        if int(self.year) >= fields.Date.context_today(self).year:
            raise UserError(
                self.env._(
                    "%(year)s has not ended yet: close it in the new year.",
                    year=self.display_name,
                )
            )
        # sudo: what is left to do stands in the way, whoever may see it.
        mine = self.sudo()
        if earlier := mine.fund_id.year_ids.filtered(
            lambda other: other.state == "open" and other.year < self.year
        ):
            raise UserError(
                self.env._(
                    "%(earlier)s is still open: close it before %(year)s.",
                    earlier=earlier[-1].display_name,
                    year=self.display_name,
                )
            )
        drafts = mine.env["community.party.fund.entry"].search(
            [
                ("fund_id", "=", mine.fund_id.id),
                ("state", "=", "draft"),
                ("date", ">=", f"{self.year}-01-01"),
                ("date", "<=", f"{self.year}-12-31"),
            ]
        )
        if drafts:
            raise UserError(
                self.env._(
                    "%(year)s has %(count)s entries that are not posted: post or delete them "
                    "first.",
                    year=self.display_name,
                    count=len(drafts),
                )
            )
        waiting = mine.budget_ids.request_ids.filtered(
            lambda request: request.state in ("requested", "approved", "signed")
        )
        if waiting:
            raise UserError(
                self.env._(
                    "%(year)s has requests that are neither paid nor refused: %(requests)s.",
                    year=self.display_name,
                    requests=listed(self.env.lang, waiting.mapped("number")),
                )
            )

    def action_entries(self):
        """Open what is posted to this year."""
        return self._links_action("community_party.community_party_fund_entry_action", "year_id")

    # the public table

    def _sources_table(self):
        """Return (kind, promised, received in this year, received in the year before)."""
        self.ensure_one()
        # sudo: the table shows totals to everybody.
        mine = self.sudo()
        Source = mine.env["community.party.fund.source"]
        labels = dict(Source._fields["kind"]._description_selection(self.env))
        rows = {}
        for shift, column in ((0, 2), (-1, 3)):
            groups = mine.env["community.party.fund.entry"]._read_group(
                [
                    ("fund_id", "=", mine.fund_id.id),
                    ("kind", "=", "income"),
                    ("state", "=", "posted"),
                    ("year_id.year", "=", str(int(mine.year) + shift)),
                ],
                ["source_kind"],
                ["signed_amount:sum"],
            )
            for kind, amount in groups:
                rows.setdefault(kind, [labels[kind], 0.0, 0.0, 0.0])[column] += amount
        for source in mine.source_ids:
            rows.setdefault(source.kind, [labels[source.kind], 0.0, 0.0, 0.0])[1] += source.amount
        return [rows[kind] for kind in labels if kind in rows]
