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
    """One of the steps from the application to the archive, with everything the rules say of it.

    The numbers are data: a manager edits them with their legal basis and the day on which somebody
    compared them with the text. A change replans what is due for everybody on the way.
    """

    _name = "community.party.step"
    _description = "Step of Admission"
    _inherit = ["mail.thread"]
    _order = "number"
    _rec_names_search = ["name", "number"]

    number = fields.Integer(required=True)
    name = fields.Char(required=True, translate=True)
    stage = fields.Selection(
        [
            ("application", "Application"),
            ("activist", "Activist"),
            ("candidate", "Candidate"),
            ("acceptance", "Acceptance"),
            ("probation", "Probation and conversion"),
        ],
        "Part",
        required=True,
    )
    level = fields.Selection(
        [("branch", "Branch"), ("above", "Party committee above")],
        "Decided by",
        default="branch",
        required=True,
        help="Steps of the committee above are recorded by a Party officer.",
    )
    gives_stage = fields.Selection(
        MEMBER_STAGES, "Makes the person", help="The stage that the person has after this step."
    )
    after_ids = fields.Many2many(
        "community.party.step",
        "community_party_step_after_rel",
        "step_id",
        "before_id",
        string="Comes after",
    )
    wait_step_id = fields.Many2one(
        "community.party.step", "Waiting time from", index="btree_not_null", ondelete="restrict"
    )
    wait_months = fields.Integer("Months to wait", tracking=True)
    limit_step_id = fields.Many2one(
        "community.party.step", "Time limit from", index="btree_not_null", ondelete="restrict"
    )
    limit_months = fields.Integer("Months at most", tracking=True)
    least_age = fields.Integer("Least age", tracking=True)
    least_training_days = fields.Integer("Least days of training", tracking=True)
    least_training_hours = fields.Float("Least hours of training", tracking=True)
    people_kind = fields.Selection(
        [("contact", "Cultivation contacts"), ("introducer", "Introducers")], "Members named"
    )
    people_least = fields.Integer("Members at least", tracking=True)
    people_most = fields.Integer("Members at most", tracking=True)
    stay_months = fields.Integer(
        "Months the person stays",
        tracking=True,
        help="The step is not taken when the person will leave the unit within these months.",
    )
    needs_checks = fields.Boolean("Half-year checks done", tracking=True)
    has_vote = fields.Boolean("Vote of the branch meeting", tracking=True)
    material_ids = fields.One2many("community.party.step.material", "step_id", "Papers")
    legal_basis = fields.Char(required=True, translate=True, tracking=True)
    date_as_of = fields.Date("Checked on", required=True, tracking=True)
    note = fields.Text(translate=True)
    active = fields.Boolean(default=True)

    _number_uniq = models.UniqueIndex("(number)", "There is a step with this number already.")
    _check_numbers = models.Constraint(
        "CHECK (COALESCE(wait_months, 0) >= 0 AND COALESCE(limit_months, 0) >= 0"
        " AND COALESCE(least_age, 0) >= 0 AND COALESCE(stay_months, 0) >= 0"
        " AND COALESCE(people_least, 0) >= 0 AND"
        " COALESCE(people_most, 0) >= COALESCE(people_least, 0))",
        "The numbers of a step are zero or more, and the most is not below the least.",
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for step in self:
            step.display_name = f"{step.number} {step.name or ''}".strip()

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
        rule = {"after_ids", "wait_step_id", "wait_months", "limit_step_id", "limit_months"}
        if rule & vals.keys() or "active" in vals:
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

    def _rule_text(self):
        """Return the numbers of the step in words, to be kept with what was decided by them."""
        self.ensure_one()
        parts = []
        if self.wait_step_id:
            parts.append(
                self.env._(
                    "at least %(months)s months after step %(step)s",
                    months=self.wait_months,
                    step=self.wait_step_id.number,
                )
            )
        if self.limit_step_id:
            parts.append(
                self.env._(
                    "within %(months)s months of step %(step)s",
                    months=self.limit_months,
                    step=self.limit_step_id.number,
                )
            )
        if self.least_training_days:
            parts.append(
                self.env._(
                    "%(days)s days or %(hours)g hours of training",
                    days=self.least_training_days,
                    hours=self.least_training_hours,
                )
            )
        if self.people_kind:
            parts.append(
                self.env._(
                    "%(least)s-%(most)s full members named",
                    least=self.people_least,
                    most=self.people_most,
                )
            )
        if self.has_vote:
            parts.append(self.env._("vote of those due, written opinions counted"))
        return "; ".join([*parts, self.legal_basis or ""])
