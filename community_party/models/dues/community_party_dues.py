from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_party_dues_rate import KIND_OF_CATEGORY, _decimal

PAYING_STAGES = ("probationary", "full")

PAYING_STATUS = ("normal", "mobile", "lost_contact")

KEPT = ("category", "base", "full_amount", "amount", "is_base_missing", "is_base_old", "note")

EMPTY = ("base_id", "rate_id", "waiver_id", "category", "note")

LINKS = ("base_id", "rate_id", "waiver_id")


class CommunityPartyDues(models.Model):
    """What one member owes for one month, and whether it is paid: one row per member and month.

    Rows are written by the assessment and by payments alone; what a row says of category, base and
    rate is that of its month and does not follow later changes.
    """

    _name = "community.party.dues"
    _description = "Dues of a Month"
    _inherit = ["community.party.scoped.mixin"]
    _order = "month desc, member_id, id"
    _rec_name = "month"
    _check_company_auto = True

    member_id = fields.Many2one(
        "community.party.member", required=True, index=True, ondelete="restrict", check_company=True
    )
    month = fields.Date(required=True, index=True, help="The first day of the month.")
    category = fields.Selection(
        selection=lambda self: self.env["community.party.dues.base"]._categories(),
        string="Rule",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    base = fields.Monetary(aggregator=None)
    base_id = fields.Many2one(
        "community.party.dues.base", "Base entered", index="btree_not_null", ondelete="restrict"
    )
    rate_id = fields.Many2one("community.party.dues.rate", ondelete="restrict")
    full_amount = fields.Monetary("By the rule")
    amount = fields.Monetary("To pay (yuan)")
    is_base_missing = fields.Boolean()
    is_base_old = fields.Boolean(
        "Base of an earlier year", help="The base has not been confirmed for this year yet."
    )
    waiver_id = fields.Many2one(
        "community.party.dues.waiver", index="btree_not_null", ondelete="restrict"
    )
    payment_id = fields.Many2one(
        "community.party.dues.payment", index="btree_not_null", ondelete="restrict"
    )
    date_paid = fields.Date(related="payment_id.date", store=True, index="btree_not_null")
    payer_id = fields.Many2one(related="payment_id.payer_id")
    state = fields.Selection(
        [
            ("no_base", "Base missing"),
            ("unpaid", "Not paid"),
            ("paid", "Paid"),
            ("nothing", "Nothing due"),
        ],
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
    )
    note = fields.Char()

    _member_month_uniq = models.Constraint(
        "UNIQUE (member_id, month)", "This member's dues for that month are assessed already."
    )
    _check_month = models.Constraint(
        "CHECK (extract(day FROM month) = 1)", "A month is written as its first day."
    )
    _check_amount = models.Constraint("CHECK (amount >= 0)", "Dues are not below zero.")

    @api.depends("is_base_missing", "payment_id", "amount")
    def _compute_state(self):
        for row in self:
            if row.payment_id:
                row.state = "paid"
            elif row.is_base_missing:
                row.state = "no_base"
            else:
                row.state = "unpaid" if row.amount else "nothing"

    @api.depends("month", "member_id.name")
    def _compute_display_name(self):
        for row in self:
            month = row.month and row.month.strftime("%Y-%m")
            row.display_name = f"{row.member_id.name or ''} {month or ''}".strip()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        for row in self:
            if row.payment_id:
                raise UserError(
                    self.env._(
                        "%(dues)s is paid by receipt %(number)s: cancel the payment first.",
                        dues=row.display_name,
                        number=row.payment_id.number,
                    )
                )

    def action_pay(self):
        """Open a new payment for this month and the unpaid ones before it of the same member.

        :return: dict, the action
        """
        self.ensure_one()
        self.check_access("read")
        first = self.search(
            [("member_id", "=", self.member_id.id), ("state", "=", "unpaid")],
            order="month",
            limit=1,
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "community.party.dues.payment",
            "view_mode": "form",
            "context": {
                "default_member_id": self.member_id.id,
                "default_month_from": min(first.month or self.month, self.month),
                "default_month_to": self.month,
            },
        }

    # The monthly assessment of all members in one batch.

    @api.model
    def action_assess(self, month=None):
        """Assess a month for all members of the community; again changes nothing that is right.

        :param month: any day of the month, today's month when empty
        :return: dict, the action that opens the rows of that month
        :raises AccessError: to whoever is no treasurer
        :raises UserError: the year is closed
        """
        self.env["community.party.dues.payment"].check_access("create")
        if not self.env.user.has_group("community_party.group_party_treasurer"):
            raise UserError(
                self.env._("The dues of all members are assessed by the treasurer: ask there.")
            )
        month = fields.Date.to_date(month) or fields.Date.context_today(self)
        month = month.replace(day=1)
        self._assess(month)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_party.community_party_dues_action"
        )
        return action | {"domain": [("month", "=", month)]}

    @api.model
    def _assess(self, month, members=None):
        """Write the rows of a month; rows not paid follow bases and waivers, paid ones stay.

        :param date month: the first day of the month
        :param members: these members only; all of the current community when None
        :return: the rows of these members for that month, as superuser
        :raises UserError: the year is closed
        """
        # sudo: the rows are written by this code alone; callers have checked the right to ask.
        self = self.sudo().with_context(tracking_disable=True)
        if members is None:
            members = self.env["community.party.member"].search(self._paying_domain(month))
        members = members.sudo()
        members.fetch(["organization_id", "dues_category", "date_probation", "date_full"])
        self.env["community.party.dues.year"]._check_open(month)
        values = self._prepare_assessment(month, members)
        existing = self.search([("month", "=", month), ("member_id", "in", members.ids)])
        row_of = {row.member_id.id: row for row in existing}
        new = [vals for member_id, vals in values.items() if member_id not in row_of]
        for member_id, row in row_of.items():
            if row.state != "paid" and (changes := row._changes(values[member_id])):
                row.write(changes)
        return existing | self._insert(new)

    def _insert(self, values):
        """Write new rows at once and return them; what the ORM would compute is set here."""
        if not values:
            return self.browse()
        now = self.env.cr.now()
        for vals in values:
            due = "unpaid" if vals["amount"] else "nothing"
            vals |= {
                "state": "no_base" if vals["is_base_missing"] else due,
                "company_id": self.env.company.id,
                "create_uid": self.env.uid,
                "write_uid": self.env.uid,
                "create_date": now,
                "write_date": now,
            }
        columns = list(values[0])
        # Raw SQL: 10,000 rows a month in seconds. Rows name bases and waivers just written.
        self.env.flush_all()
        names = ", ".join(f'"{column}"' for column in columns)
        ids = self.env.cr.execute_values(
            f"INSERT INTO community_party_dues ({names}) VALUES %s RETURNING id",
            [
                [vals[column] or None if column in EMPTY else vals[column] for column in columns]
                for vals in values
            ],
            page_size=1000,
            fetch=True,
        )
        self.env["community.party.member"].invalidate_model()
        return self.browse(row[0] for row in ids)

    @api.model
    def _paying_domain(self, month):
        end = month + relativedelta(months=1, days=-1)
        return [
            ("company_id", "=", self.env.company.id),
            ("stage", "in", PAYING_STAGES),
            ("status", "in", PAYING_STATUS),
            "|",
            ("date_probation", "<=", end),
            "&",
            ("date_probation", "=", False),
            "|",
            ("date_full", "=", False),
            ("date_full", "<=", end),
        ]

    def _changes(self, vals):
        self.ensure_one()
        changes = {name: vals[name] for name in KEPT if self[name] != vals[name]}
        return changes | {name: vals[name] for name in LINKS if self[name].id != vals[name]}

    @api.model
    def _prepare_assessment(self, month, members):
        """Return member id -> values of its row. The number of queries does not depend on them."""
        rates = self.env["community.party.dues.rate"]
        tables = rates._tables()
        Parameter = self.env["community.parameter"]
        bases = self._bases_of(month, members)
        waivers = {}
        for waiver in self.env["community.party.dues.waiver"].search(
            [
                ("member_id", "in", members.ids),
                ("state", "=", "approved"),
                ("date_from", "<=", month),
                ("date_to", ">=", month),
            ],
            order="id",
        ):
            waivers[waiver.member_id.id] = waiver
        labels = dict(self.env["community.party.dues.base"]._categories())
        result = {}
        for member in members:
            rounding = _decimal(Parameter._value("party_dues_rounding", member.company_id, month))
            base = bases.get(member.id)
            choices = self._choices(member, base)
            amounts = []
            for category, yuan in choices:
                rate = rates._rate_on(tables, KIND_OF_CATEGORY.get(category, "fixed"), month)
                if category == "fixed" and yuan:
                    amounts.append((_decimal(yuan).quantize(rounding), category, yuan, rates))
                elif rate:
                    amount = rate._amount_of(_decimal(yuan), rounding)
                    amounts.append((amount, category, yuan, rate))
            chosen = min(amounts, key=lambda item: item[0]) if amounts else None
            notes = []
            if len(amounts) > 1:
                other = next(item for item in amounts if item is not chosen)
                notes.append(
                    self.env._(
                        "Two rules fit: %(lower)s counts, not %(other)s (%(amount)s).",
                        lower=labels.get(chosen[1]),
                        other=labels.get(other[1]),
                        amount=other[0],
                    )
                )
            full = chosen[0] if chosen else Decimal(0)
            waiver = waivers.get(member.id)
            due = min(full, _decimal(waiver.amount)) if waiver else full
            result[member.id] = {
                "member_id": member.id,
                "organization_id": member.organization_id.id,
                "month": month,
                "category": chosen[1] if chosen else member.dues_category,
                "base": chosen[2] if chosen else 0.0,
                "base_id": base.id if base else False,
                "rate_id": chosen[3].id if chosen else False,
                "full_amount": float(full),
                "amount": float(due),
                "is_base_missing": not chosen and not (waiver and not waiver.amount),
                "is_base_old": bool(base and base.base and base.date_from.year < month.year),
                "waiver_id": waiver.id if waiver else False,
                "note": " ".join(notes) or False,
            }
        return result

    @api.model
    def _choices(self, member, base):
        """Return the (category, yuan) that fit a member: set amounts need no base."""
        if base:
            choices = [(base.category, base.base)]
            if base.other_category:
                choices.append((base.other_category, base.other_base))
            return choices
        if KIND_OF_CATEGORY.get(member.dues_category) == "fixed":
            return [(member.dues_category, 0.0)]
        return []

    @api.model
    def _bases_of(self, month, members):
        """Return member id -> the confirmed base that counts in a month."""
        lines = self.env["community.party.dues.base"].search(
            [
                ("member_id", "in", members.ids),
                ("state", "=", "confirmed"),
                ("date_from", "<=", month),
            ],
            order="date_from",
        )
        Parameter = self.env["community.parameter"]
        start = month.replace(month=1)
        bases = {}
        for line in lines:
            fixed = Parameter._whole("party_dues_fix_yearly", line.company_id, month)
            # Fixed for the year: the base of January, or the first one after it, stays.
            if fixed and line.date_from > start and line.member_id.id in bases:
                continue
            bases[line.member_id.id] = line
        return bases

    @api.model
    def _cron_assess(self):
        """Assess the running month in every community and remind keepers of arrears.

        Months in which the job did not run are assessed as well.
        """
        name = "community_party.ir_cron_assess_party_dues"
        with self.env["community.daily.job"]._catching_up(name) as days:
            # sudo: the nightly run serves every community.
            for company in self.env["res.company"].sudo().search([("active", "=", True)]):
                here = self.with_company(company)
                for month in sorted({day.replace(day=1) for day in days}):
                    if not here.env["community.party.dues.year"]._is_closed(month):
                        here._assess(month)
                here.env["community.party.member"]._remind_of_arrears()
