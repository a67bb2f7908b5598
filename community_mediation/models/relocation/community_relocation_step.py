from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

STEPS = [
    ("plan", "Plan published for comment"),
    ("risk", "Assessment of risks, money in a separate account"),
    ("decision", "Decision and notice"),
    ("freeze", "Permits frozen"),
    ("survey", "Survey and registration"),
    ("result", "Result of the survey published"),
    ("valuer", "Valuer chosen"),
    ("valuation", "Valuation, review, expert opinion"),
    ("signing", "Signing"),
    ("government", "Government decisions on compensation"),
    ("moving", "Moving"),
    ("published", "Results published in the area"),
]

ARTICLES = {
    "plan": "10",
    "risk": "12",
    "decision": "13",
    "freeze": "16",
    "survey": "15",
    "result": "15",
    "valuer": "20",
    "valuation": "19",
    "signing": "25",
    "government": "26",
    "moving": "27",
    "published": "29",
}


class CommunityRelocationStep(models.Model):
    """A step of the procedure or its notice, with its days.

    Regulation on the Expropriation of Houses on State-owned Land (2011): the plan is published for
    comment for at least 30 days (art. 10), risks are assessed and the money stands in a separate
    account (12), decision and notice (13), survey and its result (15), permits frozen for up to a
    year (16), review and expert opinion (19), the valuer is agreed on, or chosen by majority or
    lot (20), the agreement (25), decision without one (26), pay first and move later (27), each
    household's result is filed and published in the area (29).
    """

    _name = "community.relocation.step"
    _description = "Step of a Relocation"
    _inherit = ["community.named.mixin", "community.guarded.mixin"]
    _order = "project_id, date_from, id"
    _rec_name = "kind"

    project_id = fields.Many2one(
        "community.relocation.project", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    kind = fields.Selection(STEPS, "Step", required=True)
    article = fields.Char(compute="_compute_article")
    date_from = fields.Date("Starts on", required=True)
    date_to = fields.Date("Until")
    notice = fields.Char("Announcement", help="Number and title of the notice.")
    note = fields.Char()

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A step ends on or after the day on which it begins.",
    )

    @api.depends("kind")
    def _compute_article(self):
        for step in self:
            step.article = ARTICLES.get(step.kind)

    @api.constrains("kind", "date_from", "date_to", "project_id")
    def _check_length(self):
        """Comment of at least 30 days (art. 10), a freeze of at most a year (art. 16)."""
        Parameter = self.env["community.parameter"]
        for step in self:
            if step.kind == "plan" and step.date_to:
                days, least = (
                    (step.date_to - step.date_from).days,
                    Parameter._whole("relocation_comment_days", step.company_id, step.date_from),
                )
                if days < least:
                    raise UserError(
                        self.env._(
                            "%(project)s: the plan is published from %(start)s until %(end)s, "
                            "%(days)s days; it stays open to comment for at least %(least)s "
                            "days (art. 10). Enter a later last day.",
                            project=step.project_id.name,
                            start=step.date_from,
                            end=step.date_to,
                            days=days,
                            least=least,
                        )
                    )
            if step.kind == "freeze" and step.date_to:
                months = Parameter._whole(
                    "relocation_freeze_months", step.company_id, step.date_from
                )
                last = step.date_from + relativedelta(months=months)
                if step.date_to > last:
                    raise UserError(
                        self.env._(
                            "%(project)s: permits are frozen until %(end)s, but for at most "
                            "%(months)s months, until %(last)s (art. 16).",
                            project=step.project_id.name,
                            end=step.date_to,
                            months=months,
                            last=last,
                        )
                    )

    @api.constrains("kind", "date_from", "date_to", "project_id")
    def _check_order(self):
        """The decision comes after the time for comment (art. 10 to 13)."""
        for project in self.project_id:
            plans = project.step_ids.filtered(lambda step: step.kind == "plan")
            ends = plans.filtered("date_to").mapped("date_to")
            for step in project.step_ids.filtered(lambda step: step.kind == "decision"):
                if len(ends) < len(plans) or ends and step.date_from <= max(ends):
                    raise UserError(
                        self.env._(
                            "%(project)s: decided on %(day)s, but the plan is open to comment "
                            "until %(end)s. The decision comes after that day.",
                            project=project.name,
                            day=step.date_from,
                            end=max(ends) if ends else "?",
                        )
                    )
