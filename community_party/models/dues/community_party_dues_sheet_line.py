from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.community_service.tools.listed import listed
from odoo.addons.community_service.tools.trusted import trusted

from .community_party_dues_rate import _decimal


class CommunityPartyDuesSheetLine(models.Model):
    """One member on a sheet: what is open, what was handed over, the receipt or why not."""

    _name = "community.party.dues.sheet.line"
    _description = "Line of a Sheet of Dues"
    _inherit = ["community.party.scoped.mixin"]
    _order = "sheet_id, id"
    _rec_name = "member_id"
    _check_company_auto = True

    sheet_id = fields.Many2one(
        "community.party.dues.sheet",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    organization_id = fields.Many2one(
        related="sheet_id.organization_id", store=True, precompute=True
    )
    member_id = fields.Many2one(
        "community.party.member",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    month_from = fields.Date("Open from", compute="_compute_open")
    open_amount = fields.Monetary("To pay", compute="_compute_open")
    is_ticked = fields.Boolean("Has paid")
    amount = fields.Monetary(
        "Amount received", help="Empty: all that is open. Another amount fills whole months."
    )
    payment_id = fields.Many2one(
        "community.party.dues.payment",
        "Receipt",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    paid_amount = fields.Monetary("Paid amount", related="payment_id.amount", related_sudo=False)
    result = fields.Char("Why not posted", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("open", "Not paid"),
            ("nothing", "Nothing due"),
            ("no_base", "Base missing"),
            ("paid", "Paid"),
            ("refused", "Not posted"),
        ],
        compute="_compute_open",
    )

    _member_uniq = models.UniqueIndex(
        "(sheet_id, member_id)", "This member is on the sheet already."
    )
    _check_amount = models.Constraint("CHECK (amount >= 0)", "An amount is not below zero.")

    @api.depends("sheet_id.month", "sheet_id.date", "payment_id.state", "result")
    def _compute_open(self):
        for sheet, lines in self.grouped("sheet_id").items():
            months = lines._open_months() if sheet.month else {}
            # sudo: as there; who has no base cannot pay.
            missing = self.env["community.party.dues"].sudo()
            if sheet.month:
                missing = missing.search(
                    [
                        ("member_id", "in", lines.member_id.ids),
                        ("state", "=", "no_base"),
                        ("month", "<=", sheet.month),
                    ]
                )
            missing = missing.member_id
            for line in lines:
                mine = months.get(line.member_id, [])
                line.month_from = mine[0][0] if mine else False
                line.open_amount = float(sum(amount for _month, amount in mine))
                if line.payment_id.state == "posted":
                    line.state = "paid"
                elif line.result and not line.payment_id:
                    line.state = "refused"
                elif mine:
                    line.state = "open"
                else:
                    line.state = "no_base" if line.member_id in missing else "nothing"

    def _open_months(self):
        """Return member -> [(month, yuan), ...]: what is open up to the month of their sheet.

        Months to come that nobody has a row for yet are worked out, not written. What counts with
        the next payment stands with the first month.
        """
        sheet = self.sheet_id
        members = self.member_id
        # sudo: what a member of the sheet owes is what is collected; no base is shown.
        Dues = self.env["community.party.dues"].sudo().with_company(sheet.company_id)
        rows = Dues.search([("member_id", "in", members.ids), ("month", "<=", sheet.month)])
        result = {}
        for member, mine in rows.grouped("member_id").items():
            amounts = {}
            unpaid = mine.filtered(lambda row: row.state == "unpaid")
            begun = set(unpaid.filtered(lambda row: not row.is_difference).mapped("month"))
            less = mine.filtered(
                lambda row, begun=begun: (
                    row.state == "too_much" and not row.is_offset and row.month in begun
                )
            )
            for row in unpaid | less:
                amounts[row.month] = amounts.get(row.month, 0) + _decimal(row.amount)
            result[member] = {month: yuan for month, yuan in amounts.items() if yuan > 0}
        month = fields.Date.context_today(self).replace(day=1)
        while (month := month + relativedelta(months=1)) <= sheet.month:
            known = rows.filtered(lambda row, month=month: row.month == month).member_id
            ahead = (members - known).sudo()
            values, owing = Dues._prepare_assessment(month, ahead), ahead._owing_in(month)
            for member in ahead:
                if owing[member] and values[member.id]["amount"]:
                    result.setdefault(member, {})[month] = _decimal(values[member.id]["amount"])
        credits = Dues._read_group(
            [
                ("member_id", "in", members.ids),
                ("state", "=", "too_much"),
                ("is_offset", "=", True),
            ],
            ["member_id"],
            ["amount:sum"],
        )
        for member, amount in credits:
            mine = result.get(member)
            if mine and (first := min(mine)) and mine[first] + _decimal(amount) >= 0:
                mine[first] += _decimal(amount)
        return {member: sorted(mine.items()) for member, mine in result.items() if mine}

    def _settled_fields(self):
        if self.state != "paid":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        return self.env._(
            "%(member)s has paid with receipt %(number)s: take it back first.",
            member=self.member_id.name,
            number=self.payment_id.number,
        )

    def action_tick(self):
        """Say that these members have paid, or have not: one tap there, one back."""
        self.check_access("write")
        for line in self:
            line.is_ticked = not line.is_ticked

    def _post(self):
        """Post the payment of one member, or keep in a sentence why there is none."""
        self.ensure_one()
        sheet = self.sheet_id
        try:
            with self.env.cr.savepoint():
                months, amount = self._months_for()
                payment = self.env["community.party.dues.payment"].create(
                    {
                        "member_id": self.member_id.id,
                        "month_from": months[0],
                        "month_to": months[-1],
                        "date": sheet.date,
                        "method": sheet.method,
                        "override_reason": sheet.override_reason,
                    }
                )
                payment.with_context(**trusted(dues_months=months)).action_post()
                if self.currency_id.compare_amounts(payment.amount, amount):
                    raise UserError(
                        self.env._(
                            "%(member)s: %(due)s yuan are due by now, not %(amount)s. Look at the "
                            "months and post again.",
                            member=self.member_id.name,
                            due=f"{payment.amount:.2f}",
                            amount=f"{amount:.2f}",
                        )
                    )
            self._set_closed(payment_id=payment.id, result=False)
        except UserError as refusal:
            self.env.invalidate_all()
            self._set_closed(result=str(refusal), payment_id=False)

    def _months_for(self):
        """Return the months that the money pays, the oldest first, and how much it is.

        :raises UserError: nothing is open, or the amount does not fill whole months
        """
        months = self._open_months().get(self.member_id, [])
        name = self.member_id.name
        if not months:
            # In the words of a payment, which knows why.
            payment = self.env["community.party.dues.payment"].new({"member_id": self.member_id.id})
            why = payment._why_nothing(self.sheet_id.month)
            raise UserError(why)
        total = _decimal(0)
        asked = _decimal(self.amount) if self.amount else sum(yuan for _month, yuan in months)
        for number, (_month, yuan) in enumerate(months, 1):
            total += yuan
            if total == asked:
                return [month for month, _yuan in months[:number]], float(total)
        raise UserError(
            self.env._(
                "%(member)s: %(amount)s yuan do not fill whole months. Open are %(months)s: enter "
                "the sum of the first ones, or leave it empty for all.",
                member=name,
                amount=asked,
                months=listed(self.env.lang, (f"{month:%Y-%m} {yuan}" for month, yuan in months)),
            )
        )

    def action_take_back(self):
        """Cancel the receipts of these lines with the reason on their sheet; months are open again.

        :raises UserError: no reason is given, nothing was paid, or the year is closed
        """
        self.check_access("write")
        for line in self:
            reason = (line.sheet_id.cancel_reason or "").strip()
            payment = line.payment_id
            if line.state != "paid":
                raise UserError(
                    self.env._(
                        "%(member)s has no receipt on this sheet to take back.",
                        member=line.member_id.name,
                    )
                )
            if not reason:
                raise UserError(
                    self.env._(
                        "Receipt %(number)s is taken back with a reason: enter it on the sheet "
                        "first.",
                        number=payment.number,
                    )
                )
            payment.cancel_reason = reason
            payment.action_cancel()
