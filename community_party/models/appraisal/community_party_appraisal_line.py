from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

from .community_party_appraisal import GRADES, KEYS

_lt = LazyTranslate(__name__)


class CommunityPartyAppraisalLine(models.Model):
    """One member in the appraisal of a year: what was said, how the ballots fell, the grade."""

    _name = "community.party.appraisal.line"
    _description = "Appraisal of a Member"
    _inherit = ["community.party.scoped.mixin"]
    _order = "appraisal_id, member_id, id"
    _rec_name = "member_id"
    _check_company_auto = True

    appraisal_id = fields.Many2one(
        "community.party.appraisal", required=True, index=True, ondelete="cascade"
    )
    organization_id = fields.Many2one(
        related="appraisal_id.organization_id", store=True, precompute=True
    )
    year = fields.Integer(related="appraisal_id.year", store=True, aggregator=None)
    state = fields.Selection(related="appraisal_id.state", string="State of the appraisal")
    member_id = fields.Many2one(
        "community.party.member", required=True, index=True, ondelete="restrict", check_company=True
    )
    is_graded = fields.Boolean(
        "Gets a grade",
        compute="_compute_is_graded",
        store=True,
        precompute=True,
        help="Probationary members take part without a grade.",
    )
    self_text = fields.Text("Self-appraisal")
    self_grade = fields.Selection(GRADES, "Own view")
    mutual_text = fields.Text("Criticism and advice of the others")
    opinion = fields.Text("Opinion of the organisation")
    grade = fields.Selection(
        GRADES,
        index=True,
        # Unlike "string", this label is not exported by itself.
        falsy_value_label=_lt("Not graded yet"),  # pylint: disable=translation-field
    )
    grade_reason = fields.Char("Why", help="Expected where the grade differs from the ballots.")
    task_ids = fields.One2many("community.party.appraisal.task", "line_id", "What follows")

    paper_excellent = fields.Integer("Paper: excellent")
    paper_qualified = fields.Integer("Paper: qualified")
    paper_basic = fields.Integer("Paper: basically qualified")
    paper_unqualified = fields.Integer("Paper: unqualified")
    vote_excellent = fields.Integer("Votes: excellent", compute="_compute_votes")
    vote_qualified = fields.Integer("Votes: qualified", compute="_compute_votes")
    vote_basic = fields.Integer("Votes: basically qualified", compute="_compute_votes")
    vote_unqualified = fields.Integer("Votes: unqualified", compute="_compute_votes")

    _member_uniq = models.UniqueIndex(
        "(appraisal_id, member_id)", "This member stands in this appraisal already."
    )
    _check_grade = models.Constraint(
        "CHECK (is_graded IS TRUE OR grade IS NULL)",
        "A probationary member takes part in the appraisal without a grade.",
    )
    _check_paper = models.Constraint(
        "CHECK (LEAST(COALESCE(paper_excellent, 0), COALESCE(paper_qualified, 0),"
        " COALESCE(paper_basic, 0), COALESCE(paper_unqualified, 0)) >= 0)",
        "Votes are zero or more.",
    )

    @api.depends("member_id", "appraisal_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.member_id.name or ''} {line.year or ''}".strip()

    @api.depends("member_id")
    def _compute_is_graded(self):
        # As it was when the member was added: a conversion later in the year changes nothing.
        for line in self:
            line.is_graded = line.member_id.stage == "full"

    @api.depends("paper_excellent", "paper_qualified", "paper_basic", "paper_unqualified")
    def _compute_votes(self):
        # Nobody may read the ballots themselves; how many fell on each grade is the result.
        counts = {
            (line, grade): count
            for line, grade, count in self.env["community.party.ballot"]
            .sudo()
            ._read_group([("line_id", "in", self.ids)], ["line_id", "grade"], ["__count"])
        }
        for line in self:
            for key in KEYS:
                paper = line[f"paper_{key}"]
                line[f"vote_{key}"] = paper + counts.get((line._origin.sudo(), key), 0)

    @api.constrains("paper_excellent", "paper_qualified", "paper_basic", "paper_unqualified")
    def _check_paper_votes(self):
        for line in self:
            votes = sum(line[f"paper_{key}"] for key in KEYS)
            valid = line.appraisal_id.paper_valid
            if votes > valid:
                raise UserError(
                    self.env._(
                        "%(member)s: %(votes)s paper votes are entered and %(valid)s paper ballots "
                        "are valid. Count again.",
                        member=line.member_id._name_for_reader(),
                        votes=votes,
                        valid=valid,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_before("draft", {"member_id"})
        return lines

    def write(self, vals):
        if not self.env.su:
            self._check_before("decided", vals.keys() - {"task_ids"})
            if vals.keys() & {"member_id", "appraisal_id"}:
                self._check_before("draft", {"member_id"})
            if "grade" in vals and vals["grade"]:
                self._check_counted()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        self._check_before("draft", {"member_id"})

    def _check_before(self, state, names):
        """Refuse a change of the members once the box was opened, of the rest once decided."""
        for appraisal in self.appraisal_id if names else self.appraisal_id.browse():
            if state == "decided":
                appraisal._check_open()
            elif appraisal.state != "draft":
                raise UserError(
                    self.env._(
                        "%(appraisal)s: its ballot box was opened; members are neither added nor "
                        "taken away any more.",
                        appraisal=appraisal.display_name,
                    )
                )

    def _check_counted(self):
        for line in self:
            if line.state not in ("counted", "decided"):
                raise UserError(
                    self.env._(
                        "%(member)s: grades are given after the ballots were counted.",
                        member=line.member_id.display_name,
                    )
                )

    def _paper_needs(self, paper):
        needs = ("member_id", "organization_id", "year", "grade")
        return (*super()._paper_needs(paper), *(needs if paper == "report_appraisal_sheet" else ()))
