from odoo import api, fields, models
from odoo.tools import ormcache

MEMBER_STAGES = [
    ("applicant", "Applicant"),
    ("activist", "Activist"),
    ("candidate", "Candidate"),
    ("probationary", "Probationary member"),
    ("full", "Full member"),
]


class CommunityPartyStep(models.Model):
    """One of the steps from the application to the archive; its rule is held by its editions.

    People speak of 25 steps by their number. A step that the rules added later has a number of its
    own for the program, a mark that is shown, and its place on the way.
    """

    _name = "community.party.step"
    _description = "Step of Admission"
    _inherit = ["mail.thread"]
    _order = "sequence, number"
    _rec_names_search = ["name", "mark"]

    number = fields.Integer(required=True)
    mark = fields.Char(
        "No.",
        compute="_compute_mark",
        store=True,
        readonly=False,
        precompute=True,
        help="The number that people say and papers show.",
    )
    sequence = fields.Integer(
        "Place on the way", compute="_compute_mark", store=True, readonly=False, precompute=True
    )
    name = fields.Char(required=True, translate=True)
    stage = fields.Selection(
        [
            ("application", "Application"),
            ("activist", "Activist"),
            ("candidate", "Candidate"),
            ("acceptance", "Acceptance"),
            ("probation", "Probation and conversion"),
        ],
        "Stage of admission",
        required=True,
    )
    level = fields.Selection(
        [("branch", "Branch"), ("above", "Party committee above")],
        "Level that decides",
        default="branch",
        required=True,
        help="Steps of the committee above are recorded by a Party officer.",
    )
    gives_stage = fields.Selection(
        MEMBER_STAGES, "Makes the person", help="The stage that the person has after this step."
    )
    people_kind = fields.Selection(
        [("contact", "Cultivation contacts"), ("introducer", "Introducers")], "Members named"
    )
    has_vote = fields.Boolean("Vote of the branch meeting", tracking=True)
    rule_ids = fields.One2many("community.party.step.rule", "step_id", "Editions")
    rule_id = fields.Many2one(
        "community.party.step.rule",
        "Edition today",
        compute="_compute_rule_id",
        help="What the rules ask of somebody who takes the step today.",
    )
    rule_text = fields.Char("Asked for today", compute="_compute_rule_id")
    legal_basis = fields.Char(compute="_compute_rule_id")
    date_as_of = fields.Date("Checked on", compute="_compute_rule_id")
    material_ids = fields.One2many("community.party.step.material", "step_id", "Papers")
    note = fields.Text(translate=True)
    active = fields.Boolean(default=True)

    _number_uniq = models.UniqueIndex("(number)", "There is a step with this number already.")

    @api.depends("number")
    def _compute_mark(self):
        for step in self:
            step.mark = step.mark or str(step.number)
            step.sequence = step.sequence or 10 * step.number

    @api.depends(
        "rule_ids.valid_from", "rule_ids.text", "rule_ids.legal_basis", "rule_ids.date_as_of"
    )
    @api.depends_context("lang")
    def _compute_rule_id(self):
        today = fields.Date.context_today(self)
        for step in self:
            rule = step._rule_on(today)
            step.rule_id = rule
            step.rule_text = rule.text
            step.legal_basis = rule.legal_basis
            step.date_as_of = rule.date_as_of

    @api.depends("mark", "name")
    def _compute_display_name(self):
        for step in self:
            step.display_name = f"{step.mark} {step.name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        self.env.registry.clear_cache()
        return steps

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        if {"active", "sequence"} & vals.keys():
            # Everybody on the way follows the new rule, whoever may see them.
            self.env["community.party.member"].sudo()._on_the_way()._plan_steps()
        return result

    @api.model
    def _all(self):
        """Return all steps in use, in their order: some twenty-five."""
        return self.browse(self._all_ids())

    @api.model
    @ormcache()
    def _all_ids(self):
        # Steps are the same for everybody who works by them.
        return tuple(self.sudo().search([("active", "=", True)]).ids)

    def _rule_on(self, day):
        """Return the edition of the step in force on a day, an empty one where it did not exist.

        :param date day: the day on which the step is taken, or a clock starts
        """
        self.ensure_one()
        begun = self.rule_ids.filtered(lambda rule: rule._first_day() <= day)
        return begun.sorted(lambda rule: rule._first_day())[-1:]

    def _since(self):
        """Return the first day on which the rules know the step; False when they always did."""
        self.ensure_one()
        first = self.rule_ids.sorted(lambda rule: rule._first_day())[:1]
        return first.valid_from

    def _rules_until(self, day):
        """Return the editions up to a day: [(edition, first day of the next or None)]."""
        self.ensure_one()
        rules = self.rule_ids.filtered(lambda rule: rule._first_day() <= day)
        rules = rules.sorted(lambda rule: rule._first_day())
        ends = [*(rule.valid_from for rule in rules), None][1:]
        return list(zip(rules, ends, strict=True))

    def _later_steps(self):
        """Return the steps that come after this one by some edition."""
        self.ensure_one()
        return self._all().filtered(lambda step: self in step.rule_ids.after_ids)
