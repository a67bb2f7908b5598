import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import deadlines
from .community_petition import ENDED, RUNNING
from .community_petition_search import ABOVE, OFFICER

_logger = logging.getLogger(__name__)

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

    extension_reason = fields.Char("Why more time", readonly=True, copy=False)
    extension_head = fields.Char("Leave given by", readonly=True, copy=False)
    date_due = fields.Date("To be answered by", compute="_compute_date_due", store=True)
    date_review_until = fields.Date(
        "Review can be asked until", compute="_compute_date_review_until", store=True
    )
    clock = fields.Selection(CLOCKS, "Next time limit", compute="_compute_clock", store=True)
    date_next = fields.Date(
        "Next day due", compute="_compute_clock", store=True, index="btree_not_null", copy=False
    )
    is_late = fields.Boolean("Overdue", compute="_compute_is_late", search="_search_is_late")
    is_on_time = fields.Boolean(
        "Answered in time", compute="_compute_is_on_time", store=True, help="By the due day."
    )
    told_clocks = fields.Char(
        readonly=True, copy=False, export_string_translation=False, help="What was told already."
    )

    _next_idx = models.Index("(date_next) WHERE date_closed IS NULL")

    @api.depends("date_accepted", "extension_days")
    def _compute_date_due(self):
        Parameter = self.env["community.parameter"]
        for petition in self:
            start = petition.date_accepted
            days = Parameter._whole("petition_finish_days", petition.company_id, start)
            petition.date_due = start and deadlines.petition_finish_due(
                start, petition.extension_days, days
            )

    @api.depends("date_delivered", "review_ids.date_answered")
    def _compute_date_review_until(self):
        """Count from the last answer that the petitioner has received (art. 35, 36)."""
        for petition in self:
            days = petition._review_request_days()
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
        Parameter = self.env["community.parameter"]
        for petition in self:
            days = Parameter._whole(
                "petition_transfer_days", petition.company_id, petition.date_received
            )
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

    def _review_request_days(self):
        """Return the days to ask for a review, for the clock and the paper that tells of them."""
        Parameter = self.env["community.parameter"]
        return Parameter._whole("petition_review_request_days", self.company_id, self.date_answered)

    @api.depends("date_answered", "date_due", "is_extended_late")
    def _compute_is_on_time(self):
        for petition in self:
            petition.is_on_time = bool(
                petition.date_answered
                and petition.date_due
                and petition.date_answered <= petition.date_due
                and not petition.is_extended_late
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

        Nobody in charge: every petition officer of the community who may read it. An accusation
        that nobody may read any more goes to the person above first.
        """
        self._find_readers()
        soon = fields.Date.context_today(self) + timedelta(days=WARN_DAYS)
        petitions = self.search(Domain("date_next", "<=", soon) & Domain("clock", "!=", "close"))
        labels = dict(self._fields["clock"]._description_selection(self.env))
        for petition in petitions:
            mark = f"{petition.clock}:{petition.date_next};"
            if mark in (petition.told_clocks or ""):
                continue
            petition._tell_officers(labels[petition.clock], petition.date_next)
            # Kept by the program alone; the mark makes the job re-runnable.
            petition.sudo()._set_closed(told_clocks=f"{petition.told_clocks or ''}{mark}")

    @api.model
    def _find_readers(self):
        """Give each running accusation that nobody may see to the person above the community.

        Officers leave, are archived, or join a body that is accused: nobody notices that with them
        the last reader has gone. Where nobody above is named, the body above gets a mail, once for
        each; without its address the log of the server asks for a name and says no more. As soon as
        the settings name somebody, it goes there.
        """
        running = Domain("kind", "=", "accusation") & Domain("state", "not in", ENDED)
        for petition in self.sudo().search(running):  # A job: whatever it may read.
            accused = petition.accused_user_ids, petition.accused_partner_ids
            if petition._readers(petition.company_id, *accused):
                continue
            body, person = petition._above(petition.company_id, *accused)
            if person:
                if person != petition.user_id:
                    petition.user_id = person
                    petition._tell_officers(self.env._("A petition has come in"))
            elif not petition._is_open_to_keeper():
                petition._ask_for_reader(body)

    def _is_open_to_keeper(self):
        return bool(self.user_id) and self.user_id._may_open(self)

    def _ask_for_reader(self, body):
        """Tell the body above that one waits which nobody may open: no number, nobody's name."""
        mark = "unseen;"
        if not body.email:
            _logger.warning(
                "%s: nobody may open one of the petitions. Name in the settings the person above "
                "the community, or give the body above an address.",
                self.company_id.name,
            )
        elif mark not in (self.told_clocks or ""):
            # As a message of this petition: so the table of mails tells nobody here of it.
            self.env["mail.mail"].create(
                {
                    "subject": self.env._("A petition waits for somebody who may open it"),
                    "body_html": Markup("<p>{}</p>").format(
                        self.env._(
                            "In the register of %(community)s lies a petition that nobody there "
                            "may open. Ask its administrator to name somebody of yours in the "
                            "settings, as the person above, and no more.",
                            community=self.company_id.name,
                        )
                    ),
                    "email_to": body.email,
                    "model": self._name,
                    "res_id": self.id,
                    "auto_delete": True,
                }
            )
            self._set_closed(told_clocks=f"{self.told_clocks or ''}{mark}")

    def _tell_officers(self, summary, day=None):
        """Put a petition on the list of who deals with it; the activity carries no name."""
        self.ensure_one()
        # Also the person above, who works elsewhere.
        everywhere = self.env["res.company"]
        named = self.user_id._here_instead(self.company_id) | self.user_id
        # Whoever stands in may be one of those whom it accuses.
        open_to = named._at_work((OFFICER, ABOVE), everywhere).filtered(
            lambda user: not self.with_user(user).is_barred
        )
        users = open_to[:1] or self._readers(
            self.company_id, self.accused_user_ids, self.accused_partner_ids
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

    # Where a petition goes: to a body, to acceptance, to its legal path, to an earlier one.

    def _hand(self, kind, body, day):
        """Hand the petition to the body that has to answer (art. 22).

        :raises UserError: without a body, for one that is accused, or for a day that does not fit
        """
        self.ensure_one()
        self._check_state("registered", "handed", "accepted")
        if not body:
            self._need(self.env._("choose the responsible body"))
        self._check_day(day, self.date_received)
        self._check_spoken_for()
        if self.kind == "accusation" and body in self._accused_partners():
            raise UserError(
                self.env._(
                    "%(petition)s accuses %(body)s: an accusation is never passed to those whom it "
                    "accuses (Regulations on Petition Work, art. 30). Choose the discipline body.",
                    petition=self.display_name,
                    body=body.name,
                )
            )
        # Lines of this list are written by the program alone.
        self.env["community.petition.transfer"].sudo().create(
            {"petition_id": self.id, "kind": kind, "body_id": body.id, "date": day}
        )
        # The days that the head of a body added are not the next one's (art. 34).
        self._set_closed(
            **self._end_extension(),
            state="handed",
            body_id=body.id,
            date_accepted=False,
            extension_head=False,
            extension_reason=False,
        )

    def _object(self, day, reason):
        """Note that the body returned it as not its business, within the working days of art. 23.

        :raises UserError: without a reason, or after the last day
        """
        self.ensure_one()
        self._check_state("handed")
        reason = self._text(reason, self.env._("say why the body returns it"))
        transfer = self._open_transfer()
        self._check_day(day, transfer.date)
        if day > transfer.date_objection_due:
            raise UserError(
                self.env._(
                    "%(petition)s: %(body)s could return it until %(day)s (Regulations on Petition "
                    "Work, art. 23). It stays with this body; hand it to another one only with the "
                    "petition office.",
                    petition=self.display_name,
                    body=transfer.body_id.name,
                    day=transfer.date_objection_due,
                )
            )
        transfer.sudo()._set_closed(date_objected=day, objection=reason)
        self._set_closed(state="registered", body_id=False)

    def _open_transfer(self):
        return self.transfer_ids.filtered(lambda line: not line.date_objected)[:1]

    def _accept(self, day, is_told):
        """Note that the community, or the body it was handed to, has accepted the matter.

        :param bool is_told: whether the petitioner was told; not needed where nobody can be told
        """
        self.ensure_one()
        self._check_state("registered", "handed")
        transfer = self._open_transfer()
        self._check_day(day, transfer.date or self.date_received)
        self._check_spoken_for()
        if self.is_reachable and not is_told:
            self._need(self.env._("tell the petitioner that it was accepted, and tick it"))
        transfer.sudo()._set_closed(date_accepted=day)
        told = day if self.is_reachable else False
        self._set_closed(state="accepted", date_accepted=day, date_told=told)

    def _decline(self, day, reason):
        """Do not accept the matter; the petitioner is told why (art. 23)."""
        self.ensure_one()
        self._check_state("registered", "handed")
        self._check_day(day, self.date_received)
        reason = self._text(reason, self.env._("write the reason that the petitioner is told"))
        self._set_closed(state="declined", decision_note=reason, date_told=day)

    def _redirect(self, day, path, reason):
        """Send what has a legal path there, and tell the petitioner (art. 31)."""
        self.ensure_one()
        self._check_state("registered", "handed", "accepted")
        self._check_day(day, self.date_received)
        if not path:
            self._need(self.env._("choose the legal path"))
        reason = self._text(reason, self.env._("write what the petitioner is told"))
        self._set_closed(state="redirected", legal_path=path, decision_note=reason, date_told=day)

    def _report(self, day):
        """Note that an urgent matter was reported upward (art. 25 and 46, 4)."""
        self.ensure_one()
        self._check_day(day, self.date_received)
        self._set_closed(date_reported=day)

    def _extend(self, day, days, head, reason):
        """Add days to a complicated matter with leave of the head, and tell why (art. 34).

        :param date day: on which leave was given; after the last day it stays late
        :raises UserError: without leave or reason, or beyond the days that may be added
        """
        self.ensure_one()
        self._check_state("accepted")
        most = self.env["community.parameter"]._whole(
            "petition_extension_days", self.company_id, self.date_accepted
        )
        left = most - self.extension_days
        if not 0 < days <= left:
            raise UserError(
                self.env._(
                    "%(petition)s: %(days)s days cannot be added. %(left)s of at most %(most)s are "
                    "left (Regulations on Petition Work, art. 34).",
                    petition=self.display_name,
                    days=days,
                    left=left,
                    most=most,
                )
            )
        head = self._text(head, self.env._("name the head of the body who gave leave"))
        reason = self._text(reason, self.env._("write the reason that the petitioner is told"))
        self._add_days(days, day, self.date_due, extension_head=head, extension_reason=reason)

    def _join(self, original):
        """Join a duplicate to the petition that came first; it stays in the register and counted.

        Regulations on Petition Work, art. 19: what is being handled is not taken up a second time.
        """
        self.ensure_one()
        self._check_state("registered", "handed", "accepted")
        if not original:
            self._need(self.env._("choose the petition that came first"))
        original = original.joined_id or original
        if original == self or self.joined_ids:
            self._need(self.env._("choose another petition, to which this one can be joined"))
        if self.kind != original.kind and "accusation" in (self.kind, original.kind):
            self._need(self.env._("an accusation is joined to an accusation only"))
        if original.kind == "accusation" and (
            (original.accused_user_ids - self.accused_user_ids)
            or (original.accused_partner_ids - self.accused_partner_ids)
        ):
            # Whoever may read this one learns of the other, so both name the same people.
            self._need(self.env._("both accusations have to name the same people and bodies"))
        self._set_closed(
            state="joined", joined_id=original.id, date_closed=fields.Date.context_today(self)
        )
        original._lapse_twins()
        original.message_post(body=self.env._("%s was joined to this petition", self.number))

    @api.model
    def _staff_groups(self):
        return (OFFICER,)

    def _tell_handed(self, before):
        # Of an accusation nothing is counted anywhere; its readers find it on their own list.
        told = self.filtered(lambda petition: petition.kind != "accusation")
        return super(CommunityPetition, told)._tell_handed(before)
