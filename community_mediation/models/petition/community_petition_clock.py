from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import deadlines
from .community_petition import RUNNING

CLOCKS = [
    ("report", "Report it at once"),
    ("handle", "Accept, hand on or decline"),
    ("notice", "Notice of the responsible body"),
    ("finish", "Written answer"),
    ("deliver", "Give the answer to the petitioner"),
    ("review", "Answer of the review"),
    ("close", "Close the file"),
]
WARN_DAYS = 3


class CommunityPetition(models.Model):
    """What is due next on a petition, and by when."""

    _inherit = "community.petition"

    extension_days = fields.Integer("Days added", readonly=True, copy=False)
    extension_reason = fields.Char("Why more time", readonly=True, copy=False)
    extension_head = fields.Char("Leave given by", readonly=True, copy=False)
    date_due = fields.Date("To be answered by", compute="_compute_date_due", store=True)
    date_review_until = fields.Date(
        "Review can be asked until", compute="_compute_date_review_until", store=True
    )
    clock = fields.Selection(CLOCKS, "Due next", compute="_compute_clock", store=True)
    date_next = fields.Date(
        "Due on", compute="_compute_clock", store=True, index="btree_not_null", copy=False
    )
    is_late = fields.Boolean("Overdue", compute="_compute_is_late", search="_search_is_late")
    is_on_time = fields.Boolean(
        "Answered in time", compute="_compute_is_on_time", store=True, help="By the due day."
    )
    told_clocks = fields.Char(
        readonly=True, copy=False, export_string_translation=False, help="What was told already."
    )

    _check_extension = models.Constraint(
        "CHECK (extension_days >= 0)", "Days that are added are 0 or more."
    )
    _next_idx = models.Index("(date_next) WHERE date_closed IS NULL")

    @api.depends("date_accepted", "extension_days")
    def _compute_date_due(self):
        days = self.env["community.parameter"]._whole("petition_finish_days")
        for petition in self:
            start = petition.date_accepted
            petition.date_due = start and deadlines.petition_finish_due(
                start, petition.extension_days, days
            )

    @api.depends("date_delivered", "review_ids.date_answered")
    def _compute_date_review_until(self):
        """Count from the last answer that the petitioner has received (art. 35, 36)."""
        days = self.env["community.parameter"]._whole("petition_review_request_days")
        for petition in self:
            reviewed = {review.level: review.date_answered for review in petition.review_ids}
            if reviewed.get("second"):
                petition.date_review_until = False
                continue
            start = reviewed.get("first") or petition.date_delivered
            petition.date_review_until = start and deadlines.petition_review_until(start, days)

    @api.depends(
        "state",
        "kind",
        "is_urgent",
        "is_reachable",
        "date_received",
        "date_reported",
        "date_due",
        "date_answered",
        "date_delivered",
        "date_review_until",
        "transfer_ids.date_notice_due",
        "transfer_ids.date_objected",
        "review_ids.date_due",
        "review_ids.date_answered",
    )
    def _compute_clock(self):
        days = self.env["community.parameter"]._whole("petition_transfer_days")
        for petition in self:
            running = petition._running_clocks(days)
            first = min(running, key=lambda entry: entry[0]) if running else (False, False)
            petition.date_next, petition.clock = first

    def _running_clocks(self, days):
        """Return (day, clock) of each thing that somebody has to do."""
        self.ensure_one()
        running = []
        if self.is_urgent and not self.date_reported and self.state in RUNNING:
            running.append((self.date_received, "report"))
        if self.state == "registered":
            due = deadlines.petition_handling_due(self.date_received, days)
            running.append((due, "handle"))
        elif self.state == "handed":
            open_transfers = self.transfer_ids.filtered(lambda transfer: not transfer.date_objected)
            # Nobody can be told of an anonymous matter; the body of an accusation tells by itself.
            if open_transfers and self.is_reachable and self.kind != "accusation":
                running.append((open_transfers[0].date_notice_due, "notice"))
        elif self.state == "accepted":
            running.append((self.date_due, "finish"))
        elif self.state == "review":
            asked = self.review_ids.filtered(lambda review: not review.date_answered)
            running.extend((review.date_due, "review") for review in asked)
        elif self.state == "answered":
            if not self.date_delivered and self.is_reachable:
                running.append((self.date_answered, "deliver"))
            else:
                running.append((self.date_review_until or self.date_answered, "close"))
        return [(day, clock) for day, clock in running if day]

    @api.model
    def _review_request_days(self):
        """Return the days to ask for a review, for the paper that tells of them."""
        return self.env["community.parameter"]._whole("petition_review_request_days")

    @api.depends("date_answered", "date_due")
    def _compute_is_on_time(self):
        for petition in self:
            petition.is_on_time = bool(
                petition.date_answered
                and petition.date_due
                and petition.date_answered <= petition.date_due
            )

    @api.depends("date_next")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for petition in self:
            petition.is_late = bool(petition.date_next and petition.date_next < today)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("date_next", "<", "today")
        domain = Domain.FALSE
        if True in value:
            domain |= late
        if False in value:
            domain |= Domain("date_next", "=", False) | Domain("date_next", ">=", "today")
        return domain

    @api.model
    def _cron_remind(self):
        """Tell who is in charge three days before something is due, once for each day and thing.

        Nobody in charge: every petition officer of the community who may read it.
        """
        soon = fields.Date.context_today(self) + timedelta(days=WARN_DAYS)
        petitions = self.search(Domain("date_next", "<=", soon) & Domain("clock", "!=", "close"))
        labels = dict(self._fields["clock"]._description_selection(self.env))
        for petition in petitions:
            mark = f"{petition.clock}:{petition.date_next};"
            if mark in (petition.told_clocks or ""):
                continue
            petition._tell_officers(labels[petition.clock], petition.date_next)
            # Kept by the program alone; the mark makes the job re-runnable.
            petition.sudo().told_clocks = f"{petition.told_clocks or ''}{mark}"

    def _tell_officers(self, summary, day=None):
        """Put a petition on the list of who deals with it; the activity carries no name."""
        self.ensure_one()
        users = self.user_id
        if not users:
            group = self.env.ref("community_mediation.group_petition_officer")
            users = group.all_user_ids.filtered(
                lambda user: self.company_id in user.company_ids and not user.share
            )
        quiet = self.with_context(mail_activity_quick_update=True)
        for user in users:
            if self.with_user(user).is_barred:
                continue
            quiet.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                user_id=user.id,
                date_deadline=day or fields.Date.context_today(self),
            )
