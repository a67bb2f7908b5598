from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityPartyPlan(models.Model):
    """The work plan of an organisation for a year: who leads it, who does it, how far it is."""

    _inherit = "community.party.plan"

    year = fields.Char(compute="_compute_year", store=True, precompute=True, index=True)
    leading_ids = fields.Many2many(
        "community.party.member",
        "community_party_plan_leading_rel",
        "plan_id",
        "member_id",
        string="Leading body",
        check_company=True,
        help="Who answers for the plan.",
    )
    working_ids = fields.Many2many(
        "community.party.member",
        "community_party_plan_working_rel",
        "plan_id",
        "member_id",
        string="Working body",
        check_company=True,
        help="Who carries it out and keeps its lines.",
    )
    programme_id = fields.Many2one(
        "community.programme",
        "Campaign",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The campaign beside which the plan stands.",
    )
    overdue_count = fields.Integer("Number overdue", compute="_compute_overdue_count")

    _year_uniq = models.UniqueIndex(
        "(organization_id, year) WHERE kind = 'work' AND active IS TRUE",
        "This organisation has a work plan for this year already: add lines to that one.",
    )

    @api.depends("date_from")
    def _compute_year(self):
        for plan in self:
            plan.year = str(plan.date_from.year) if plan.date_from else False

    @api.depends("line_ids.state", "line_ids.date_due")
    @api.depends_context("uid")
    def _compute_overdue_count(self):
        late = self.env["community.party.plan.line"]._progress_domain("overdue")
        self._count_links("overdue_count", "community.party.plan.line", "plan_id", late)

    @api.constrains("kind", "date_from", "date_to")
    def _check_year(self):
        for plan in self:
            if plan.kind == "work" and plan.date_from.year != plan.date_to.year:
                raise ValidationError(
                    self.env._(
                        "“%(plan)s” runs from %(start)s to %(end)s: a work plan is that of one "
                        "year. Make one for each year.",
                        plan=plan.name,
                        start=plan.date_from,
                        end=plan.date_to,
                    )
                )

        # A plan that becomes one of work, or of another year, asks the same of its lines.
        self.line_ids._check_in_year()
        self.line_ids._check_evidence()

    @api.constrains("leading_ids", "working_ids")
    def _check_bodies(self):
        for plan in self:
            for member in plan.leading_ids | plan.working_ids:
                if member.stage not in ("full", "probationary"):
                    raise ValidationError(
                        self.env._(
                            "%(person)s is not a Party member (%(stage)s): choose members for the "
                            "leading and the working body of “%(plan)s”.",
                            person=member.name,
                            stage=member._label_of("stage"),
                            plan=plan.name,
                        )
                    )

    def action_open_lines(self):
        """Open the lines of this plan with what is done, due and overdue."""
        return self._links_action(
            "community_party.community_party_plan_line_action_work",
            "plan_id",
            default_organization_id=self.organization_id.id,
        )
