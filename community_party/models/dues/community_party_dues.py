from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.community_service.tools.said_day import said_month
from odoo.addons.community_service.tools.trusted import said

from .community_party_member import PAYING_STAGES

EMPTY = ("base_id", "rate_id", "waiver_id", "category", "note")


class CommunityPartyDues(models.Model):
    """What one member owes for one month, and whether it is paid: one row per member and month.

    Rows are written by the assessment and by payments alone. A row follows what it was worked out
    from, whenever that is entered, until it is paid or its year is closed; then what is due more
    or less is a row of its own beside it: asked for, or a proposal for what was paid too much. So
    the rows of a month always sum up to what is due for it.
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
        string="Kind of dues",
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
        "community.party.dues.payment",
        "Payment of dues",
        index="btree_not_null",
        ondelete="restrict",
    )
    date_paid = fields.Date(related="payment_id.date", store=True, index="btree_not_null")
    payer_id = fields.Many2one(related="payment_id.payer_id")
    is_difference = fields.Boolean(
        "Difference",
        default=False,
        readonly=True,
        help="What is due more or less than what was settled before.",
    )
    is_offset = fields.Boolean("Counts with the next payment", default=False, readonly=True)
    left_by_id = fields.Many2one("res.users", "Left as it is by", readonly=True)
    date_left = fields.Date("Left as it is on", readonly=True)
    state = fields.Selection(
        [
            ("no_base", "Base missing"),
            ("unpaid", "Not paid"),
            ("paid", "Paid"),
            ("nothing", "Nothing due"),
            ("too_much", "Paid or asked too much"),
            ("left", "Left as it is"),
        ],
        compute="_compute_state",
        store=True,
        precompute=True,
        index=True,
    )
    note = fields.Char()

    _month_uniq = models.UniqueIndex(
        "(member_id, month) WHERE is_difference IS NOT TRUE",
        "This member's dues for that month are assessed already.",
    )
    _difference_uniq = models.UniqueIndex(
        "(member_id, month) WHERE is_difference IS TRUE AND payment_id IS NULL",
        "The difference of that month stands there already.",
    )
    _check_month = models.Constraint(
        "CHECK (extract(day FROM month) = 1)", "A month is written as its first day."
    )
    _check_amount = models.Constraint(
        "CHECK (amount >= 0 OR is_difference)", "Dues are not below zero."
    )

    @api.depends("is_base_missing", "payment_id", "amount", "left_by_id")
    def _compute_state(self):
        for row in self:
            if row.payment_id:
                row.state = "paid"
            elif row.is_base_missing:
                row.state = "no_base"
            elif row.amount < 0:
                row.state = "left" if row.left_by_id else "too_much"
            else:
                row.state = "unpaid" if row.amount else "nothing"

    @api.depends_context("lang")
    @api.depends("month", "member_id.name")
    def _compute_display_name(self):
        for row in self:
            month = said_month(self.env.lang, row.month)
            row.display_name = f"{row.member_id.name or ''} {month}".strip()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_paid(self):
        for row in self:
            if row.payment_id and not said(self.env, "dues_taken_back"):
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

    def action_offset(self):
        """Let what was paid too much count with the member's next payment.

        :raises UserError: nothing was paid too much, or it is settled already
        """
        self._expect_too_much()
        # sudo: rows are written by this code alone; who takes payments was checked.
        self.sudo().write({"is_offset": True, "left_by_id": False, "date_left": False})

    def action_leave(self):
        """Leave what was paid too much as it is, in the name of the current user.

        :raises UserError: nothing was paid too much, or it is settled already
        """
        self._expect_too_much()
        # sudo: as above.
        self.sudo().write(
            {
                "is_offset": False,
                "left_by_id": self.env.uid,
                "date_left": fields.Date.context_today(self),
            }
        )

    def _expect_too_much(self):
        self.check_access("read")
        self.env["community.party.dues.payment"].check_access("create")
        for row in self:
            if row.state not in ("too_much", "left"):
                raise UserError(
                    self.env._(
                        "%(dues)s: nothing is there that was paid too much.",
                        dues=row.display_name,
                    )
                )

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
        today = fields.Date.context_today(self)
        month = (fields.Date.to_date(month) or today).replace(day=1)
        if month > today:
            raise UserError(
                self.env._(
                    "%(month)s has not begun yet: months to come are assessed when somebody pays "
                    "ahead, the others in their turn.",
                    month=said_month(self.env.lang, month),
                )
            )
        self._assess(month)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_party.community_party_dues_action"
        )
        return action | {"domain": [("month", "=", month)]}

    @api.model
    def _assess(self, month, members=None):
        """Write the rows of a month for everybody who owes it.

        :param date month: the first day of the month
        :param members: these members only; all of the current community when None
        :return: the rows of these members for that month, as superuser
        :raises UserError: the year is closed
        """
        self.env["community.party.dues.year"]._check_open(month)
        if members is None:
            # sudo: the month is assessed for all; callers have checked the right to ask.
            members = self.env["community.party.member"].sudo().search(self._paying_domain(month))
            self._kept_since(month)
        return self._settle(month, members)

    @api.model
    def _kept_since(self, month=None):
        """Return the first month that was assessed for the whole community, or None.

        :param date month: a month that is assessed now
        """
        # sudo: which months were assessed is no secret of one branch.
        company = self.env.company.sudo()
        first = company.party_dues_since
        if not first:
            first = self.sudo()._read_group([("company_id", "=", company.id)], [], ["month:min"])[
                0
            ][0]
        if month and (not company.party_dues_since or month < first):
            first = company.party_dues_since = min(first or month, month)
        return first or None

    @api.model
    def _settle(self, month, members):
        """Bring the rows of a month up to what they are worked out from; again changes nothing.

        What is paid, or stands in a closed year, stays: the difference is a row beside it.

        :param date month: the first day of the month
        :param members: whoever owes the month gets a row
        :return: the rows of these members for that month, as superuser
        """
        # sudo: the rows are written by this code alone; callers have checked the right to ask.
        self = self.sudo().with_context(tracking_disable=True, active_test=False)
        members = members.sudo().with_context(active_test=False)
        members.fetch(
            ["organization_id", "dues_category", "date_probation", "date_full", "stage", "status"]
        )
        is_closed = self.env["community.party.dues.year"]._is_closed(month)
        owing = members._owing_in(month)
        values = self._prepare_assessment(month, members)
        rows = self.search([("month", "=", month), ("member_id", "in", members.ids)])
        rows_of = rows.grouped("member_id")
        new, gone = [], self.browse()
        for member in members:
            vals, mine = values[member.id], rows_of.get(member, self.browse())
            main = mine.filtered(lambda row: not row.is_difference)
            owes = owing[member]
            is_open = not main.payment_id and not is_closed
            if main and owes is False and (is_open or main.state == "no_base"):
                gone |= main
                mine -= main
                main = self.browse()
            elif main and is_open:
                if changes := main._changes(vals):
                    main.write(changes)
            elif not main and owes and (vals["is_base_missing"] or not is_closed):
                # In a closed year a month without a base waits for it, with nothing on it.
                new.append(vals)
            if mine <= main and not is_closed and not main.payment_id:
                continue  # an open row carries all of its month
            # Of an unknown standing, or without a base, nothing is known to differ.
            known = owes is False or not vals["is_base_missing"]
            if known and (main or owes is not None) and (mine or owes):
                gone |= mine._settle_difference(vals, owes, main, is_closed, new)
        rows -= gone
        gone.unlink()
        return rows | self._insert(new)

    def _insert(self, values):
        """Write new rows at once and return them; what the ORM would compute is set here."""
        if not values:
            return self.browse()
        now = self.env.cr.now()
        for vals in values:
            due = "unpaid" if vals["amount"] > 0 else "nothing"
            due = "too_much" if vals["amount"] < 0 else due
            vals |= {
                "state": "no_base" if vals["is_base_missing"] else due,
                "is_offset": False,
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
            "|",
            ("date_probation", "<=", end),
            "&",
            ("date_probation", "=", False),
            "|",
            ("date_full", "=", False),
            ("date_full", "<=", end),
        ]

    @api.model
    def _cron_assess(self):
        """Assess the running month in every community and remind keepers of arrears.

        Months in which the job did not run are assessed as well. Rows of this year and the last
        follow what nobody announced: numbers of the rules, the register.
        """
        name = "community_party.ir_cron_assess_party_dues"
        with self.env["community.daily.job"]._catching_up(name) as days:
            # sudo: the nightly run serves every community.
            for company in self.env["res.company"].sudo().search([("active", "=", True)]):
                here = self.with_company(company)
                for month in sorted({day.replace(day=1) for day in days}):
                    if not here.env["community.party.dues.year"]._is_closed(month):
                        here._assess(month)
                last_year = fields.Date.context_today(here) - relativedelta(years=1)
                here._follow_all(last_year.replace(month=1, day=1))
                here.env["community.party.member"]._remind_of_arrears()

    @api.model
    def _follow_all(self, since):
        """Let the rows of the current community from a month on follow their sources."""
        # sudo: as in _settle.
        here = self.sudo().with_context(active_test=False)
        months = here._read_group(
            [("company_id", "=", self.env.company.id), ("month", ">=", since)],
            ["month:month"],
            ["member_id:recordset"],
            order="month:month",
        )
        for month, members in months:
            here._settle(month, members)
