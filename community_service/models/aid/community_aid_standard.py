from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.aid import to_decimal
from ...tools.said_day import said_day

# What a decided case says of standards that were entered afterwards.
DIFFERENCE = ("difference", "difference_from", "difference_amount", "owed_amount", "has_difference")


class CommunityAidStandard(models.Model):
    """The amount a person and month of a programme, from a day, in a place or everywhere.

    A standard is never overwritten when it rises: the next one begins, so that a decision can be
    read with the standard of its day.
    """

    _name = "community.aid.standard"
    _description = "Aid Standard"
    _order = "date_from desc, id desc"
    _rec_name = "date_from"
    _check_company_auto = True

    programme_id = fields.Many2one(
        "community.aid.programme",
        "Aid programme",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    # A standard is one of the programme, whichever of its editions is in force.
    programme_code = fields.Char(related="programme_id.code", store=True, precompute=True)
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
        help="Empty: everywhere in the community. The nearest place wins.",
    )
    company_id = fields.Many2one(
        "res.company",
        "Community",
        default=lambda self: self.env.company,
        required=True,
        index=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Yuan a person and month", required=True)
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    legal_basis = fields.Char(help="The notice that set this standard.")

    _check_amount = models.Constraint(
        "CHECK (amount > 0 AND amount <= 100000)",
        "A standard is an amount above 0 and up to 100,000 yuan a person and month.",
    )
    _date_uniq = models.UniqueIndex(
        "(company_id, programme_code, COALESCE(area_id, 0), date_from)",
        "There is a standard of this programme and place from this day already: correct that one.",
    )

    @api.depends_context("lang")
    @api.depends("amount", "date_from")
    def _compute_display_name(self):
        for standard in self:
            standard.display_name = " · ".join(
                filter(None, (said_day(self.env.lang, standard.date_from), f"{standard.amount:g}"))
            )

    @api.model_create_multi
    def create(self, vals_list):
        standards = super().create(vals_list)
        standards._judge_open_cases()
        return standards

    def write(self, vals):
        res = super().write(vals)
        self._judge_open_cases()
        return res

    def unlink(self):
        res = super().unlink()
        self._reach_what_follows()
        return res

    def _judge_open_cases(self):
        """Let undecided cases follow; decided ones keep the standard of their day."""
        # Cases of all grids follow, whoever enters the standard.
        cases = self.env["community.aid.case"].sudo()
        cases.search(
            [("date_decision", "=", False), ("company_id", "in", self.company_id.ids)]
        )._judge()
        self._reach_what_follows()

    @api.model
    def _reach_what_follows(self):
        """Let full cover go by the standard of today, and decided cases say what would follow."""
        self.env["community.aid.case"].invalidate_model(DIFFERENCE)
        # sudo: the lists hold for all grids, whoever enters the standard.
        self.env["community.aid.cover"].sudo()._refresh()

    @api.model
    def _find(self, programme, home, day):
        """Return the standard that holds for a household on a day: nearest place, then newest.

        :param programme: the programme whose income is judged
        :param home: household, or the place of a case without one; none looks at no place
        :param date day: the day
        """
        area = home if home._name == "community.area" else home.area_id
        places = [int(part) for part in (area.parent_path or "").split("/") if part]
        company = home.company_id or self.env.company
        standards = self.search(
            Domain("programme_code", "=", programme._standard_programme().code)
            & Domain("company_id", "=", company.id)
            & Domain("date_from", "<=", day)
            & (Domain("area_id", "=", False) | Domain("area_id", "in", places))
        )
        depth = {place: number for number, place in enumerate(places, 1)}
        return standards.sorted(lambda s: (depth.get(s.area_id.id, 0), s.date_from), reverse=True)[
            :1
        ]

    def _value(self):
        """Return the amount as a Decimal, None when there is no standard."""
        return to_decimal(self.amount) if self else None
