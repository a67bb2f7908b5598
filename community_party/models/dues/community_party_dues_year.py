from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

FIGURES = {
    "special": "special_amount",
    "received": "received_amount",
    "use": "used_amount",
    "remittance": "remitted_amount",
}


class CommunityPartyDuesYear(models.Model):
    """The dues account of a year: totals, the notice to the members, and its closing."""

    _name = "community.party.dues.year"
    _description = "Year of Dues"
    _inherit = ["community.closed.mixin", "community.paper.mixin", "mail.thread"]
    _order = "year desc, id"
    _rec_name = "year"

    year = fields.Char(
        required=True, default=lambda self: str(fields.Date.context_today(self).year)
    )
    company_id = fields.Many2one(
        "res.company", "Community", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("open", "Not closed yet"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    opening_amount = fields.Monetary(
        "Brought forward", help="What the year before left; entered for the first year alone."
    )
    is_first = fields.Boolean("First year", compute="_compute_is_first")
    assessed_amount = fields.Monetary("Assessed", readonly=True)
    waived_amount = fields.Monetary("Waived", readonly=True)
    unpaid_amount = fields.Monetary("Amount not paid", readonly=True)
    collected_amount = fields.Monetary("Collected", readonly=True)
    special_amount = fields.Monetary("Special dues", readonly=True)
    received_amount = fields.Monetary("Received from above", readonly=True)
    used_amount = fields.Monetary("Used", readonly=True)
    remitted_amount = fields.Monetary("Remitted upward", readonly=True)
    closing_amount = fields.Monetary("Left", compute="_compute_closing_amount")

    _year_uniq = models.Constraint(
        "UNIQUE (company_id, year)", "This year has its account already."
    )
    _check_year = models.Constraint(
        "CHECK (year ~ '^(19|20)[0-9]{2}$')", "A year has four digits, such as 2026."
    )

    @api.depends(
        "opening_amount",
        "collected_amount",
        "special_amount",
        "received_amount",
        "used_amount",
        "remitted_amount",
    )
    def _compute_closing_amount(self):
        for year in self:
            coming = year.opening_amount + year.collected_amount + year.special_amount
            going = year.used_amount + year.remitted_amount
            year.closing_amount = coming + year.received_amount - going

    @api.depends("year", "company_id")
    def _compute_is_first(self):
        for year in self:
            year.is_first = not year._year_before()

    def _year_before(self):
        """Return the account of the year before this one, or nothing."""
        before = str(int(self.year) - 1) if self.year and self.year.isdigit() else ""
        return self.search(
            [("company_id", "=", self.company_id.id), ("year", "=", before)], limit=1
        )

    @api.model_create_multi
    def create(self, vals_list):
        years = super().create([dict(vals) for vals in vals_list])
        for year, vals in zip(years, vals_list, strict=True):
            year._check_opening(vals)
            year._bring_forward()
        return years

    def write(self, vals):
        for year in self:
            year._check_opening(vals)
        return super().write(vals)

    def _check_opening(self, vals):
        """Refuse an opening that differs from what the year before left.

        :raises UserError: with the amount that the year before left
        """
        before = self._year_before()
        if (
            before
            and vals.get("opening_amount")
            and not self.env.su
            and self.currency_id.compare_amounts(vals["opening_amount"], before.closing_amount)
        ):
            raise UserError(
                self.env._(
                    "The year %(before)s left %(amount)s yuan: that is brought forward to "
                    "%(year)s, and nothing else is entered.",
                    before=before.year,
                    amount=f"{before.closing_amount:.2f}",
                    year=self.year,
                )
            )

    def _bring_forward(self):
        """Bring forward what the year before left, and what this one leaves to the next."""
        self.ensure_one()
        # sudo: years follow each other by themselves; the right to write one was checked.
        year = self.sudo()
        before = year._year_before()
        if before and year.state == "open":
            year.opening_amount = before.closing_amount
        after = year.search(
            [
                ("company_id", "=", year.company_id.id),
                ("year", "=", str(int(year.year) + 1)),
                ("state", "=", "open"),
            ]
        )
        if after:
            after._bring_forward()

    def _settled_fields(self):
        if self.state != "closed":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        return self.env._(
            "The year %(year)s is closed since %(date)s: its account does not change.",
            year=self.year,
            date=self.date_closed,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_not_closed()

    def _check_not_closed(self):
        for year in self.filtered(lambda year: year.state == "closed"):
            raise UserError(year._settled_sentence("state"))

    @api.model
    def _is_closed(self, day, company=None):
        company = company or self.env.company
        # sudo: whoever enters money must not post past a closed year they cannot read.
        return bool(
            self.sudo().search_count(
                [
                    ("company_id", "=", company.id),
                    ("year", "=", str(day.year)),
                    ("state", "=", "closed"),
                ],
                limit=1,
            )
        )

    @api.model
    def _check_open(self, day, company=None):
        """Refuse a day in a closed year.

        :raises UserError: with the year and what to do instead
        """
        if self._is_closed(day, company):
            raise UserError(
                self.env._(
                    "Dues of %(year)s are closed: nothing more is posted to that year. Use a day "
                    "of an open year.",
                    year=day.year,
                )
            )

    def action_refresh(self):
        """Work out the totals of an open year anew."""
        self.check_access("write")
        self._check_not_closed()
        for year in self:
            before = year._year_before()
            if before.state == "open":
                before.action_refresh()
            # sudo: totals cover all branches of the community; the right to write was checked.
            year.sudo()._set_closed(**year.sudo()._totals())
            year._bring_forward()

    def action_close(self):
        """Close the year in the current user's name; its totals stay as they are.

        :raises UserError: the year has not ended, is closed, or the year before it is open
        """
        self.action_refresh()
        for year in self:
            before = year._year_before()
            if before.state == "open":
                raise UserError(
                    self.env._(
                        "%(before)s is not closed yet: its account is closed before that of "
                        "%(year)s, which begins with what it leaves.",
                        before=before.year,
                        year=year.year,
                    )
                )
            if int(year.year) >= fields.Date.context_today(self).year:
                raise UserError(self.env._("The year %(year)s has not ended yet.", year=year.year))
            # sudo: as above.
            year.sudo()._set_closed(
                state="closed",
                closed_by_id=self.env.user.id,
                date_closed=fields.Date.context_today(self),
            )

    def _period(self):
        return date(int(self.year), 1, 1), date(int(self.year), 12, 31)

    def _totals(self):
        first, last = self._period()
        here = [("company_id", "=", self.company_id.id)]
        months = [*here, ("month", ">=", first), ("month", "<=", last)]
        days = [*here, ("date", ">=", first), ("date", "<=", last)]
        Dues = self.env["community.party.dues"]
        full, due = Dues._read_group(months, [], ["full_amount:sum", "amount:sum"])[0]
        unpaid = Dues._read_group([*months, ("state", "=", "unpaid")], [], ["amount:sum"])[0][0]
        paid = self.env["community.party.dues.payment"]._read_group(
            [*days, ("state", "=", "posted")], [], ["amount:sum"]
        )[0][0]
        entries = dict(
            self.env["community.party.dues.entry"]._read_group(days, ["kind"], ["amount:sum"])
        )
        return {
            "assessed_amount": due or 0.0,
            "waived_amount": (full or 0.0) - (due or 0.0),
            "unpaid_amount": unpaid or 0.0,
            "collected_amount": paid or 0.0,
            **{field: entries.get(kind, 0.0) for kind, field in FIGURES.items()},
        }

    def _uses(self):
        """Return (label, yuan) per category of use of this year, for the notice."""
        first, last = self._period()
        Entry = self.env["community.party.dues.entry"]
        labels = dict(Entry._fields["use_category"]._description_selection(self.env))
        # sudo: the notice shows totals of all branches to every member.
        sums = Entry.sudo()._read_group(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "=", "use"),
                ("date", ">=", first),
                ("date", "<=", last),
            ],
            ["use_category"],
            ["amount:sum"],
        )
        return [(labels[category], amount) for category, amount in sums]

    def _dues_register(self):
        """Return (organisation, lines, sums) for the register of dues that a branch keeps.

        A line is a member's year: (name, yuan a month, twelve of (yuan paid, day of it), yuan paid,
        yuan not paid); the sums are those of the months and of both columns at the end. What the
        reader may not see is not on it.
        """
        first, last = self._period()
        rows = self.env["community.party.dues"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("month", ">=", first),
                ("month", "<=", last),
            ],
            order="month, id",
        )
        tables = []
        by_branch = rows.grouped("organization_id")
        for organization in sorted(by_branch, key=lambda branch: branch.complete_name or ""):
            lines = []
            by_member = by_branch[organization].grouped("member_id")
            for member in sorted(by_member, key=lambda person: (person.name or "", person.id)):
                mine = by_member[member]
                months = []
                for number in range(1, 13):
                    paid = mine.filtered(
                        lambda row, number=number: row.month.month == number and row.payment_id
                    )
                    days = [day for day in paid.mapped("date_paid") if day]
                    months.append((sum(paid.mapped("amount")), max(days, default=False)))
                monthly = mine.filtered(lambda row: not row.is_difference)[-1:]
                unpaid = mine.filtered(lambda row: row.state == "unpaid")
                lines.append(
                    (
                        member.name,
                        monthly.amount,
                        months,
                        sum(yuan for yuan, _day in months),
                        sum(unpaid.mapped("amount")),
                    )
                )
            sums = [sum(line[2][number][0] for line in lines) for number in range(12)]
            totals = [sum(line[column] for line in lines) for column in (3, 4)]
            tables.append((organization, lines, sums + totals))
        return tables
