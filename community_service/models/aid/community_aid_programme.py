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
    ("employment", "Employment aid"),
    ("waiver", "Fee waiver"),
    ("rigid", "Rigid expenditure hardship"),
]
# Which kinds the law has always tied to the place of registration.
AT_REGISTRATION = ("dibao", "edge", "extreme_poor", "rigid")
# Aid to one person, so that two children of a home may have it at the same time.
PERSON_KINDS = ("medical", "education", "employment")
AID_CLASSES = [("a", "Class A"), ("b", "Class B"), ("c", "Class C")]


class CommunityAidProgramme(models.Model):
    """A kind of aid with its rules: the article, who decides, and every clock as data.

    The numbers are defaults of the law as of a day; local rules change them here, never in code.

    A programme has a history: its code stays, and each edition holds from a day. A case goes by the
    edition of the day of its application, whenever either of them is entered; once it is decided it
    keeps that edition.
    """

    _name = "community.aid.programme"
    _description = "Aid Programme"
    _inherit = [
        "community.dated.mixin",
        "community.confirmed.mixin",
        "community.common.money.mixin",
        "community.record.mixin",
    ]
    _local_fields = (
        "asset_months",
        "exit_months",
        "spending_share",
        "small_amount",
        "standard_months",
        "limit_per",
        "is_monthly",
        "kind",
        "edge_factor",
        "is_edge_local",
        "paper_days",
        "is_street_decision",
        "street_days",
        "residence_rule",
    )
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    kind = fields.Selection(KINDS, required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    legal_basis = fields.Char(translate=True, help="Law, measure or local rule, with its article.")
    decision_body = fields.Char(
        "Who decides",
        translate=True,
        required=True,
        help="The body that decides, not the community.",
    )
    papers = fields.Text(
        "Papers to bring",
        translate=True,
        help="Papers that an applicant brings, one a line; told all at once.",
    )
    note = fields.Text(translate=True)

    # who may apply
    place = fields.Selection(
        [
            ("anywhere", "Anybody who lives or is registered here"),
            ("registration", "At the place of registration"),
            ("emergency", "Where the emergency happened"),
            ("school", "At the school"),
        ],
        "Where to apply",
        compute="_compute_place",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    residence_rule = fields.Char(
        "Open to residence-permit holders by",
        translate=True,
        help="The local rule by which holders of a residence permit may apply here. Empty: none.",
    )
    only_listed = fields.Boolean(
        "For families of the lists alone",
        help="Edge families and families in rigid expenditure hardship; others with a reason.",
    )

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
    is_calendar_days = fields.Boolean(
        "Days of the calendar", help="The procedure counts every day, not working days alone."
    )
    needs_cause = fields.Boolean(
        "Registered by person, cause and amount",
        help="What happened is written down before the decision, in place of a check of means.",
    )
    is_street_decision = fields.Boolean(
        "The street decides", help="Where the province has given the decision to the street."
    )
    street_body = fields.Char(
        "Deciding street office",
        translate=True,
        default=lambda self: self.env._("Street office"),
    )
    street_days = fields.Integer("Street decides within (working days)", default=10)
    publishes_result = fields.Boolean(
        "Result published", help="The decision to give aid is made known in the community."
    )
    needs_letter = fields.Boolean(
        "Refusal, cut and end in writing", help="With the reasons; another way is not enough."
    )
    needs_hearing = fields.Boolean(
        "Hearing before a cut or an end",
        help="The family is heard before its aid is cut or ended from this day on.",
    )

    # money
    base_programme_id = fields.Many2one(
        "community.aid.programme",
        "Standard of",
        ondelete="restrict",
        help="Whose standard the income is compared with; empty: the programme's own.",
        check_company=True,
    )
    edge_factor = fields.Float(
        default=1.5, digits=(4, 2), help="Below this many standards a family is on the edge."
    )
    is_edge_local = fields.Boolean(
        "The province sets the edge", help="By a mark-up on the standard of dibao."
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
    limit_per = fields.Selection(
        [("person", "For each person of the family"), ("case", "For the whole case")],
        "Limit counts",
        default="person",
        required=True,
    )
    spending_share = fields.Float("Rigid spending above (% of income)", help="0: no limit here.")

    # after the decision
    valid_months = fields.Integer("Valid (months)", help="0: until it is stopped.")
    review_months_a = fields.Integer("Review, class A (months)", default=12)
    review_months_b = fields.Integer("Review, class B (months)", default=6)
    review_months_c = fields.Integer("Review, class C (months)", default=3)
    exit_months = fields.Integer("Gradual exit (months)", default=6)
    work_refusal_count = fields.Integer("Offers of work refused in a row", default=3)

    standard_count = fields.Integer("Standards", compute="_compute_standard_count")

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
    edge_basis = fields.Char(
        "Source of the edge line",
        translate=True,
        default=lambda self: self._default_basis(),
    )
    paper_basis = fields.Char(
        "Source of the days for papers",
        translate=True,
        default=lambda self: self._default_basis(),
    )
    decider_basis = fields.Char(
        "Rule that lets the street decide",
        translate=True,
        default=lambda self: self._default_basis(),
    )
    exit_basis = fields.Char(
        "Source of the months of exit",
        translate=True,
        default=lambda self: self._default_basis(),
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(valid_from, '-infinity'::date))",
        "This programme has an edition from this day already: edit that one.",
    )
    _check_days = models.Constraint(
        """CHECK (LEAST(surveyor_count, survey_days, check_days, notice_days, county_days,
        total_days, extended_days, refusal_days, urgent_days, paper_days, street_days, asset_months,
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
            or self.is_edge_local
            or self.is_street_decision
            or self.residence_rule
            or self.exit_months
            and (self.is_monthly or self.kind in ("edge", "rigid"))
        )

    @api.depends("kind")
    def _compute_place(self):
        for programme in self:
            is_tied = programme.kind in AT_REGISTRATION
            programme.place = programme.place or ("registration" if is_tied else "anywhere")

    def _decider(self):
        """Return who decides: (name of the body, its days); nobody where there is no programme."""
        if self.is_street_decision:
            return self.street_body or self.decision_body, self.street_days
        return self.decision_body, self.county_days

    def _limit_count(self, people):
        """Return how often the limit of a case counts: for each person, or once."""
        self.ensure_one()
        return (people or 1) if self.limit_per == "person" else 1

    def _review_months(self, aid_class):
        """Return after how many months a case of a class is reviewed; B where none is set."""
        self.ensure_one()
        return self[f"review_months_{aid_class or 'b'}"]

    def _standard_programme(self):
        return self.base_programme_id or self

    @api.depends_context("lang")
    @api.depends("name", "valid_from")
    def _compute_display_name(self):
        for programme in self:
            programme.display_name = programme.name
            if programme.valid_from:
                programme.display_name = self.env._(
                    "%(programme)s, from %(date)s",
                    programme=programme.name or "",
                    date=programme.valid_from,
                )

    @api.depends("code")
    def _compute_standard_count(self):
        Standard, counts = self.env["community.aid.standard"], {}
        # The administrator of the service keeps shared programmes and reads no standards.
        if Standard.has_access("read"):
            domain = [("programme_code", "in", self.mapped("code"))]
            counts = dict(Standard._read_group(domain, ["programme_code"], ["__count"]))
        for programme in self:
            programme.standard_count = counts.get(programme.code, 0)

    @api.model
    def _of_kind(self, kind, company, day=None):
        """Return the programme of a kind that comes first in a community on a day, or none.

        :param date day: the day; without one, today
        """
        return self._in_use(company, [("kind", "=", kind)], day)[:1]

    # editions

    @api.model_create_multi
    def create(self, vals_list):
        programmes = super().create(vals_list)
        programmes._follow(set(programmes.mapped("code")))
        return programmes

    def write(self, vals):
        codes = set(self.mapped("code"))
        result = super().write(vals)
        if {"code", "valid_from", "company_id"} & vals.keys():
            self._follow(codes | set(self.mapped("code")))
        return result

    def unlink(self):
        self._make_way()
        return super().unlink()

    @api.model
    def _follow(self, codes):
        """Let undecided cases of these programmes go by the edition of their day."""
        # sudo: cases of all grids follow, whoever enters the edition.
        cases = self.env["community.aid.case"].sudo()
        cases.search(
            [("programme_id.code", "in", list(codes)), ("date_decision", "=", False)]
        )._follow_edition()

    def _make_way(self):
        """Let what goes by these editions go by others of their programmes before they end."""
        self.check_access("unlink")
        # sudo: cases and standards of all places follow, whoever deletes the edition.
        editions = self.sudo()
        cases = self.env["community.aid.case"].sudo()
        cases.search(
            [("programme_id", "in", self.ids), ("date_decision", "=", False)]
        )._follow_edition(without=self)
        for standard in (
            self.env["community.aid.standard"].sudo().search([("programme_id", "in", self.ids)])
        ):
            other = editions.browse(standard.programme_id.id)._edition_on(
                standard.date_from, standard.company_id, without=self
            )
            if other:
                standard.programme_id = other

    def action_new_edition(self):
        """Make the edition of this programme that holds from today, with the day to be corrected.

        Where there is one from today, it is opened. What was applied for before keeps the earlier
        edition.

        :raises AccessError: to whoever may not edit the programme
        """
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self._new_edition({}).id,
            "views": [(False, "form")],
        }

    def action_open_standards(self):
        """Open the standards of this programme, under whichever edition they were entered."""
        self.ensure_one()
        self.check_access("read")
        return self._list_action(
            "community_service.community_aid_standard_action",
            [("programme_code", "=", self.code)],
            context={"default_programme_id": self.id},
        )

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
