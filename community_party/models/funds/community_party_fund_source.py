from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class CommunityPartyFundSource(models.Model):
    """Money promised to a fund for a year: by whom, by which standard and document, and when.

    Finance comes first; a share of the dues, own income, low-fee service and donations supplement
    it. What was received follows from the posted entries.
    """

    _name = "community.party.fund.source"
    _description = "Source of a Party Fund"
    _inherit = ["community.party.fund.part.mixin", "mail.activity.mixin"]
    _order = "year_id, date_due, id"
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("finance", "Public finance"),
            ("dues_share", "Share of the dues"),
            ("own_income", "Own income"),
            ("low_fee", "Low-fee service"),
            ("donation", "Donation"),
            ("opening", "Held before the books began"),
        ],
        "Source kind",
        required=True,
        default="finance",
        index=True,
    )
    giver = fields.Char("Given by", help="For example the city, the district, an enterprise.")
    standard = fields.Char(help="By which standard it is given, for example 20,000 yuan a year.")
    document = fields.Char(
        "Basis document", required=True, help="Number and title of what promises it."
    )
    amount = fields.Monetary("Promised")
    date_due = fields.Date("Promised for", required=True, tracking=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Reminds the giver",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain=[("share", "=", False)],
        help="Is told once when the promised day has passed and money is still to come.",
    )
    entry_ids = fields.One2many("community.party.fund.entry", "source_id", "Receipts of money")
    received_amount = fields.Monetary("Money received", compute="_compute_received", store=True)
    open_amount = fields.Monetary("Not received yet", compute="_compute_received", store=True)
    date_complete = fields.Date(
        "Complete since",
        compute="_compute_received",
        store=True,
        help="The day on which all of it had been received.",
    )
    delay_days = fields.Integer(
        "Delay",
        compute="_compute_received",
        store=True,
        help="Days from the promised day until all of it was received; below zero: earlier.",
    )
    late_days = fields.Integer(
        "Days late", compute="_compute_late_days", help="Of what is still to come: until today."
    )
    is_late = fields.Boolean("Late", compute="_compute_late_days", search="_search_is_late")

    @api.depends(
        "amount", "date_due", "entry_ids.state", "entry_ids.signed_amount", "entry_ids.date"
    )
    def _compute_received(self):
        for source in self:
            entries = source.entry_ids.filtered(lambda entry: entry.state == "posted")
            received, complete = 0.0, False
            compare = (source.currency_id or self.env.company.currency_id).compare_amounts
            for entry in entries.sorted(lambda entry: (entry.date, -entry.signed_amount)):
                received += entry.signed_amount
                if compare(received, source.amount) < 0:
                    complete = False
                else:
                    complete = complete or entry.date
            source.received_amount = received
            source.open_amount = max(source.amount - received, 0.0)
            source.date_complete = complete
            due = source.date_due
            source.delay_days = (complete - due).days if complete and due else 0

    @api.depends("open_amount", "date_due", "delay_days")
    def _compute_late_days(self):
        today = fields.Date.context_today(self)
        for source in self:
            days = source.delay_days
            if not source.date_complete and source.date_due:
                days = (today - source.date_due).days
            source.late_days = max(days, 0)
            source.is_late = days > 0

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("delay_days", ">", 0) | (
            Domain("date_complete", "=", False) & Domain("date_due", "<", "today")
        )
        return Domain.OR(late if wanted else ~late for wanted in value)

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.year_id.state == "closed":
            return settled | self._all_fields_but("entry_ids")
        # sudo: whether something was received counts, whoever may see it.
        if self.sudo().entry_ids.filtered(lambda entry: entry.state == "posted"):
            settled |= {"year_id", "kind"}
        return settled

    def _settled_sentence(self, name):
        if self.year_id.state == "closed":
            return self.year_id._settled_sentence(name)
        return self.env._(
            "Money of “%(name)s” was received: its kind and year stay. Reverse the entry first.",
            name=self.name,
        )

    @api.constrains("year_id")
    def _check_year(self):
        self.year_id._check_open()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.year_id._check_open()

    def _check_earmarked(self):
        """Refuse that more is used of an earmarked source than was received of it.

        :raises UserError: with both sums
        """
        # sudo: what all branches used counts.
        for source in self.sudo():
            lines = source.env["community.party.fund.budget"].search(
                [("source_id", "=", source.id)]
            )
            used = sum(lines.mapped("used_amount"))
            if source.currency_id.compare_amounts(used, source.received_amount) > 0:
                raise UserError(
                    self.env._(
                        "“%(name)s” is earmarked: %(used).2f yuan would be used of it, "
                        "%(received).2f were received. Enter first what came in, or use less.",
                        name=source.name,
                        used=used,
                        received=source.received_amount,
                    )
                )

    @api.model
    def _cron_remind_late(self):
        """Tell whoever is in charge, once, that promised money did not come by its day.

        Whoever ended the reminder is not told again of the same day. What came in the meantime, or
        was promised for another day, needs none; what was taken back is late again.
        """
        # sudo: the nightly run serves every community.
        late = self.sudo().search(
            [("open_amount", ">", 0), ("date_due", "<", fields.Date.context_today(self))]
        )
        kind = self.env.ref("community_party.mail_activity_type_fund_money")
        Activity = self.env["mail.activity"].sudo().with_context(active_test=False)
        told = Activity.search([("activity_type_id", "=", kind.id), ("res_model", "=", self._name)])
        days = {source.id: source.date_due for source in late}
        gone = told.filtered(lambda a: a.active and days.get(a.res_id) != a.date_deadline)
        known = {(activity.res_id, activity.date_deadline) for activity in told - gone}
        gone.unlink()
        for source in late.filtered(lambda s: (s.id, s.date_due) not in known):
            if user := source._in_charge():
                # No mail goes out: the money of a fund is told inside.
                source.with_context(
                    mail_activity_quick_update=True, lang=user.lang
                ).activity_schedule(
                    "community_party.mail_activity_type_fund_money",
                    date_deadline=source.date_due,
                    user_id=user.id,
                )

    def _in_charge(self):
        """Return who is told of this money: the one named, or else the fund's own keeper.

        Whoever has left, or may not read it any more, is not told.
        """
        self.ensure_one()
        for user in (self.user_id, self.organization_id._keeper()):
            if user and user._may_open(self):
                return user
        return self.env["res.users"]

    def _end_reminders(self):
        """Take the reminders away of what has come."""
        came = self.filtered(lambda source: not source.open_amount)
        # sudo: whoever posts need not be the one who was told.
        came.sudo().activity_unlink(["community_party.mail_activity_type_fund_money"])

    @api.constrains("date_due", "year_id")
    def _check_date_due(self):
        for source in self:
            if str(source.date_due.year) < source.year_id.year:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is promised for %(date)s, before %(year)s begins: correct "
                        "the day or choose the earlier year.",
                        name=source.name,
                        date=source.date_due,
                        year=source.year_id.display_name,
                    )
                )
