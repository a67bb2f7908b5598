from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyFund(models.Model):
    """Money for Party building and co-building, kept apart on an account of its own.

    The balance is the sum of what is posted. It is never below zero, on no day of the past either:
    each posting writes this row, so that of two at the same moment one waits and looks again.
    """

    _name = "community.party.fund"
    _description = "Party Fund"
    _inherit = ["community.party.scoped.mixin", "mail.thread"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    account = fields.Char(
        "Separate account",
        required=True,
        tracking=True,
        help="Name or number of the account that holds this money and no other.",
    )
    held_by = fields.Char("Account held by", help="For example the street office.")
    rule = fields.Text("Rule of the fund", help="What it may be used for, who approves, who signs.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    balance = fields.Monetary(compute="_compute_balance", store=True)
    year_ids = fields.One2many("community.party.fund.year", "fund_id", "Fund years")
    entry_ids = fields.One2many("community.party.fund.entry", "fund_id", "Fund entries")
    entry_count = fields.Integer("Entries", compute="_compute_entry_count")

    _name_uniq = models.UniqueIndex("(company_id, name)", "Another fund has this name.")
    _account_uniq = models.UniqueIndex(
        "(company_id, account)", "Another fund is kept on this account: each has its own."
    )
    _check_balance = models.Constraint(
        "CHECK (balance >= 0)",
        "The fund does not hold that much: enter first what came in, or pay less.",
    )

    @api.depends("entry_ids.state", "entry_ids.signed_amount")
    def _compute_balance(self):
        groups = self.env["community.party.fund.entry"]._read_group(
            [("fund_id", "in", self.ids), ("state", "=", "posted")],
            ["fund_id"],
            ["signed_amount:sum"],
        )
        sums = dict(groups)
        for fund in self:
            fund.balance = sums.get(fund._origin, 0.0)

    @api.depends_context("uid")
    def _compute_entry_count(self):
        self._count_links("entry_count", "community.party.fund.entry", "fund_id")

    def _settled_fields(self):
        settled = super()._settled_fields()
        # sudo: whether something is posted counts, whoever may see it.
        if self.sudo().entry_ids.filtered(lambda entry: entry.state == "posted"):
            settled |= {"organization_id", "account"}
        return settled

    def _settled_sentence(self, name):
        return self.env._(
            "Money is posted to %(fund)s: it stays with its organisation and on its account. For "
            "another account open another fund.",
            fund=self.name,
        )

    def action_entries(self):
        """Open the entries of this fund."""
        return self._links_action("community_party.community_party_fund_entry_action", "fund_id")

    def action_years(self):
        """Open the years of this fund, one beside the other."""
        return self._links_action("community_party.community_party_fund_year_action", "fund_id")

    def _open_year(self, day):
        """Return the year of this fund to which a day belongs, for a posting.

        :raises UserError: no such year was opened, or it is closed
        """
        self.ensure_one()
        # sudo: whether a year is open is asked for everybody who posts.
        year = self.sudo().year_ids.filtered(lambda line: line.year == str(day.year))
        if not year:
            raise UserError(
                self.env._(
                    "%(fund)s has no year %(year)s: open it first, or correct the day %(date)s.",
                    fund=self.name,
                    year=day.year,
                    date=day,
                )
            )
        year._hold()
        year._check_open()
        return year

    def _check_days(self, day):
        """Refuse what was posted when the fund would have been below zero on ``day`` or later.

        :raises UserError: with the first such day and what the fund held
        """
        self.ensure_one()
        groups = self.env["community.party.fund.entry"]._read_group(
            [("fund_id", "=", self.id), ("state", "=", "posted")],
            ["date:day"],
            ["signed_amount:sum"],
            order="date:day",
        )
        held = 0.0
        for date, change in groups:
            held += change
            if date >= day and self.currency_id.compare_amounts(held, 0) < 0:
                raise UserError(
                    self.env._(
                        "%(fund)s would be %(missing).2f yuan below zero on %(date)s. Enter first "
                        "what came in until then, correct the day, or pay less.",
                        fund=self.name,
                        missing=-held,
                        date=date,
                    )
                )
