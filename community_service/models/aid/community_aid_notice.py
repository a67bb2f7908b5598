from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.aid import notice_end
from .community_aid_case import WORKERS


class CommunityAidNotice(models.Model):
    """One of the two public notices of a case, published by a named person.

    The street's opinion hangs in the community for the days of the programme (art. 19); the
    county's result names applicant, family size and amount, and nothing else (art. 24).
    """

    _name = "community.aid.notice"
    _description = "Public Notice of an Aid Case"
    _inherit = ["community.named.mixin", "community.aid.record"]
    _order = "date_from desc, id desc"
    _rec_name = "kind"

    kind = fields.Selection(
        [("opinion", "First opinion of the street"), ("result", "Result of the decision")],
        required=True,
        default="opinion",
    )
    opinion = fields.Selection(
        [("grant", "Conditions are met"), ("refuse", "Conditions are not met")],
        default="grant",
        required=True,
    )
    opinion_by = fields.Char("Opinion of", help="Who gave the opinion: body and person.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(
        "Yuan a month", groups=WORKERS, exportable=False, aggregator=None, help="As published."
    )
    date_from = fields.Date("Published on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Hangs until", compute="_compute_date_to", store=True)
    date_down = fields.Date("Taken down on", copy=False, readonly=True)
    place = fields.Char(required=True, default=lambda self: self.env._("Notice board"))
    user_id = fields.Many2one(
        "res.users",
        "Published by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
    )

    objection = fields.Text(copy=False, groups=WORKERS, help="What was objected; not by whom.")
    date_objection = fields.Date("Objection on", copy=False)
    review_kind = fields.Selection(
        [("survey", "New survey"), ("democratic", "Democratic review")], "Answered by", copy=False
    )
    review_result = fields.Text("Result of the review", copy=False, groups=WORKERS)

    _check_objection = models.Constraint(
        "CHECK (date_objection IS NULL OR date_objection >= date_from)",
        "An objection comes after the notice was published.",
    )
    _check_amount = models.Constraint(
        "CHECK (COALESCE(amount, 0) BETWEEN 0 AND 1000000)",
        "The amount of a notice lies between 0 and 1,000,000 yuan.",
    )

    @api.depends("date_from", "kind", "case_id.programme_id")
    def _compute_date_to(self):
        for notice in self:
            days = notice.case_id.programme_id.notice_days
            has_end = notice.date_from and notice.kind == "opinion"
            notice.date_to = notice_end(notice.date_from, days) if has_end else False

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        notices = super().create(vals_list)
        for notice in notices:
            notice._publish()
        return notices

    def _publish(self):
        """Check that the case is ready for this notice and let it move on."""
        case = self.case_id
        case._check_officer()
        if self.date_from > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "%(case)s: a notice of %(date)s is still to come. Record it on the day on "
                    "which it hangs.",
                    case=case.display_name,
                    date=self.date_from,
                )
            )
        if self.kind == "opinion":
            case._begin_notice(self)
        elif case.state not in ("approved", "active"):
            raise UserError(
                self.env._(
                    "%(case)s has not been granted: there is no result to publish.",
                    case=case.display_name,
                )
            )

    def action_take_down(self):
        """Record that notices came down; one of an opinion hangs for all of its days.

        :raises UserError: before the last day of the notice
        """
        self.check_access("write")
        for notice in self:
            notice._check_over()
        self._set_closed(date_down=fields.Date.context_today(self))

    def _check_over(self):
        today = fields.Date.context_today(self)
        if self.date_to and today < self.date_to:
            raise UserError(
                self.env._(
                    "The notice of %(case)s hangs until %(date)s: it cannot end %(days)s days "
                    "early. Come back on that day.",
                    case=self.case_id.display_name,
                    date=self.date_to,
                    days=(self.date_to - today).days,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for notice in self:
            raise UserError(
                self.env._(
                    "The notice of %(case)s was public and is kept.",
                    case=notice.case_id.display_name,
                )
            )
