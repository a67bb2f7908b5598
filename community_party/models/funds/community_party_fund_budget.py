from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityPartyFundBudget(models.Model):
    """A line of the budget: what the fund may be used for in a year, and how much is left of it."""

    _name = "community.party.fund.budget"
    _description = "Budget Line of a Party Fund"
    _inherit = ["community.party.fund.part.mixin"]
    _order = "year_id, use_kind, id"
    _check_company_auto = True

    use_kind = fields.Selection(
        [
            ("training", "Training of members and cadres"),
            ("reading", "Reading matter and equipment for study"),
            ("activities", "Activities of the organisations"),
            ("commending", "Commending"),
            ("hardship", "Help for members in hardship"),
            ("disaster", "Help after disasters"),
            ("cobuilding", "Co-building with units"),
            ("service", "Service to residents"),
            ("other_use", "Other use"),
        ],
        "Use",
        required=True,
        default="activities",
        index=True,
    )
    source_id = fields.Many2one(
        "community.party.fund.source",
        "Earmarked from",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Only money of this source is used for it, and no more than was received of it.",
    )
    amount = fields.Monetary("Budgeted")
    request_ids = fields.One2many("community.party.fund.request", "budget_id", "Fund requests")
    used_amount = fields.Monetary(
        "Used",
        compute="_compute_used",
        store=True,
        help="Posted to its year; what is taken back later belongs to the later year.",
    )
    committed_amount = fields.Monetary("Used or approved", compute="_compute_used", store=True)
    left_amount = fields.Monetary("Amount free", compute="_compute_used", store=True)

    _check_left = models.Constraint(
        "CHECK (left_amount >= 0)",
        "The budget line does not reach: raise it, or choose another line.",
    )

    @api.depends("name", "year_id.display_name", "left_amount")
    def _compute_display_name(self):
        for line in self:
            line.display_name = " ".join(filter(None, (line.name, str(line.year_id.year or ""))))

    @api.depends(
        "amount",
        "request_ids.state",
        "request_ids.amount",
        "request_ids.entry_ids.state",
        "request_ids.entry_ids.signed_amount",
        "request_ids.entry_ids.year_id",
    )
    def _compute_used(self):
        for line in self:
            requests = line.request_ids
            entries = requests.entry_ids.filtered(
                lambda entry, line=line: entry.state == "posted" and entry.year_id == line.year_id
            )
            coming = requests.filtered(lambda request: request.state in ("approved", "signed"))
            line.used_amount = -sum(entries.mapped("signed_amount"))
            line.committed_amount = line.used_amount + sum(coming.mapped("amount"))
            line.left_amount = line.amount - line.committed_amount

    @api.constrains("source_id", "year_id")
    def _check_source(self):
        for line in self:
            if line.source_id and line.source_id.fund_id != line.fund_id:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” gives to another fund than that of “%(line)s”: choose a "
                        "source of %(fund)s.",
                        name=line.source_id.name,
                        line=line.name,
                        fund=line.fund_id.name,
                    )
                )
        self.year_id._check_open()

    @api.constrains("amount")
    def _check_enough(self):
        for line in self:
            line._check_reaches(0)

    def _check_reaches(self, more):
        """Refuse a line that does not reach for what is approved and ``more`` yuan.

        :raises ValidationError: with what is left
        """
        free = self.amount - self.committed_amount
        if self.currency_id.compare_amounts(free, more) < 0:
            raise ValidationError(
                self.env._(
                    "“%(line)s” has %(free).2f of %(amount).2f yuan left, %(more).2f are asked "
                    "for. Ask for less, raise the line, or choose another.",
                    line=self.name,
                    free=free,
                    amount=self.amount,
                    more=more,
                )
            )

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.year_id.state == "closed":
            return settled | self._all_fields_but("request_ids")
        # sudo: whether something was approved counts, whoever may see it.
        if self.sudo().request_ids.filtered(lambda request: request.state != "draft"):
            settled |= {"year_id", "use_kind", "source_id"}
        return settled

    def _settled_sentence(self, name):
        if self.year_id.state == "closed":
            return self.year_id._settled_sentence(name)
        return self.env._(
            "Money of “%(line)s” was asked for: its year, use and source stay. Enter another line "
            "for another use.",
            line=self.name,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self.year_id._check_open()
