from odoo import api, fields, models


class CommunityPartyPlan(models.Model):
    """A plan of an organisation for a period: study, work, or putting problems right."""

    _name = "community.party.plan"
    _description = "Plan of a Party Organisation"
    _inherit = ["community.party.scoped.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    kind = fields.Selection(
        [
            ("study", "Study plan"),
            ("work", "Work plan"),
            ("rectification", "Putting problems right"),
        ],
        default="study",
        required=True,
    )
    date_from = fields.Date("Starts on", required=True, default=lambda self: self._this_year()[0])
    date_to = fields.Date("Ends on", required=True, default=lambda self: self._this_year()[1])
    goal = fields.Text()
    line_ids = fields.One2many("community.party.plan.line", "plan_id", "Topics and tasks")
    line_count = fields.Integer(compute="_compute_counts")
    done_count = fields.Integer("Number done", compute="_compute_counts")
    active = fields.Boolean(default=True)

    _check_dates = models.Constraint(
        "CHECK (date_to >= date_from)", "A plan cannot end before it begins."
    )

    @api.model
    def _this_year(self):
        today = fields.Date.context_today(self)
        return today.replace(month=1, day=1), today.replace(month=12, day=31)

    @api.depends("line_ids.state")
    def _compute_counts(self):
        counts = {}
        for plan, state, count in self.env["community.party.plan.line"]._read_group(
            [("plan_id", "in", self.ids)], ["plan_id", "state"], ["__count"]
        ):
            counts.setdefault(plan.id, {})[state] = count
        for plan in self:
            states = counts.get(plan.id, {})
            plan.line_count = sum(n for state, n in states.items() if state != "cancelled")
            plan.done_count = states.get("done", 0)
