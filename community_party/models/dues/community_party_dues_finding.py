from decimal import Decimal

from odoo import api, models

from odoo.addons.community_service.tools.said_day import said_month

from .community_party_dues_rate import KIND_OF_CATEGORY, _decimal

# What a row says of its sources; the note is written anew only when one of these has changed.
KEPT = ("category", "base", "full_amount", "amount", "is_base_missing", "is_base_old")

LINKS = ("base_id", "rate_id", "waiver_id", "organization_id")


class CommunityPartyDues(models.Model):
    """What a month comes to: by base, rate and waiver, and by what was settled before."""

    _inherit = "community.party.dues"

    def _changes(self, vals):
        self.ensure_one()
        changes = {name: vals[name] for name in KEPT if self[name] != vals[name]}
        changes |= {name: vals[name] for name in LINKS if self[name].id != vals[name]}
        return changes | {"note": vals["note"]} if changes else changes

    def _settle_difference(self, vals, owes, main, is_closed, new):
        """Bring the difference of one member's month up to date.

        :param vals: what the month comes to, if it is owed
        :param owes: whether it is; None when nobody knows
        :param main: the row of the month itself that stays, or none
        :param bool is_closed: whether its year is closed
        :param list new: values of rows to be made; that of a difference is added
        :return: the row that is to go, or none
        """
        settled = self.filtered("payment_id") | (main if is_closed else main.browse())
        standing = self.filtered(lambda row: row.is_difference and not row.payment_id)
        begun = not is_closed and not main.payment_id and owes is not False
        total = Decimal(0) if owes is False else _decimal(vals["amount"])
        full = Decimal(0) if owes is False else _decimal(vals["full_amount"])
        # An open row of the month carries all of it.
        settled_amount = sum(
            map(_decimal, settled.mapped("amount")), total if begun else Decimal(0)
        )
        settled_full = sum(
            map(_decimal, settled.mapped("full_amount")), full if begun else Decimal(0)
        )
        amount = total - settled_amount
        if not amount:
            return standing
        why = self._why_different(vals, owes, main)
        vals = {
            **vals,
            "is_difference": True,
            "is_base_missing": False,
            "amount": float(amount),
            "full_amount": float(full - settled_full),
            "note": self.env._(
                "%(settled)s yuan are settled, %(due)s are due: %(why)s.",
                settled=settled_amount,
                due=total,
                why=why,
            ),
        }
        if not standing:
            new.append(vals)
        elif changes := standing._changes(vals):
            if "amount" in changes:
                # Another difference is decided on anew.
                changes |= {"is_offset": False, "left_by_id": False, "date_left": False}
            standing.write(changes)
        return self.browse()

    def _why_different(self, vals, owes, main):
        """Return in a few words why a month comes to something else than what was settled."""
        month = vals["month"]
        if owes is False:
            member = self.env["community.party.member"].sudo().browse(vals["member_id"])
            return member._why_not_owed(month)
        base = self.env["community.party.dues.base"].sudo().browse(vals["base_id"] or ())
        waiver = self.env["community.party.dues.waiver"].sudo().browse(vals["waiver_id"] or ())
        rate = self.env["community.party.dues.rate"].sudo().browse(vals["rate_id"] or ())
        if not main:
            return self.env._("the month is owed by what was entered later")
        if waiver != main.waiver_id:
            return self.env._(
                "waiver approved on %(day)s", day=(waiver or main.waiver_id).date_approved
            )
        if base != main.base_id:
            return self.env._(
                "base from %(month)s, confirmed on %(day)s",
                month=said_month(self.env.lang, (base or main.base_id).date_from),
                day=(base or main.base_id).date_confirmed,
            )
        if rate != main.rate_id:
            return self.env._("table of rates “%(rate)s”", rate=(rate or main.rate_id).name)
        return self.env._("the numbers of the rule were changed")

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
                "is_difference": False,
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
