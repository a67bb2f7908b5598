from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityLegacyIssue(models.Model):
    """An issue left over from history (历史遗留问题): since when, who decides, what comes next.

    It is open to those who work on it and to the coordinator.
    """

    _name = "community.legacy.issue"
    _description = "Legacy Issue"
    _inherit = ["community.issue.mixin"]
    _order = "date_next, id"

    name = fields.Char("Issue")
    kind = fields.Selection(
        [
            ("title", "Title certificates"),
            ("resettlement", "New homes not handed over"),
            ("compensation", "Compensation not paid"),
            ("facility", "Shared facilities and pipes"),
            ("developer", "Developer gone or bankrupt"),
            ("boundary", "Land and boundaries"),
            ("other", "Other"),
        ],
        default="title",
        required=True,
        index=True,
    )
    state = fields.Selection(
        [("open", "Not solved yet"), ("solved", "Solved"), ("dropped", "Ended without a solution")]
    )
    household_count = fields.Integer("Households concerned")
    since = fields.Date(required=True, help="The day from which it is known to exist.")
    age_years = fields.Integer("Age in years", compute="_compute_age_years")
    description = fields.Text("History")
    body_id = fields.Many2one(
        "res.partner",
        "Responsible body",
        index="btree_not_null",
        ondelete="restrict",
        help="Who can decide it.",
    )
    obstacles = fields.Text(help="What stands in the way.")
    helper_ids = fields.Many2many(
        relation="community_legacy_issue_helper_rel", column1="issue_id", column2="user_id"
    )
    next_step = fields.Char()
    date_next = fields.Date("Next step until", index="btree_not_null")
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    result = fields.Text()
    date_closed = fields.Date("Issue ended on")
    case_ids = fields.Many2many(
        "community.mediation.case",
        "community_legacy_issue_case_rel",
        "issue_id",
        "case_id",
        "Mediation cases",
        check_company=True,
    )

    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL", "This number belongs to another issue."
    )
    _check_closed = models.Constraint(
        "CHECK ((state = 'open') = (date_closed IS NULL))", "An issue that has ended has its day."
    )

    @api.depends("since")
    def _compute_age_years(self):
        today = fields.Date.context_today(self)
        for issue in self:
            issue.age_years = relativedelta(today, issue.since).years if issue.since else 0

    @api.depends("state", "date_next")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for issue in self:
            issue.is_overdue = bool(
                issue.state == "open" and issue.date_next and issue.date_next < today
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = [("state", "=", "open"), ("date_next", "<", "today")]
        return overdue if True in value else ["!", "&", *overdue]

    @api.constrains("since", "household_count", "next_step", "date_next", "state")
    def _check_sense(self):
        self._check_not_future("since")
        for issue in self:
            if issue.household_count < 0:
                raise UserError(
                    self.env._(
                        "%(issue)s: %(count)s households cannot be. Enter 0 or more.",
                        issue=issue.name,
                        count=issue.household_count,
                    )
                )
            if issue.state == "open" and issue.next_step and not issue.date_next:
                raise UserError(
                    self.env._(
                        "%(issue)s: the next step “%(step)s” has no day. Say until when.",
                        issue=issue.name,
                        step=issue.next_step,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        for issue in self:
            if issue.state != "open":
                raise UserError(
                    self.env._("%(issue)s has ended and is kept.", issue=issue.display_name)
                )

    def action_solve(self):
        """Note that the issue is solved.

        :raises UserError: without the result
        """
        self._end("solved")

    def action_drop(self):
        """End an issue that cannot be solved; the result says why and what the people were told.

        :raises UserError: without the result
        """
        self._end("dropped")

    def action_reopen(self):
        """Open the issue again."""
        self.check_access("write")
        self._set_closed(state="open", date_closed=False)
        self._renew_claims()

    def _end(self, state):
        self.check_access("write")
        for issue in self:
            if issue.state != "open":
                raise UserError(
                    self.env._(
                        "%(issue)s has ended already: open it again first.",
                        issue=issue.display_name,
                    )
                )
            if not (issue.result or "").strip():
                raise UserError(
                    self.env._(
                        "%(issue)s: write the result before it ends.", issue=issue.display_name
                    )
                )
        self._set_closed(state=state, date_closed=fields.Date.context_today(self))
        if state == "solved":
            self._propose_fulfilment()
        else:
            self._lapse_claims()

    def _is_claimable(self):
        return super()._is_claimable() and self.state == "open"

    @api.model
    def _list_fields(self):
        names = (
            "body_id date_next household_count is_overdue kind name next_step number since state "
            "user_id"
        )
        return super()._list_fields() | set(names.split())
