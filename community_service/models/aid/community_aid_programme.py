from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("dibao", "Dibao"),
    ("edge", "Dibao edge"),
    ("extreme_poor", "Extremely poor"),
    ("temporary", "Temporary aid"),
    ("medical", "Medical aid"),
    ("education", "Education aid"),
    ("housing", "Housing aid"),
    ("waiver", "Fee waiver"),
    ("rigid", "Rigid expenditure hardship"),
]
# Aid to one person, so that two children of a home may have it at the same time.
PERSON_KINDS = ("medical", "education")
AID_CLASSES = [("a", "Class A"), ("b", "Class B"), ("c", "Class C")]


class CommunityAidProgramme(models.Model):
    """A kind of aid with its rules: the article, who decides, and every clock as data.

    The numbers are defaults of the law as of a day; local rules change them here, never in code.
    """

    _name = "community.aid.programme"
    _description = "Aid Programme"
    _inherit = [
        "community.shared.mixin",
        "community.confirmed.mixin",
        "community.common.money.mixin",
    ]
    _local_fields = (
        "asset_months",
        "exit_months",
        "spending_share",
        "small_amount",
        "standard_months",
        "is_monthly",
        "kind",
    )
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    kind = fields.Selection(KINDS, required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    legal_basis = fields.Char(translate=True, help="Law, measure or local rule, with its article.")
    date_as_of = fields.Date("Rules as of", help="The day on which these rules were checked.")
    decision_body = fields.Char(
        "Who decides",
        translate=True,
        required=True,
        help="The body that decides, not the community.",
    )
    papers = fields.Text(
        translate=True, help="Papers that an applicant brings, one a line; told all at once."
    )
    note = fields.Text(translate=True)

    # procedure
    needs_survey = fields.Boolean("Home survey", default=True)
    needs_notice = fields.Boolean("Public notice", default=True)
    needs_income = fields.Boolean("Income check", default=True)
    surveyor_count = fields.Integer("Surveyors at least", default=2)
    survey_days = fields.Integer("Survey begins within (working days)", default=3)
    check_days = fields.Integer("Data check begins within (working days)", default=3)
    notice_days = fields.Integer("Public notice (days)", default=7)
    county_days = fields.Integer("Deciding body (working days)", default=10)
    total_days = fields.Integer("Whole procedure (working days)", default=30)
    extended_days = fields.Integer("Special cases (working days)", default=45)
    refusal_days = fields.Integer("Refusal explained within (working days)", default=3)
    urgent_days = fields.Integer("Urgent help within (working days)", default=1)
    paper_days = fields.Integer("Papers after urgent help (working days)", default=5)

    # money
    base_programme_id = fields.Many2one(
        "community.aid.programme",
        "Standard of",
        ondelete="restrict",
        help="Whose standard the income is compared with; empty: the programme's own.",
    )
    edge_factor = fields.Float(
        default=1.5, digits=(4, 2), help="Below this many standards a family is on the edge."
    )
    asset_months = fields.Integer(
        "Assets up to (months of the standard)",
        help="What counted assets may be worth for each person. 0: no limit in this rule.",
    )
    is_monthly = fields.Boolean("Paid every month")
    amount_method = fields.Selection(
        [("gap", "Real gap"), ("grade", "By grade"), ("free", "As decided")],
        default="free",
        required=True,
    )
    grade_a = fields.Monetary("Class A, a person (yuan)")
    grade_b = fields.Monetary("Class B, a person (yuan)")
    grade_c = fields.Monetary("Class C, a person (yuan)")
    small_amount = fields.Monetary("Small amount up to (yuan)", help="What the street may decide.")
    standard_months = fields.Integer("Up to (months of the standard)", help="0: no limit here.")
    spending_share = fields.Float("Rigid spending above (% of income)", help="0: no limit here.")

    # after the decision
    valid_months = fields.Integer("Valid (months)", help="0: until it is stopped.")
    review_months_a = fields.Integer("Review, class A (months)", default=12)
    review_months_b = fields.Integer("Review, class B (months)", default=6)
    review_months_c = fields.Integer("Review, class C (months)", default=3)
    exit_months = fields.Integer("Gradual exit (months)", default=6)
    work_refusal_count = fields.Integer("Offers of work refused in a row", default=3)

    standard_ids = fields.One2many("community.aid.standard", "programme_id", "Standards")

    # where the local limits come from
    asset_basis = fields.Char(
        "Source of the limit on assets",
        translate=True,
        default=lambda self: self._default_basis(),
    )
    spending_basis = fields.Char(
        "Source of the share of spending",
        translate=True,
        default=lambda self: self._default_basis(),
    )
    amount_basis = fields.Char(
        "Source of the limits on amounts",
        translate=True,
        default=lambda self: self._default_basis(),
    )
    exit_basis = fields.Char(
        "Source of the months of exit",
        translate=True,
        default=lambda self: self._default_basis(),
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "A programme with this code already exists."
    )
    _check_days = models.Constraint(
        """CHECK (LEAST(surveyor_count, survey_days, check_days, notice_days, county_days,
        total_days, extended_days, refusal_days, urgent_days, paper_days, asset_months,
        standard_months, valid_months, exit_months, work_refusal_count) >= 0)""",
        "Days, months and counts of a programme are 0 or more.",
    )
    _check_review = models.Constraint(
        """CHECK (LEAST(review_months_a, review_months_b, review_months_c) > 0
        AND GREATEST(review_months_a, review_months_b, review_months_c) <= 60)""",
        "A review is due after 1 to 60 months.",
    )
    _check_factor = models.Constraint(
        "CHECK (edge_factor BETWEEN 1 AND 5)", "The edge lies at 1 to 5 times the standard."
    )

    @api.model
    def _default_basis(self):
        return self.env._("No national source: the local civil affairs bureau sets it.")

    def _rests_on_local(self):
        """Tell whether one of the limits that only the place sets is in use."""
        self.ensure_one()
        return bool(
            self.asset_months
            or self.spending_share
            or self.small_amount
            or self.standard_months
            or self.exit_months
            and (self.is_monthly or self.kind in ("edge", "rigid"))
        )

    def _review_months(self, aid_class):
        """Return after how many months a case of a class is reviewed; B where none is set."""
        self.ensure_one()
        return self[f"review_months_{aid_class or 'b'}"]

    def _standard_programme(self):
        return self.base_programme_id or self

    @api.model
    def _of_kind(self, kind, company):
        """Return the programme of a kind that comes first in a community, or none."""
        return self._in_use(company, [("kind", "=", kind)])[:1]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        # A case of another community counts as well.
        case = (
            self.env["community.aid.case"]
            .sudo()
            .search([("programme_id", "in", self.ids)], limit=1)
        )
        if case:
            raise UserError(
                self.env._(
                    "%(programme)s has cases and is kept: archive it instead.",
                    programme=case.programme_id.name,
                )
            )
