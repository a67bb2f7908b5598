from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.request_clock import add_days, deadlines
from .community_request import OWN_WAYS, RUNNING

OVER_DAYS = 2
# Who is told, and on which day.
ESCALATION = (("officer", "date_warn"), ("manager", "date_due"), ("secretary", "date_over"))

MANAGER = "community_service.group_community_manager"


class CommunityRequest(models.Model):
    """When a request is due, and who is told before and after."""

    _inherit = "community.request"

    wait_ids = fields.One2many("community.request.wait", "request_id", "Waits")
    date_reopened = fields.Date("Reopened on", readonly=True, copy=False)
    date_due = fields.Date(
        "Due by", compute="_compute_date_due", store=True, index="btree_not_null", copy=False
    )
    date_warn = fields.Date(
        "Warning on",
        compute="_compute_date_due",
        store=True,
        help="When four fifths of the time are over.",
    )
    date_over = fields.Date(
        "Secretary told on",
        compute="_compute_date_due",
        store=True,
        help="Two working days after the due day.",
    )
    is_provisional = fields.Boolean(
        "Due day provisional",
        compute="_compute_date_due",
        store=True,
        help="The holidays of that year are not entered yet.",
    )
    is_on_time = fields.Boolean(
        compute="_compute_is_on_time", store=True, help="Closed by the due day."
    )
    escalation_levels = fields.Char(
        readonly=True, copy=False, export_string_translation=False, help="Who was told already."
    )
    is_late = fields.Boolean("Overdue", compute="_compute_is_late", search="_search_is_late")

    _due_idx = models.Index("(date_due) WHERE date_closed IS NULL")
    _warn_idx = models.Index("(date_warn) WHERE date_closed IS NULL")

    @api.depends(
        "date_accepted",
        "date_reopened",
        "limit_days",
        "limit_kind",
        "wait_ids.date_to",
        "date_due_external",
    )
    def _compute_date_due(self):
        Holiday = self.env["community.holiday"]
        for request in self:
            exceptions = Holiday._exceptions(request.company_id)
            start = request.date_reopened or request.date_accepted
            external = request.date_due_external
            if not start and not external:
                request.date_due = request.date_warn = request.date_over = False
                request.is_provisional = False
                continue
            due = warn = None
            if start:
                waits = [
                    (max(wait.date_from, start), wait.date_to)
                    for wait in request.wait_ids
                    if wait.date_to and wait.date_to >= start
                ]
                warn, due = deadlines(
                    start, request.limit_days, request.limit_kind or "working", waits, exceptions
                )
            if external and (not due or external < due):
                # The street's own clock runs beside ours; the earlier day counts.
                due, warn = external, min(warn or external, external)
            request.date_due, request.date_warn = due, warn
            request.date_over = add_days(due, OVER_DAYS, "working", exceptions)
            request.is_provisional = request.limit_kind == "working" and due.year not in {
                day.year for day in exceptions
            }

    @api.model
    def _workday_fields(self):
        return ("date_due", "date_warn", "date_over")

    @api.model
    def _workday_open(self):
        return Domain("state", "in", RUNNING) & Domain("merged_into_id", "=", False)

    def _tell_moved(self, due, days):
        """Let those be told again whose day is still to come since the due day moved."""
        today = fields.Date.context_today(self)
        for request in self.filtered("escalation_levels"):
            told = [
                f"{level};"
                for level, field in ESCALATION
                if f"{level};" in request.escalation_levels and request[field] <= today
            ]
            request._set_closed(escalation_levels="".join(told))
        return super()._tell_moved(due, days)

    @api.depends("date_closed", "date_due", "state")
    def _compute_is_on_time(self):
        for request in self:
            request.is_on_time = bool(
                request.state == "done"
                and request.date_closed
                and (not request.date_due or request.date_closed <= request.date_due)
            )

    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for request in self:
            request.is_late = bool(
                request.state in RUNNING and request.date_due and request.date_due < today
            )

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = (
            Domain("state", "in", RUNNING)
            & Domain("merged_into_id", "=", False)
            & Domain("date_due", "<", "today")
        )
        domain = Domain.FALSE
        if True in value:
            domain |= late
        if False in value:
            domain |= ~late
        return domain

    def _begin_wait(self, reason):
        # Waits are written by the program alone.
        self.env["community.request.wait"].sudo().create(
            [
                {
                    "request_id": request.id,
                    "date_from": fields.Date.context_today(self),
                    "reason": reason,
                }
                for request in self
            ]
        )

    def _end_wait(self):
        today = fields.Date.context_today(self)
        # Waits are written by the program alone.
        open_waits = self.sudo().wait_ids.filtered(lambda wait: not wait.date_to)
        open_waits.write({"date_to": today})

    # escalation

    @api.model
    def _cron_escalate(self):
        """Tell officer, manager and secretary, once each and in any number of runs.

        The officer at 80 % of the time, the manager on the due day, the secretary two working days
        after it. Requests that wait or were merged are left alone.
        """
        for level, field in ESCALATION:
            requests = self.search(
                Domain("state", "in", RUNNING)
                & Domain("merged_into_id", "=", False)
                & Domain(field, "<=", "today")
                & (
                    Domain("escalation_levels", "=", False)
                    | Domain("escalation_levels", "not like", f"{level};")
                ),
            )
            requests._escalate(level)

    def _escalate(self, level):
        if not self:
            return
        Activity = self.env["mail.activity"]
        kind = self.env.ref("community_service.mail_activity_request")
        model_id = self.env["ir.model"]._get_id(self._name)
        summaries = {
            "officer": self.env._("Due soon"),
            "manager": self.env._("Due: ask the officer"),
            "secretary": self.env._("Two working days over: decide"),
        }
        users = self._escalation_users(level)
        # Read together; each activity would ask for the name of its record alone.
        self.item_id.fetch(["name"])
        Activity.with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": request.id,
                    "activity_type_id": kind.id,
                    "automated": True,
                    "user_id": users[request].id,
                    "summary": summaries[level],
                    "date_deadline": request.date_due,
                }
                for request in self
                if users[request]
            ]
        )
        for levels, requests in self.grouped("escalation_levels").items():
            # Kept by the program alone; the mark makes the job re-runnable.
            requests.sudo()._set_closed(escalation_levels=f"{levels or ''}{level};")

    def _escalation_users(self, level):
        """Return {request: user to tell}: the named one who works here, or who stands in."""
        users, stand_in = {}, {}
        for request in self:
            company = request.company_id
            named = {
                "officer": request.officer_id,
                "manager": company.community_manager_id,
                "secretary": company.community_secretary_id | company.community_manager_id,
            }[level]
            here = named.sudo()._here_instead(company).with_env(self.env)
            found = here._at_work(request._staff_groups(), company)[:1]
            if not found and level == "officer":
                found = request._person_in_charge()
            if not found and company not in stand_in:
                # The officer of the request is nobody's manager.
                stand_in[company] = self.env["res.users"]._all_at_work(MANAGER, company)[:1]
            users[request] = found or stand_in[company]
        return users

    # what the no-contact watch learns from it

    @api.model
    def _contact_fields(self):
        return super()._contact_fields() | {"channel", "resident_id", "date_received"}

    def _contact_word(self):
        return "contact" if self.resident_id and self.channel in OWN_WAYS else ""

    def _contact_homes(self):
        return self.household_id | self.resident_id.household_id
