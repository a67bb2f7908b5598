from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.said_day import said_month


class CommunityAidMonth(models.Model):
    """On which side of a rule on kinds that exclude each other a person's month is.

    The first public money or goods of a month take the month of everybody whom the aid covers, for
    each rule that concerns its kind; another case on the same side shares it, one on the other side
    is refused. One row for a rule, a person and a month is kept by the database, so that of two
    payments at the same moment one waits, is run again, and finds what the other one left. A month
    that was taken back in full is free again.

    Nobody reads it: payments say the same with their amounts.
    """

    _name = "community.aid.month"
    _description = "Month of Aid that Excludes Another"
    _inherit = ["community.guarded.mixin"]
    _log_access = False
    _order = "id"
    _rec_name = "period"

    company_id = fields.Many2one(
        "res.company", "Community", required=True, readonly=True, ondelete="cascade"
    )
    case_id = fields.Many2one(
        "community.aid.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    resident_id = fields.Many2one(
        "community.resident", required=True, readonly=True, index=True, ondelete="restrict"
    )
    period = fields.Date("For the month", required=True, readonly=True)
    code = fields.Char("Rule", required=True, readonly=True, export_string_translation=False)
    side = fields.Char(required=True, readonly=True, export_string_translation=False)

    _once_uniq = models.UniqueIndex(
        "(company_id, code, resident_id, period)",
        "Somebody has aid in this month that excludes this one: the same need is met once.",
    )

    @api.depends_context("lang")
    @api.depends("period")
    def _compute_display_name(self):
        for record in self:
            record.display_name = said_month(self.env.lang, record.period)

    @api.model
    def _take(self, payments):
        """Take the months of these payments for everybody whom they cover.

        :raises UserError: naming who has which aid in the month already, and by which rule
        """
        wanted = self._wanted(payments)
        if not wanted:
            return
        columns = SQL(
            "unnest(%s::int[], %s::int[], %s::int[], %s::date[], %s::text[], %s::text[])",
            *(list(column) for column in zip(*sorted(wanted), strict=True)),
        )
        names = SQL("company_id, case_id, resident_id, period, code, side")
        # Raw SQL: what is there already stays, and of two transactions at once the database stops
        # one, which Odoo runs again. Sorted, so that they wait for each other in one order.
        self.env.cr.execute(
            SQL(
                """INSERT INTO community_aid_month (%(names)s)
                   SELECT %(names)s FROM %(columns)s wanted(%(names)s)
                   ON CONFLICT (company_id, code, resident_id, period) DO NOTHING""",
                names=names,
                columns=columns,
            )
        )
        rows = self.env.execute_query(
            SQL(
                """SELECT held.id, wanted.case_id FROM %(columns)s wanted(%(names)s)
                     JOIN community_aid_month held USING (company_id, code, resident_id, period)
                    WHERE held.side <> wanted.side ORDER BY wanted.case_id, held.id LIMIT 1""",
                names=names,
                columns=columns,
            )
        )
        for held_id, case_id in rows:
            self.browse(held_id)._refuse(self.env["community.aid.case"].browse(case_id))

    @api.model
    def _wanted(self, payments):
        """Return what the months of these payments are, as a set of rows of the table."""
        Exclusion, wanted, rules, people = self.env["community.aid.exclusion"], set(), {}, {}
        for payment in payments:
            case, period = payment.case_id, payment.period
            company = case.company_id
            if not payment._is_public() or payment.kind == "recovery":
                continue
            if (company, period) not in rules:
                rules[company, period] = Exclusion._of_month(company, period)
            for rule in rules[company, period]:
                if not rule._concerns(case):
                    continue
                if (case, period) not in people:
                    people[case, period] = case._people_in(period)
                wanted |= {
                    (company.id, case.id, person.id, period, rule.code, rule._side(case))
                    for person in people[case, period]
                }
        return wanted

    @api.model
    def _release(self, recoveries):
        """Free the months that were taken back in full, and those of who is not covered any more.

        What another case on the same side was paid for keeps them taken.
        """
        # sudo: nobody has rights on the table; who may recover was asked.
        months, freed = self.sudo(), {}
        for case, period in {(line.case_id, line.period) for line in recoveries}:
            held = months.search([("case_id", "=", case.id), ("period", "=", period)])
            if case._has_month(period):
                people = case._people_in(period)
                held = held.filtered(lambda row: row.resident_id not in people)  # noqa: B023
            if held:
                freed[case, period] = held.resident_id
                held.unlink()
        Payment = self.env["community.aid.payment"].sudo()
        for (case, period), people in freed.items():
            others = Payment.search(
                [
                    ("company_id", "=", case.company_id.id),
                    ("period", "=", period),
                    ("kind", "!=", "recovery"),
                    ("case_id", "!=", case.id),
                    ("case_id.member_ids.resident_id", "in", people.ids),
                ]
            )
            self._take(others.filtered(lambda line: line.case_id._has_month(line.period)))

    def _refuse(self, case):
        held = self.sudo()
        # The rule is named to whoever pays; it is no secret.
        rule = (
            self.env["community.aid.exclusion"]
            ._of_month(held.company_id, held.period)
            .filtered(lambda rule: rule.code == held.code)
        )
        raise UserError(
            self.env._(
                "%(case)s, month %(period)s: %(name)s has %(programme)s from %(other)s in this "
                "month, and the two exclude each other (%(basis)s). Leave it unpaid, or recover "
                "that month first.",
                case=case.display_name,
                period=said_month(self.env.lang, held.period),
                name=held.resident_id.name,
                programme=held.case_id.programme_id.name,
                other=held.case_id.number,
                basis=rule.legal_basis,
            )
        )
