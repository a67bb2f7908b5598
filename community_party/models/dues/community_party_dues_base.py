from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class CommunityPartyDuesBase(models.Model):
    """What a member's dues are worked out from, from a month on; it counts once confirmed.

    A raise counts from the month in which it is drawn (中组发〔2008〕3号 art. 10): it is a new line
    with that month. Bases are confirmed anew every year.
    """

    _name = "community.party.dues.base"
    _description = "Base of Dues"
    _inherit = ["community.party.filed.mixin"]
    _order = "member_id, date_from desc, id"
    _rec_name = "member_id"

    date_from = fields.Date(
        "From month",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
        help="The first month for which this base counts.",
    )
    category = fields.Selection(
        selection=lambda self: self._categories(),
        string="Kind of dues",
        compute="_compute_category",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    base = fields.Monetary("Yuan a month")
    other_category = fields.Selection(
        selection=lambda self: self._categories(),
        string="Another rule that fits",
        help="When two fit, the lower amount counts and the assessment says so.",
    )
    other_base = fields.Monetary("Its yuan a month")
    source = fields.Char(help="Pay slip, pension book, statement of the member.")
    state = fields.Selection(
        [("draft", "To confirm"), ("confirmed", "Confirmed")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        copy=False,
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_confirmed = fields.Date("Confirmed on", readonly=True, copy=False)

    _member_month_uniq = models.Constraint(
        "UNIQUE (member_id, date_from)", "This member has a base from that month already."
    )
    _check_base = models.Constraint(
        "CHECK (base >= 0 AND other_base >= 0)", "A base is not below zero."
    )

    @api.model
    def _categories(self):
        return (
            self.env["community.party.member"]
            ._fields["dues_category"]
            ._description_selection(self.env)
        )

    @api.depends("member_id")
    def _compute_category(self):
        for base in self:
            base.category = base.category or base.member_id.dues_category or "salary"

    @api.constrains("category", "base", "date_from")
    def _check_amount(self):
        Rate = self.env["community.party.dues.rate"]
        tables = Rate._tables()
        for line in self:
            if line.date_from.day != 1:
                raise ValidationError(
                    self.env._(
                        "%(member)s: a base counts from the first day of a month, not from "
                        "%(date)s.",
                        member=line.member_id.name,
                        date=line.date_from,
                    )
                )
            rate = Rate._rate_on(tables, "farmer", line.date_from)
            if line.category == "farmer" and line.base and rate:
                if not rate.lowest <= line.base <= rate.highest:
                    raise ValidationError(
                        self.env._(
                            "%(member)s: a farmer pays between %(lowest)s and %(highest)s yuan a "
                            "month, not %(amount)s.",
                            member=line.member_id.name,
                            lowest=rate.lowest,
                            highest=rate.highest,
                            amount=line.base,
                        )
                    )

    def _settled_fields(self):
        if self.state != "confirmed":
            return super()._settled_fields()
        return super()._settled_fields() | {
            "member_id",
            "date_from",
            "category",
            "base",
            "other_category",
            "other_base",
        }

    def _settled_sentence(self, name):
        return self.env._(
            # What a confirmed base says is what was assessed: a change is a new line.
            "%(member)s: the base from %(date)s is confirmed. Enter a new base with the month "
            "from which it counts.",
            member=self.member_id.name,
            date=self.date_from,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if confirmed := self.filtered(lambda line: line.state == "confirmed"):
            raise UserError(
                self.env._(
                    "%(member)s: the base from %(date)s is confirmed and stays. Enter a new one.",
                    member=confirmed[0].member_id.name,
                    date=confirmed[0].date_from,
                )
            )

    def action_confirm(self):
        """Confirm these bases in the name of the current user; months follow them at once.

        What was paid before stays; the difference is asked for, or proposed where it was too much.

        :raises AccessError: to whoever may not edit bases
        """
        self.check_access("write")
        lines = self.filtered(lambda line: line.state == "draft")
        lines._set_closed(
            state="confirmed",
            confirmed_by_id=self.env.user.id,
            date_confirmed=fields.Date.context_today(self),
        )
        lines.member_id._follow_dues()

    @api.model
    def _propose_year(self, year):
        """Copy each member's last base into ``year`` as a proposal to confirm; return the new ones.

        :param int year: members who have a base of that year already are left alone
        """
        first = fields.Date.to_date(f"{year}-01-01")
        newest = {}
        for line in self.search([("member_id.active", "=", True)], order="date_from"):
            newest[line.member_id] = line
        return self.create(
            [
                {
                    "member_id": line.member_id.id,
                    "date_from": first,
                    "category": line.category,
                    "base": line.base,
                    "other_category": line.other_category,
                    "other_base": line.other_base,
                }
                for line in newest.values()
                if line.date_from < first
            ]
        )

    @api.model
    def action_propose_year(self):
        """Propose this year's bases from last year's and open those still to confirm.

        :return: dict, the action
        """
        self.check_access("create")
        self._propose_year(fields.Date.context_today(self).year)
        return self.env["ir.actions.act_window"]._for_xml_id(
            "community_party.community_party_dues_base_action"
        ) | {"context": {"search_default_filter_draft": 1}}
