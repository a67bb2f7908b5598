from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ...tools.aid import benefit, first_of_month, months_between, to_decimal
from ...tools.said_day import said_month
from .community_aid_case import ENDED, GRANTED, WORKERS


class CommunityAidCase(models.Model):
    """What came to light after the decision: a standard, who left or joined, months paid otherwise.

    A decision and what was paid stay as they are. What would follow from the facts as they are now
    known stands beside them as a proposal with its reasons; a named person records it as a change
    or pays the difference. It is reckoned when it is read, so that no order of entering matters.
    """

    _inherit = "community.aid.case"

    amount_granted = fields.Monetary(
        "Yuan a month, as decided",
        copy=False,
        readonly=True,
        groups=WORKERS,
        exportable=False,
        aggregator=None,
    )
    difference = fields.Text(
        "Came to light since", compute="_compute_difference", groups=WORKERS, exportable=False
    )
    difference_from = fields.Date("Would hold from", compute="_compute_difference", groups=WORKERS)
    difference_amount = fields.Monetary(
        "Yuan a month would be",
        compute="_compute_difference",
        groups=WORKERS,
        exportable=False,
        aggregator=None,
    )
    owed_amount = fields.Monetary(
        "Owed for months paid",
        compute="_compute_difference",
        groups=WORKERS,
        exportable=False,
        aggregator=None,
        help="Above 0 the family got too little, below 0 too much.",
    )
    has_difference = fields.Boolean(
        "Something came to light",
        compute="_compute_difference",
        search="_search_has_difference",
        groups=WORKERS,
    )

    def write(self, vals):
        homes = self.household_id
        res = super().write(vals)
        if vals.keys() & {"state", "household_id", "programme_id"}:
            self.env["community.aid.cover"]._refresh_later(homes | self.household_id)
        return res

    def unlink(self):
        homes = self.household_id
        res = super().unlink()
        self.env["community.aid.cover"]._refresh_later(homes)
        return res

    # Whatever is read here may be entered late: nothing of it is kept in the cache.
    @api.depends_context("uid")
    @api.depends(
        "state",
        "amount",
        "change_ids.date_from",
        "change_ids.amount",
        "change_ids.joined_ids",
        "change_ids.left_ids",
        "payment_ids.signed_amount",
        "member_ids.counts",
        "household_id.residency_ids.date_to",
        "household_id.residency_ids.date_from",
        "standard_id.amount",
    )
    def _compute_difference(self):
        for case in self:
            # Whoever works on the case is told what follows from it, whatever else they may read.
            month, amount, lines = case.sudo()._found_since()
            owed = case.sudo()._owed()
            if owed:
                lines = [*lines, case._owed_sentence(owed)]
            case.difference = "\n".join(lines)
            case.difference_from, case.difference_amount = month, float(amount or 0)
            case.owed_amount = owed
            case.has_difference = bool(lines)

    def _search_has_difference(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Running cases of the reader alone: some hundreds in a community.
        running = self.search([("state", "not in", ("refused", "closed"))])
        found = running.filtered("has_difference")
        return [("id", "in" if True in value else "not in", found.ids)]

    def _found_since(self):
        """Return (month, amount, lines): from when which amount would hold, and why.

        Month and amount are False and None where no amount follows by itself.
        """
        self.ensure_one()
        if self.state in ENDED:
            return False, None, []
        lines = self._family_since()
        if self.state not in GRANTED or not self.programme_id.is_monthly:
            return False, None, lines
        if self.programme_id.amount_method != "gap" or not self.decision_standard:
            return False, None, lines
        for month in self._months():
            due, held = self._due_amount(month), to_decimal(self._amount_of(month))
            if due != held:
                standard = self._standard_in(month)
                lines.append(
                    self.env._(
                        "Since %(month)s the standard is %(standard)s yuan (from %(date)s): "
                        "%(due)s yuan a month in place of %(held)s",
                        month=said_month(self.env.lang, month),
                        standard=f"{standard.amount:g}",
                        date=standard.date_from,
                        due=f"{float(due):g}",
                        held=f"{float(held):g}",
                    )
                )
                return month, due, lines
        return False, None, lines

    def _months(self):
        """Return the first days of the months of this aid, up to this one."""
        last = first_of_month(fields.Date.context_today(self))
        if self.date_end and self.date_end < last:
            last = first_of_month(self.date_end)
        return months_between(first_of_month(self.date_start or last), last)

    def _standard_in(self, month):
        """Return the standard of a month: that of its first day."""
        standards = self.env["community.aid.standard"].sudo()
        return standards._find(self.programme_id, self.household_id or self.area_id, month)

    def _due_amount(self, month):
        """Return what the family would get in a month by what is known now.

        Whoever decided an amount had a standard and a family before them; what has changed since
        against these changes the amount by as much.
        """
        stands = self.change_ids.filtered(
            lambda c: c.kind in ("raise", "cut") and c.date_from and c.date_from <= month
        )
        stand = stands.sorted(lambda c: (c.date_from, c.id))[-1:]
        amount = to_decimal(stand.amount if stand else self._granted_amount())
        then = stand.standard_amount if stand else self.decision_standard
        standard = self._standard_in(month)._value()
        if standard is None or not then:
            return amount
        income = to_decimal(self.counted_income)

        def by_rule(value):
            return benefit("gap", value, self.family_size, income)

        return max(amount + by_rule(standard) - by_rule(to_decimal(then)), to_decimal(0))

    def _family_since(self):
        """Return who left or joined the household and still stands otherwise in the case.

        Before the decision the family is corrected in its list, afterwards by a change.

        :return: a line each; none where the family does not count
        """
        lines, today = [], fields.Date.context_today(self)
        if self._is_of_person() or not (self.programme_id.is_monthly or self.needs_income):
            return lines
        covered = self._people_in(today)
        residencies = self.household_id.with_context(active_test=False).residency_ids
        here = residencies.filtered(lambda line: not line.date_to)
        for person in covered - here.resident_id:
            left = residencies.filtered(lambda line: line.resident_id == person)  # noqa: B023
            if left and not person.date_death:
                lines.append(
                    self.env._(
                        "%(name)s left the household on %(date)s",
                        name=person.name,
                        date=max(left.mapped("date_to")),
                    )
                )
            elif person.date_death:
                lines.append(
                    self.env._(
                        "%(name)s died on %(date)s", name=person.name, date=person.date_death
                    )
                )
        known = covered | self.member_ids.resident_id | self.change_ids.left_ids
        for line in here.filtered(lambda line: line.resident_id not in known):
            if line.kind != "registered" and line.date_from:
                if line.date_from > (self.date_decision or self.date_received):
                    lines.append(
                        self.env._(
                            "%(name)s lives in the household since %(date)s",
                            name=line.resident_id.name,
                            date=line.date_from,
                        )
                    )
        return lines

    # what was paid and what holds now

    def _owed(self):
        """Return what the months paid would have brought, less what they brought."""
        self.ensure_one()
        if not self.programme_id.is_monthly or self.decision != "granted":
            return 0.0
        lines = self.payment_ids.filtered(
            lambda line: line.form == "money" and line._is_public() and not line.ended_reason
        )
        last = self._last_month()
        paid = {
            month: round(sum(own.mapped("signed_amount")), 2)
            for month, own in lines.grouped("period").items()
            if not last or month <= last
        }
        # A month that was taken back in full was not to be paid: somebody had it from elsewhere.
        months = [month for month in paid if paid[month] or not self._amount_in(month)]
        lines = lines.filtered(lambda line: line.period in months)
        due = sum(self._amount_in(month) for month in months)
        return round(due - sum(lines.mapped("signed_amount")), 2)

    def _amount_in(self, month):
        """Return what a month brings: nothing after the end of the aid."""
        if self.date_end and month > self.date_end:
            return 0.0
        return self._amount_of(month)

    def _owed_sentence(self, owed):
        values = {"amount": format_amount(self.env, abs(owed), self.currency_id)}
        if owed > 0:
            return self.env._("For months paid the family is still owed %(amount)s", **values)
        return self.env._("For months paid the family got %(amount)s too much", **values)

    def action_follow_difference(self):
        """Open the form of a change, filled in with what came to light."""
        self.ensure_one()
        self.check_access("write")
        self._check_officer()
        if not self.has_difference:
            raise UserError(
                self.env._(
                    "%(case)s: nothing has come to light since its decision and its changes.",
                    case=self.display_name,
                )
            )
        action = self.action_change()
        context = {**action["context"], "default_reason": self.difference.replace("\n", "；")}
        if self.difference_from:
            kind = "raise" if self.difference_amount > self._amount_of(self.difference_from) else ""
            context |= {
                "default_kind": kind or "cut",
                "default_amount": self.difference_amount,
                "default_date_from": self.difference_from,
            }
        return action | {"context": context}

    def action_pay_owed(self):
        """Open the form of a payment, filled in with what is owed, or what is to be recovered."""
        self.ensure_one()
        action = self.action_pay()
        owed = self.owed_amount
        if not owed:
            raise UserError(
                self.env._("%(case)s: nothing is owed for months paid.", case=self.display_name)
            )
        paid = self.payment_ids.filtered(lambda line: line.form == "money" and line._is_public())
        context = {
            **action["context"],
            "default_kind": "back_pay" if owed > 0 else "recovery",
            "default_amount": abs(owed),
            "default_period": max(paid.mapped("period")),
        }
        return action | {"context": context}

    # whom and how much

    def _people_count(self, month):
        """Return how many people the aid covers in a month, those in no register here as well."""
        own = self.sudo()
        if own._is_of_person():
            return 1
        strangers = own.member_ids.filtered(lambda member: member.counts and not member.resident_id)
        return len(own._people_in(month)) + len(strangers)

    def _granted_amount(self):
        """Return what was decided; of older cases what stood before their first change."""
        if self.amount_granted:
            return self.amount_granted
        first = self.change_ids.filtered(lambda c: c.kind in ("raise", "cut")).sorted("id")[:1]
        return first.amount_before if first else self.amount

    def _amount_of(self, period):
        """Return what the case gets in a month: each rise and cut holds from its month, in whatever
        order they were recorded.

        :param date period: the first day of the month; without one, what holds last
        """
        self.ensure_one()
        # Whoever pays need not read why an amount changed.
        case = self.sudo()
        changes = case.change_ids.filtered(
            lambda c: (
                c.kind in ("raise", "cut") and (not period or c.date_from and c.date_from <= period)
            )
        )
        last = changes.sorted(lambda c: (c.date_from, c.id))[-1:]
        return last.amount if last else case._granted_amount()
