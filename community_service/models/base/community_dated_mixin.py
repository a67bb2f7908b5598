import datetime

from odoo import api, fields, models
from odoo.fields import Domain


class CommunityDatedMixin(models.AbstractModel):
    """A rule with a history: one row, with the same code, for each day from which it says something
    else.

    What happened before that day goes by the earlier row, whenever it is entered. Of a shared and
    an own row the one that holds from the later day counts, the own one where both begin together:
    a new law goes before what a community said about the old one.
    """

    _name = "community.dated.mixin"
    _description = "Rule with a History"
    _inherit = ["community.shared.mixin"]
    _shared_by = ("code", "valid_from")

    valid_from = fields.Date(
        "Holds from",
        help="What happened before this day goes by what held earlier. Empty: since always.",
    )
    date_as_of = fields.Date(
        "Checked on",
        help="The day on which somebody compared this rule with the text. Empty: nobody did.",
    )
    source = fields.Char("Read in", translate=True, help="Where the text was read on that day.")
    is_in_force = fields.Boolean(
        "In force", compute="_compute_is_in_force", search="_search_is_in_force"
    )

    @api.depends("code", "company_id", "valid_from")
    def _compute_is_in_force(self):
        held = self._held_on(fields.Date.context_today(self))
        for row in self:
            row.is_in_force = row._origin.id in held

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        held = self._held_on(fields.Date.context_today(self))
        return [("id", "in" if True in value else "not in", list(held))]

    @api.model
    def _held_on(self, day):
        """Return the ids of the rows that count on a day, of each community and shared."""
        # sudo: which row counts is no secret; whoever asks sees the rows that the rules show.
        rows = (
            self.sudo()
            .with_context(active_test=False)
            .search_fetch(
                ["|", ("valid_from", "=", False), ("valid_from", "<=", day)],
                ["code", "company_id", "valid_from"],
                order="valid_from NULLS FIRST, id",
            )
        )
        held = {(row.code, row.company_id.id): row for row in rows}
        none = rows.browse()
        return {
            row.id
            for (code, company_id), row in held.items()
            # An own row from before a newer shared one counts no more.
            if not company_id or row._since() >= held.get((code, False), none)._since()
        }

    def _since(self):
        return self.valid_from or datetime.date.min

    def _by_day(self):
        """Return these rows in the order in which one takes the place of the other."""
        return self.sorted(lambda row: (row._since(), bool(row.company_id)))

    @api.model
    def _in_use(self, company, domain=(), day=None):
        """Return the rows by which one community works; see :meth:`_in_use_by`."""
        return self._in_use_by(company, domain, day).get(company, self.browse())

    @api.model
    def _in_use_by(self, companies, domain=(), day=None):
        """Return the rows by which each community works on a day, one for each code.

        An archived row is not in use, and nothing stands in its place: from its day on the
        community does without.

        :param date day: the day; without one, today
        """
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        domain = Domain(domain)
        if "active" in self._fields:
            domain &= Domain("active", "=", True)
        rows = self.with_context(active_test=False).search(
            Domain("company_id", "in", [False, *companies.ids])
            & (Domain("valid_from", "=", False) | Domain("valid_from", "<=", day))
        )
        found = {}
        for company in companies:
            mine = rows.filtered(lambda row: row.company_id in (company.browse(), company))  # noqa: B023
            held = {row.code: row.id for row in mine._by_day()}
            in_use = mine.filtered(lambda row: row.id in held.values()).filtered_domain(domain)  # noqa: B023
            found[company] = self.browse(in_use.ids)
        return found

    def _edition_on(self, day, company, without=()):
        """Return the row with the code of this one that a community goes by on a day.

        :param date day: the day of the matter; before the first day that is known, the first row
        :param company: the community; an empty one goes by the shared rows
        :param without: rows that are about to end; without any other the result is empty
        """
        self.ensure_one()
        # sudo: a matter goes by its rule, whoever may read that one; the rule comes back as it was.
        table = self.sudo().with_context(active_test=False)
        gone = set(without.ids) if without else set()
        rows = table.search([("code", "=", self.code), ("company_id", "in", [False, company.id])])
        rows = rows.filtered(lambda row: row.id not in gone)._by_day()
        begun = rows.filtered(lambda row: row._since() <= day)
        first = rows.filtered(lambda row: row._since() == rows[:1]._since())
        return self.browse((begun or first)[-1:].ids)

    @api.model
    def _offered_domain(self):
        """Return the domain of the rows in force today by which the user's community works."""
        rows = self.with_context(active_test=False)._in_use(self.env.company)
        others = Domain("company_id", "not in", [False, self.env.company.id])
        return Domain("id", "in", rows.ids) | others & Domain("is_in_force", "=", True)

    def _new_edition(self, values):
        """Return the row of this rule from today on, made where there is none yet.

        :param dict values: what the new row says otherwise, and what it keeps beyond a copy
        :raises AccessError: to whoever may not edit the rule
        """
        self.ensure_one()
        self.check_access("write")
        today = fields.Date.context_today(self)
        table = self.with_context(active_test=False)
        edition = table.search(
            [
                ("code", "=", self.code),
                ("company_id", "=", self.company_id.id),
                ("valid_from", "=", today),
            ]
        )
        if not edition:
            # sudo: nobody makes rules on some screens, and what belongs to the rule is closed. Who
            # may edit it was asked.
            rule = self.sudo()
            same = {"code": self.code, "company_id": self.company_id.id, "valid_from": today}
            # Nobody has read the new text yet.
            same |= {"date_as_of": False, "source": False}
            edition = rule.create(rule.copy_data(same)[0] | same | values)
            rule.copy_translations(edition)
        return self.browse(edition.ids)
