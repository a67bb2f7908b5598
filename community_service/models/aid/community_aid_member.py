from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.age_field import Age
from ...tools.aid import WORKING_AGE, family_member
from ...tools.ending import MOVED
from ..register.community_residency import ROLES
from .community_aid_case import WORKERS

RELATIONS = [("applicant", "Applicant"), *[role for role in ROLES if role[0] != "head"]]


class CommunityAidMember(models.Model):
    """A person of a case's own family list: who counts, and by which rule of art. 7.

    The rule proposes; whoever works on the case may decide otherwise and says why. The list is kept
    as it was on the day of the decision, whatever happens in the register afterwards.
    """

    _name = "community.aid.member"
    _description = "Family Member of an Aid Case"
    _inherit = ["community.aid.part"]
    _order = "case_id, sequence, id"

    sequence = fields.Integer(default=10)
    resident_id = fields.Many2one(
        "community.resident",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty for somebody who stands in no register here.",
    )
    name = fields.Char(
        compute="_compute_name", store=True, readonly=False, precompute=True, required=True
    )
    birth_date = fields.Date(compute="_compute_name", store=True, readonly=False, precompute=True)
    age = Age("Age then", compute="_compute_counts", store=True, precompute=True)
    relation = fields.Selection(
        RELATIONS, "Relation to the applicant", required=True, default="other"
    )
    is_together = fields.Boolean("Lives with the family", default=True)
    is_student = fields.Boolean("Full-time student", help="Up to a bachelor's degree.")
    is_dependent = fields.Boolean("Cannot live alone", groups=WORKERS)
    is_able = fields.Boolean("Able to work", groups=WORKERS)
    # Why somebody is absent (a sentence, a cure, a vanishing) is none of our business and not kept.
    is_absent = fields.Boolean(
        "Absent by art. 7", help="A document was seen; what it says is not kept here."
    )
    away_since = fields.Date("In a place of worship since")

    counts_proposed = fields.Boolean(
        "Counts by the rule", compute="_compute_counts", store=True, precompute=True
    )
    rule = fields.Selection(
        [
            ("applicant", "Applicant"),
            ("spouse", "Spouse"),
            ("minor_child", "Child under age"),
            ("student", "Child in full-time education"),
            ("dependent_child", "Grown-up child who cannot live alone"),
            ("duty", "Legal duty of support, living together"),
            ("adult_child", "Grown-up child with a life of their own"),
            ("apart", "Lives elsewhere"),
            ("no_duty", "No legal duty of support"),
            ("absent", "Absent by art. 7"),
            ("away", "Three years or more in a place of worship"),
            ("alone", "Applies alone (art. 8)"),
        ],
        "Because",
        compute="_compute_counts",
        store=True,
        precompute=True,
    )
    counts = fields.Boolean(
        compute="_compute_counts_decided", store=True, readonly=False, precompute=True
    )
    override_reason = fields.Char("Why not by the rule")
    is_without_income = fields.Boolean(
        "No income, asked and checked",
        compute="_compute_is_without_income",
        store=True,
        readonly=False,
        precompute=True,
        help="Otherwise a person without a line of income has an unknown income.",
    )

    @api.depends("resident_id")
    def _compute_name(self):
        for member in self:
            member.name = member.resident_id.name or member.name
            member.birth_date = member.resident_id.birth_date or member.birth_date

    @api.depends(
        "relation",
        "birth_date",
        "is_together",
        "is_student",
        "is_dependent",
        "is_absent",
        "away_since",
        "case_id.date_received",
        "case_id.single_reason",
    )
    def _compute_counts(self):
        for member in self:
            day = member.case_id.date_received or fields.Date.context_today(member)
            age = _years(member.birth_date, day)
            member.age = age
            if member.case_id.single_reason:
                # Alone means alone: the family's income is not asked for.
                member.counts_proposed = member.relation == "applicant"
                member.rule = "alone"
                continue
            member.counts_proposed, member.rule = family_member(
                member.relation,
                age,
                together=member.is_together,
                student=member.is_student,
                dependent=member.is_dependent,
                absent=member.is_absent,
                away_years=_years(member.away_since, day) or 0,
            )

    @api.depends("counts_proposed", "override_reason")
    def _compute_counts_decided(self):
        for member in self:
            decided = member.counts if member.override_reason else member.counts_proposed
            member.counts = decided

    @api.depends("birth_date")
    def _compute_is_without_income(self):
        for member in self:
            day = member.case_id.date_received or fields.Date.context_today(member)
            age = _years(member.birth_date, day)
            # Nobody under 16 may be employed (Labour Law, art. 15).
            young = age is not None and age < WORKING_AGE
            member.is_without_income = member.is_without_income or young

    @api.constrains("counts", "override_reason")
    def _check_reason(self):
        for member in self:
            if member.counts != member.counts_proposed and not member.override_reason:
                raise UserError(
                    self.env._(
                        "%(name)s: the rule says “%(rule)s”. Say why it is decided otherwise.",
                        name=member.name,
                        rule=dict(self._fields["rule"]._description_selection(self.env))[
                            member.rule
                        ],
                    )
                )

    @api.constrains("resident_id", "case_id")
    def _check_once(self):
        for member in self:
            twins = member.case_id.member_ids.filtered(
                lambda m, member=member: m.resident_id and m.resident_id == member.resident_id
            )
            if len(twins) > 1:
                raise UserError(
                    self.env._(
                        "%(name)s stands twice in the family of %(case)s: remove one line.",
                        name=member.name,
                        case=member.case_id.display_name,
                    )
                )

    @api.model
    def _takes_ended(self):
        # A family may have somebody who lives elsewhere.
        return super()._takes_ended() | {"resident_id": frozenset({MOVED})}

    def _people_day(self, name):
        # A family is taken down as it was when aid was asked for.
        return self.case_id.date_received or super()._people_day(name)

    def _paper_income(self):
        """Return the income of a month as the family table names it."""
        lines = self.case_id.income_ids.filtered(
            lambda line: line.member_id == self and line.treatment != "deducted"
        )
        if any(lines.mapped("is_unknown")) or not lines and not self.is_without_income:
            return self.env._("not known")
        return f"{sum(lines.mapped('amount')):.2f}"


def _years(start, day):
    """Return whole years from a day to another, None when the first is not known."""
    return relativedelta(day, start).years if start and start <= day else None
