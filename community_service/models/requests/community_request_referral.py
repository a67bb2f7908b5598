from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.workdays import add_workdays


class CommunityRequestReferral(models.Model):
    """A question put to a department about a request, with its own due date and answer."""

    _name = "community.request.referral"
    _description = "Referral of a Request"
    _inherit = [
        "community.guarded.mixin",
        "community.workday.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_due, id"
    _rec_name = "department_id"

    request_id = fields.Many2one(
        "community.request", required=True, index=True, ondelete="restrict"
    )
    department_id = fields.Many2one(
        "res.partner",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        ondelete="restrict",
    )
    contact_id = fields.Many2one("res.partner", "Contact person", ondelete="set null")
    question = fields.Text("What is asked", required=True)
    date_sent = fields.Date("Sent on", default=fields.Date.context_today, required=True)
    date_due = fields.Date("Answer due", compute="_compute_date_due", store=True, readonly=False)
    state = fields.Selection(
        [("sent", "Sent"), ("answered", "Answered"), ("cancelled", "Cancelled")],
        default="sent",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    answer = fields.Text(copy=False)
    date_answered = fields.Date("Answered on", readonly=True, copy=False)
    reminder_count = fields.Integer("Reminders", readonly=True, copy=False)
    date_reminded = fields.Date("Last reminder", readonly=True, copy=False)
    company_id = fields.Many2one(related="request_id.company_id", store=True, index=True)
    # Stored, so that a household's page counts them at once; they follow the request.
    household_id = fields.Many2one(
        related="request_id.household_id", store=True, index="btree_not_null"
    )
    resident_id = fields.Many2one(
        related="request_id.resident_id", store=True, index="btree_not_null"
    )
    grid_id = fields.Many2one(related="request_id.grid_id")
    officer_id = fields.Many2one(related="request_id.officer_id")

    _check_dates = models.Constraint(
        "CHECK (date_due IS NULL OR date_due >= date_sent)",
        "An answer cannot be due before the question was sent.",
    )
    _open_idx = models.Index("(date_due) WHERE state = 'sent'")

    @api.depends("request_id")
    def _compute_department_id(self):
        for referral in self:
            referral.department_id = referral.department_id or referral.request_id.department_id

    @api.depends("date_sent")
    def _compute_date_due(self):
        """Propose the working days of the community (``community_referral_days``)."""
        for referral in self:
            company = referral.company_id or self.env.company
            if referral.date_sent and not referral.date_due:
                exceptions = self.env["community.holiday"]._exceptions(company)
                referral.update(referral._workday_proposals(exceptions))

    @api.model
    def _workday_fields(self):
        return ("date_due",)

    @api.model
    def _workday_open(self):
        return Domain("state", "=", "sent")

    def _workday_proposals(self, exceptions):
        days = (self.company_id or self.env.company).community_referral_days
        return {"date_due": add_workdays(self.date_sent, days, exceptions)}

    @api.depends("department_id", "request_id")
    def _compute_display_name(self):
        for referral in self:
            referral.display_name = (
                f"{referral.request_id.number or ''} {referral.department_id.name or ''}".strip()
            )

    def action_answered(self):
        """Record that the department has answered.

        :raises UserError: without the answer
        """
        self._check_sent()
        for referral in self:
            if not (referral.answer or "").strip():
                raise UserError(
                    self.env._(
                        "%(referral)s: write down what the department answered.",
                        referral=referral.display_name,
                    )
                )
        self._set_closed(state="answered", date_answered=fields.Date.context_today(self))

    def action_cancel(self):
        """Take the question back."""
        self._check_sent()
        self._set_closed(state="cancelled")

    def action_remind(self):
        """Note a reminder and put the next one on the officer's list for tomorrow's due day."""
        self._check_sent()
        today = fields.Date.context_today(self)
        for referral in self:
            referral._set_closed(reminder_count=referral.reminder_count + 1, date_reminded=today)

    def _check_sent(self):
        self.check_access("write")
        for referral in self:
            if referral.state != "sent":
                raise UserError(
                    self.env._(
                        "%(referral)s has been closed already.", referral=referral.display_name
                    )
                )

    @api.model
    def _cron_remind(self):
        """Put overdue answers on the officers' lists, once each."""
        kind = self.env.ref("community_service.mail_activity_request")
        late = self.search(
            [("state", "=", "sent"), ("date_due", "<", "today"), ("activity_ids", "=", False)]
        )
        # Read together; each activity would ask for the name of its record alone.
        late.department_id.fetch(["name"])
        model_id = self.env["ir.model"]._get_id(self._name)
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": model_id,
                    "res_id": referral.id,
                    "activity_type_id": kind.id,
                    "automated": True,
                    "user_id": referral._person_in_charge(
                        referral.officer_id | referral.create_uid
                    ).id,
                    "summary": self.env._("No answer yet: remind the department"),
                    "date_deadline": fields.Date.context_today(self),
                }
                for referral in late
            ]
        )
