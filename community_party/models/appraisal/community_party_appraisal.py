from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.appraisal import excellent_cap

MANAGER = "community_party.group_party_manager"
GRADES = [
    ("excellent", "Excellent"),
    ("qualified", "Qualified"),
    ("basic", "Basically qualified"),
    ("unqualified", "Unqualified"),
]
KEYS = [key for key, _label in GRADES]


class CommunityPartyAppraisal(models.Model):
    """The yearly democratic appraisal of a branch: self, mutual, secret ballot, opinion, grade.

    Probationary members take part and get no grade. Grades are proposed by nobody but the branch:
    the program counts ballots, holds the cap of one third, and keeps who decided.
    """

    _name = "community.party.appraisal"
    _description = "Democratic Appraisal"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "year desc, organization_id, id"
    _rec_name = "year"
    _check_company_auto = True

    organization_id = fields.Many2one(tracking=True)
    year = fields.Integer(
        required=True, default=lambda self: fields.Date.context_today(self).year, index=True
    )
    state = fields.Selection(
        [
            ("draft", "Self and mutual"),
            ("voting", "Ballot box open"),
            ("counted", "Ballots counted"),
            ("decided", "Decided"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_meeting = fields.Date("Meeting on", tracking=True)
    note = fields.Text("Course of the meeting")
    line_ids = fields.One2many("community.party.appraisal.line", "appraisal_id", "Members")
    roll_ids = fields.One2many("community.party.ballot.roll", "appraisal_id", "Who votes")
    roll_count = fields.Integer("Number with a vote", compute="_compute_roll")
    voted_count = fields.Integer("Number who voted on the phone", compute="_compute_roll")
    paper_issued = fields.Integer("Paper ballots issued", compute="_compute_roll")
    paper_returned = fields.Integer("Paper ballots returned", copy=False)
    paper_valid = fields.Integer("Valid paper ballots", copy=False)
    box_public = fields.Char(groups=fields.NO_ACCESS, copy=False)
    box_locked = fields.Char(groups=fields.NO_ACCESS, copy=False)

    graded_count = fields.Integer("Members with a grade", compute="_compute_cap")
    excellent_count = fields.Integer("Called excellent", compute="_compute_cap")
    excellent_cap = fields.Integer("Excellent at most", compute="_compute_cap")
    is_over_cap = fields.Boolean(compute="_compute_cap")
    cap_reason = fields.Text("Reason for more", copy=False, tracking=True)
    cap_user_id = fields.Many2one(
        "res.users", "Allowed by", readonly=True, copy=False, index="btree_not_null"
    )
    date_decided = fields.Date("Decided on", readonly=True, copy=False)
    user_id = fields.Many2one(
        "res.users",
        "Grades decided by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
    )

    _year_uniq = models.UniqueIndex(
        "(organization_id, year)", "This branch has an appraisal of this year already."
    )
    _check_year = models.Constraint(
        "CHECK (year BETWEEN 1990 AND 2200)", "The year of an appraisal has four digits."
    )
    _check_paper = models.Constraint(
        "CHECK (COALESCE(paper_valid, 0) >= 0"
        " AND COALESCE(paper_returned, 0) >= COALESCE(paper_valid, 0))",
        "No more paper ballots are valid than were returned.",
    )

    @api.depends("organization_id", "year")
    def _compute_display_name(self):
        for appraisal in self:
            name = appraisal.organization_id.name or ""
            appraisal.display_name = f"{name} {appraisal.year or ''}".strip()

    @api.depends("roll_ids.has_voted", "roll_ids.has_paper")
    def _compute_roll(self):
        for appraisal in self:
            roll = appraisal.roll_ids
            appraisal.roll_count = len(roll)
            appraisal.voted_count = len(roll.filtered("has_voted"))
            appraisal.paper_issued = len(roll.filtered("has_paper"))

    @api.depends("line_ids.is_graded", "line_ids.grade")
    def _compute_cap(self):
        for appraisal in self:
            one_in = appraisal._excellent_one_in()
            graded = appraisal.line_ids.filtered("is_graded")
            appraisal.graded_count = len(graded)
            appraisal.excellent_count = len(graded.filtered(lambda x: x.grade == "excellent"))
            appraisal.excellent_cap = excellent_cap(len(graded), one_in)
            appraisal.is_over_cap = appraisal.excellent_count > appraisal.excellent_cap

    def _excellent_one_in(self):
        """Return of how many members one may be called excellent."""
        Parameter = self.env["community.parameter"]
        return Parameter._whole("party_excellent_one_in", self.company_id, self.date_meeting)

    @api.constrains("paper_returned", "paper_valid")
    def _check_paper_returned(self):
        for appraisal in self:
            if appraisal.paper_returned > appraisal.paper_issued:
                raise UserError(
                    self.env._(
                        "%(appraisal)s: %(returned)s paper ballots came back and %(issued)s were "
                        "given out. Count again, or mark on the roll who got one.",
                        appraisal=appraisal.display_name,
                        returned=appraisal.paper_returned,
                        issued=appraisal.paper_issued,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        appraisals = super().create(vals_list)
        appraisals.action_fill()
        return appraisals

    def _settled_fields(self):
        if self.state != "decided":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        return self.env._(
            "%(appraisal)s was decided on %(date)s and is not rewritten. What follows stands in "
            "the tasks of each member.",
            appraisal=self.display_name,
            date=self.date_decided,
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        for appraisal in self:
            if appraisal.state != "draft":
                raise UserError(
                    self.env._(
                        "%(appraisal)s: its ballot box was opened; the appraisal is kept.",
                        appraisal=appraisal.display_name,
                    )
                )

    def _check_open(self):
        for appraisal in self:
            if appraisal.state == "decided":
                raise UserError(appraisal._settled_sentence("state"))

    def action_fill(self):
        """Add a line for each member of the branch and its groups who takes part and has none."""
        self.check_access("write")
        self._check_state("draft", why=self.env._("members are added before the box is opened."))
        values = []
        for appraisal in self:
            members = self.env["community.party.member"].search(
                [
                    ("organization_id", "child_of", appraisal.organization_id.id),
                    ("stage", "in", ("probationary", "full")),
                    ("status", "in", ("normal", "mobile")),
                ]
            )
            values += [
                {"appraisal_id": appraisal.id, "member_id": member.id}
                for member in members - appraisal.line_ids.member_id
            ]
        self.env["community.party.appraisal.line"].create(values)
        return True

    def action_decide(self):
        """Fix the grades as the decision of the user who presses the button.

        :raises UserError: while grades, a cap reason, or the follow-up of a low grade is missing
        :raises AccessError: above the cap to whoever is no manager
        """
        self.check_access("write")
        self._check_state("counted", why=self.env._("count the ballots first, then decide."))
        for appraisal in self:
            appraisal._check_decidable()
            over = appraisal.is_over_cap
            if over and not self.env.user.has_group(MANAGER):
                raise AccessError(
                    self.env._(
                        "%(appraisal)s calls more members excellent than one in %(share)s: only a "
                        "manager decides that.",
                        appraisal=appraisal.display_name,
                        share=appraisal._excellent_one_in(),
                    )
                )
            # Who decided is set by the program alone.
            appraisal.sudo()._set_closed(
                state="decided",
                user_id=self.env.uid,
                date_decided=fields.Date.context_today(self),
                cap_user_id=self.env.uid if over else False,
            )
        return True

    def _check_decidable(self):
        name = self.display_name
        graded = self.line_ids.filtered("is_graded")
        if missing := graded.filtered(lambda line: not line.grade):
            raise UserError(
                self.env._(
                    "%(appraisal)s: %(count)s members have no grade yet, %(member)s among them.",
                    appraisal=name,
                    count=len(missing),
                    member=missing[0].member_id.display_name,
                )
            )
        if self.is_over_cap and not (self.cap_reason or "").strip():
            raise UserError(
                self.env._(
                    "%(appraisal)s: %(count)s of %(members)s members are called excellent, %(cap)s "
                    "at most. Change grades, or let a manager write the reason for more.",
                    appraisal=name,
                    count=self.excellent_count,
                    members=self.graded_count,
                    cap=self.excellent_cap,
                )
            )
        low = graded.filtered(lambda line: line.grade in ("basic", "unqualified"))
        if bare := low.filtered(lambda line: not line.task_ids):
            raise UserError(
                self.env._(
                    "%(appraisal)s: %(member)s got a low grade: enter what follows (help, talk, "
                    "improvement within a term) with an owner and a date.",
                    appraisal=name,
                    member=bare[0].member_id.display_name,
                )
            )

    def _result_pages(self):
        """Return the rows of the result by pages: number, name, four counts, grade, opinion."""
        rows = []
        grades = dict(self.line_ids._fields["grade"]._description_selection(self.env))
        for number, line in enumerate(self.line_ids, 1):
            grade, counts = self.env._("without a grade"), ["", "", "", ""]
            if line.is_graded:
                counts = [
                    str(line[f"vote_{name}"])
                    for name in ("excellent", "qualified", "basic", "unqualified")
                ]
                grade = grades.get(line.grade, "")
            rows.append([number, line.member_id.name, *counts, grade, line.opinion])
        return self._paper_pages(rows, [2, 4.5, 2.5, 2.5, 2.5, 2.5, 4, 11], first=150.0, rest=205.0)

    def _ballot_pages(self):
        """Return the rows of the ballot by pages: number and name of each member who is graded."""
        graded = self.line_ids.filtered("is_graded")
        rows = [[number, line.member_id.name] for number, line in enumerate(graded, 1)]
        # The heading of two lines leaves less room than that of other lists.
        return self._paper_pages(rows, [3, 7], first=175.0, rest=220.0)

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        if paper == "report_appraisal_ballot" and not self.line_ids.filtered("is_graded"):
            lacks.append(self._fields["graded_count"]._description_string(self.env))
        return lacks

    def _paper_needs(self, paper):
        needs = {
            "report_appraisal": ("year", "organization_id", "date_meeting", "line_ids"),
            "report_appraisal_ballot": ("year", "organization_id"),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))
