from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CommunityProgramme(models.Model):
    """A campaign of visits to the households of some places and categories in a period.

    Nobody ticks a programme on a visit: every visit that falls into its scope counts, so one visit
    satisfies many obligations.
    """

    _name = "community.programme"
    _description = "Visit Programme"
    _inherit = ["mail.thread", "mail.activity.mixin", "community.guarded.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Community", default=lambda self: self.env.company, required=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Responsible", default=lambda self: self.env.user, tracking=True
    )
    date_from = fields.Date(
        "Starts on", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date("Ends on", required=True, tracking=True)
    area_ids = fields.Many2many(
        "community.area",
        "community_programme_area_rel",
        "programme_id",
        "area_id",
        string="Buildings and estates",
        help="Empty: the whole community.",
    )
    category_ids = fields.Many2many(
        "community.category",
        "community_programme_category_rel",
        "programme_id",
        "category_id",
        string="Categories",
        help="Empty: every household.",
        check_company=True,
    )
    target_rate = fields.Float("Target (%)", default=95.0)
    purpose = fields.Text()
    task_ids = fields.One2many("community.programme.task", "programme_id", "Tasks")
    household_count = fields.Integer("Number of households", compute="_compute_coverage")
    visited_count = fields.Integer("Visited", compute="_compute_coverage")
    coverage = fields.Float("Coverage (%)", compute="_compute_coverage")
    on_time_rate = fields.Float("On time (%)", compute="_compute_coverage")
    is_reached = fields.Boolean("Target reached", compute="_compute_coverage")

    _check_dates = models.Constraint(
        "CHECK (date_to >= date_from)", "A programme cannot end before it starts."
    )
    _check_target = models.Constraint(
        "CHECK (target_rate > 0 AND target_rate <= 100)",
        "Give the target in per cent, above 0 and up to 100.",
    )
    _order_idx = models.Index("(date_from DESC, id DESC)")

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("date_from", "date_to", "area_ids", "category_ids", "target_rate")
    def _compute_coverage(self):
        for programme in self:
            figures = {}
            if programme.date_from and programme.date_to:
                figures = self.env["community.visit"]._coverage(
                    programme.date_from, programme.date_to, programme._scope_domain()
                )
            programme.household_count = figures.get("households", 0)
            programme.visited_count = figures.get("visited", 0)
            programme.coverage = figures.get("coverage", 0.0)
            programme.on_time_rate = figures.get("on_time_rate", 0.0)
            programme.is_reached = programme.coverage >= programme.target_rate

    @api.constrains("company_id", "area_ids")
    def _check_area_company(self):
        for programme in self:
            for area in programme.area_ids:
                if area.company_id != programme.company_id:
                    raise ValidationError(
                        self.env._(
                            "%(area)s belongs to another community than the programme "
                            "%(programme)s: choose places of %(company)s.",
                            area=area.complete_name,
                            programme=programme.name,
                            company=programme.company_id.name,
                        )
                    )

    def _scope_domain(self):
        """Return the domain of the households in the places and categories of this programme.

        Categories are those valid on the last day of the period, or today if that is earlier.
        """
        self.ensure_one()
        domain = Domain("company_id", "in", self.company_id.ids)
        if self.area_ids:
            domain &= Domain("area_id", "child_of", self.area_ids.ids)
        if self.category_ids:
            day = min(self.date_to, fields.Date.context_today(self))
            current = Domain(self.env["community.category.line"]._current_domain(day))
            domain &= Domain(
                "category_line_ids",
                "any",
                Domain("category_id", "in", self.category_ids.ids) & current,
            )
        return domain

    def action_open_households(self):
        """Open the households of this programme: those that coverage is counted over."""
        return self._open_households("households", self.env._("Households of the programme"))

    def action_open_visited(self):
        """Open the households of this programme that have been visited in its period."""
        return self._open_households("visited", self.env._("Visited"))

    def action_open_missing(self):
        """Open the households of this programme that have not been visited in its period."""
        return self._open_households("missing", self.env._("Not visited yet"))

    def _open_households(self, part, name):
        self.ensure_one()
        domains = self.env["community.visit"]._coverage_domains(
            self.date_from, self.date_to, self._scope_domain()
        )
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "community.household",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": list(domains[part]),
            "context": {"active_test": False},
        }
