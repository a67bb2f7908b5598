from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .community_activity_kind import REPRESENTATIVES

NOTICE_DAYS = "party_representative_notice_days"


class CommunityActivity(models.Model):
    """Meetings of representatives: notice, those due by their terms, motions, what became of them.

    Beside them joint committee meetings, to which those are invited whom units send.

    Who is due is never typed. While the minutes are not signed, a term that is entered or corrected
    corrects the list; afterwards it is told beside it.
    """

    _inherit = "community.activity"

    due_ids = fields.One2many(
        domain=["|", ("member_id", "!=", False), ("representative_id", "!=", False)]
    )
    date_notice = fields.Date("Notice given on", copy=False)
    notice_way = fields.Char("How", copy=False, help="By hand, on the board, in the group chat…")
    date_notice_due = fields.Date(
        "Notice to be given by", compute="_compute_date_notice_due", store=True, index=True
    )
    notice_note = fields.Char(compute="_compute_notice_note")
    is_noticed = fields.Boolean(
        "Notice in time", compute="_compute_is_noticed", store=True, help="By the day it was due."
    )
    motion_ids = fields.One2many("community.party.motion", "activity_id", "Motions")
    told_motion_ids = fields.One2many(
        "community.party.motion", "told_activity_id", "Results told", readonly=True
    )
    term_note = fields.Text("Terms entered late", compute="_compute_term_note")

    def _is_of_representatives(self):
        return self.meeting_kind == REPRESENTATIVES

    def _quorum_rule(self):
        return "residents" if self._is_of_representatives() else super()._quorum_rule()

    # notice

    @api.depends("meeting_kind", "date", "company_id")
    def _compute_date_notice_due(self):
        whole = self.env["community.parameter"]._whole
        for activity in self:
            called = activity._is_of_representatives() and activity.date
            activity.date_notice_due = called and activity.date - relativedelta(
                days=whole(NOTICE_DAYS, activity.company_id, activity.date)
            )

    @api.depends("date_notice", "date_notice_due")
    def _compute_is_noticed(self):
        for activity in self:
            due, given = activity.date_notice_due, activity.date_notice
            activity.is_noticed = bool(due and given and given <= due)

    @api.depends("date_notice", "date_notice_due", "date", "state")
    @api.depends_context("lang", "tz")
    def _compute_notice_note(self):
        today = fields.Date.context_today(self)
        for activity in self:
            due, given = activity.date_notice_due, activity.date_notice
            values = {"due": due, "given": given}
            if not due or activity.is_noticed or activity.state == "cancelled":
                activity.notice_note = False
            elif given:
                activity.notice_note = self.env._(
                    "Notice was given on %(given)s and should have been given by %(due)s.", **values
                )
            elif due < today:
                activity.notice_note = self.env._(
                    "No notice yet: it should have been given by %(due)s.", **values
                )
            else:
                activity.notice_note = self.env._("Notice is to be given by %(due)s.", **values)

    @api.constrains("date_notice", "date_start")
    def _check_notice(self):
        self._check_not_future("date_notice")
        for activity in self:
            if activity.date_notice and activity.date_notice > activity.date:
                raise UserError(
                    self.env._(
                        "“%(meeting)s” takes place on %(date)s: a notice of %(notice)s comes after "
                        "it. Correct one of the days.",
                        meeting=activity.name,
                        date=activity.date,
                        notice=activity.date_notice,
                    )
                )

    def _future_sentence(self, name):
        if name != "date_notice":
            return super()._future_sentence(name)
        return self.env._(
            "“%(meeting)s”: a notice of %(date)s is still to come. Enter the day on which it was "
            "given.",
            meeting=self.name,
            date=self.date_notice,
        )

    def action_notice(self):
        """Note that notice of these meetings was given today, if no day stands there, and print it.

        :return: the action that prints the notices
        :raises UserError: for another kind of meeting, one that is over, or without agenda
        """
        self.check_access("write")
        self._check_unsigned()
        for meeting in self:
            if not meeting._is_of_representatives():
                raise UserError(
                    self.env._(
                        "“%(meeting)s” is no meeting of representatives: there is no notice of it.",
                        meeting=meeting.name,
                    )
                )
            meeting._check_state("planned", "open")
            if not ((meeting.agenda or "").strip() or meeting.motion_ids):
                raise UserError(
                    self.env._(
                        "“%(meeting)s” has neither agenda nor motions: a notice says what it is "
                        "about.",
                        meeting=meeting.name,
                    )
                )
            if not meeting.date_notice:
                meeting.date_notice = fields.Date.context_today(self)
        return self.env.ref(
            "community_party.community_activity_action_report_notice"
        ).report_action(self, config=False)

    # those due

    @api.constrains("organization_id", "kind_id")
    def _check_meeting(self):
        result = super()._check_meeting()
        # Whose list it is follows from the kind of meeting.
        self.attendance_ids._check_seat()
        for activity in self.filtered("meeting_kind"):
            kind = activity.organization_id.kind
            unfit = (activity.meeting_kind == "mass") != (kind == "mass_organization")
            if unfit or (activity._is_of_representatives() and kind == "group"):
                raise UserError(
                    self.env._(
                        "“%(activity)s” does not fit %(organization)s: mass organisations hold "
                        "their own activities and no Party meetings, and a Party group calls no "
                        "representatives. Choose another organisation or kind.",
                        activity=activity.name,
                        organization=activity.organization_id.name,
                    )
                )
        return result

    @api.model_create_multi
    def create(self, vals_list):
        """Create; the list follows from the terms, whoever else was put on it."""
        activities = super().create(vals_list)
        called = activities.filtered(lambda a: a._is_of_representatives())
        if called:
            called._fill_due()
        return activities

    def write(self, vals):
        """Write; a list follows the day and the organisation of its meeting."""
        result = super().write(vals)
        if {"date_start", "organization_id", "kind_id"}.intersection(vals):
            moved = self.filtered(lambda a: a._is_of_representatives() and not a.date_signed)
            # Most activities are none of the Party's, and who keeps them has no Party right.
            if moved:
                moved._fill_due()
        return result

    def _lists_members(self):
        others = self.meeting_kind == "mass" or self._is_of_representatives()
        return not others and super()._lists_members()

    def _fill_due(self, members=None):
        called = self.filtered(lambda a: a._is_of_representatives())
        own = self.filtered(lambda a: a.meeting_kind == "mass")
        lines = super(CommunityActivity, self - called - own)._fill_due(members)
        return lines | called._fill_seats() | self._invite_delegates()

    # joint committee meetings: the committee is due, and those whom units send are invited

    def _committee_kinds(self):
        return (*super()._committee_kinds(), "joint")

    def _invite_delegates(self):
        Delegate = self.env["community.party.delegate"]
        values = []
        for meeting in self.filtered(lambda meeting: meeting.meeting_kind == "joint"):
            mine = Delegate.search([("organization_id", "=", meeting.organization_id.id)])
            seated = mine.filtered_domain(Delegate._domain_held(meeting.date)).partner_id
            listed = meeting.attendance_ids
            gone = listed.filtered(
                lambda line, mine=mine, seated=seated: (
                    line.state == "registered"
                    and not line.member_id
                    and line.partner_id in mine.partner_id - seated
                )
            )
            values += [
                {"activity_id": meeting.id, "partner_id": partner.id}
                for partner in seated - listed.partner_id
            ]
            gone.unlink()
        return self.env["community.attendance"].create(values)

    # seats of representatives

    def _fill_seats(self):
        """Seat each person in office on the day once; whoever is not in office leaves the list.

        Who was present stays on it, without being due or having a vote.
        """
        # sudo: the list follows from the terms, and a seat names people of every grid; whoever
        # gets here may write the meeting, or entered the term it follows from.
        Representative = self.env["community.party.representative"].sudo()
        Attendance = self.env["community.attendance"].sudo()
        meetings = self.sudo()
        terms = Representative._terms_around(meetings.organization_id, meetings.mapped("date"))
        gone, made = Attendance.browse(), []
        for meeting in meetings:
            wanted = terms._by_person(meeting.organization_id, meeting.date)
            for line in meeting.attendance_ids:
                term = wanted.pop(line._person_key(), None)
                if term and not line._is_seated():
                    # A guest who turns out to be chosen, or whose other term holds on the day.
                    line.representative_id = term
                elif not term and line._is_seated() and line.state == "present":
                    # One person, entered twice: one seat.
                    line.representative_id = False
                elif not term and line.representative_id and line.state != "present":
                    gone |= line
            made += [
                {
                    "activity_id": meeting.id,
                    "representative_id": term.id,
                    "resident_id": term.resident_id.id,
                    "partner_id": (term.partner_id or term.resident_id.partner_id).id,
                }
                for term in wanted.values()
            ]
        gone.unlink()
        return Attendance.create(made).with_env(self.env)

    def _nobody_due_sentence(self):
        if not self._is_of_representatives():
            return super()._nobody_due_sentence()
        return self.env._(
            "No representative kept by %(organization)s is in office on %(date)s, the day of "
            "“%(meeting)s”: enter their terms first.",
            organization=self.organization_id.name or "",
            date=self.date,
            meeting=self.name,
        )

    @api.depends("date_signed", "date", "due_ids.is_due")
    @api.depends_context("lang", "uid")
    def _compute_term_note(self):
        signed = self.filtered(lambda a: a._is_of_representatives() and a.date_signed)
        (self - signed).term_note = False
        terms = self.env["community.party.representative"]
        terms = terms._terms_around(signed.organization_id, signed.mapped("date"))
        for meeting in signed:
            wanted = terms._by_person(meeting.organization_id, meeting.date)
            notes = []
            for line in meeting.attendance_ids:
                known = wanted.pop(line._person_key(), None)
                if not known and line.is_due and line.representative_id:
                    notes.append(
                        self.env._(
                            "%(person)s was counted and had left office by %(date)s.",
                            person=line.person,
                            date=meeting.date,
                        )
                    )
                elif known and not line.is_due and not line.exclusion:
                    wanted[line._person_key()] = known
            notes += [
                self.env._("%(person)s was in office and is not on the list.", person=term.person)
                for term in wanted.values()
            ]
            meeting.term_note = "\n".join(notes)

    # votes and minutes

    def action_vote(self):
        """Open a new resolution; at a meeting of representatives it is one by their rule."""
        action = super().action_vote()
        if self._is_of_representatives():
            action["context"] = {**action["context"], "default_kind": "residents"}
        return action

    def action_sign_minutes(self):
        """Sign the minutes; those of representatives only when list and votes fit each other.

        :raises UserError: while somebody due has no answer, or a vote was decided on other numbers
        """
        for meeting in self.filtered(lambda a: a._is_of_representatives()):
            meeting._check_answered()
        return super().action_sign_minutes()

    def _check_answered(self):
        waiting = self.due_ids.filtered(lambda line: line.is_due and line.state == "registered")
        if waiting:
            raise UserError(
                self.env._(
                    "“%(meeting)s”: %(person)s is due and has no answer. Mark who was present, on "
                    "leave or absent, then sign the minutes.",
                    meeting=self.name,
                    person=waiting[0].person,
                )
            )
        for vote in self.resolution_ids.filtered(lambda vote: vote.state != "draft"):
            counted = (vote.due_count, vote.present_count)
            if counted != (self.vote_due_count, self.vote_present_count):
                raise UserError(
                    self.env._(
                        "“%(resolution)s” was decided with %(present)s of %(due)s present, and the "
                        "list now says %(present_now)s of %(due_now)s. Count the vote again, then "
                        "sign the minutes.",
                        resolution=vote.name,
                        present=vote.present_count,
                        due=vote.due_count,
                        present_now=self.vote_present_count,
                        due_now=self.vote_due_count,
                    )
                )

    def _settled_fields(self):
        settled = super()._settled_fields()
        if not self.date_signed:
            return settled
        return settled | {"date_notice", "notice_way", "motion_ids", "told_motion_ids"}

    # results of motions, told at the next meeting

    def _motions_to_tell(self):
        """Return the motions whose result is to be told at this meeting: ended, and not told."""
        self.ensure_one()
        return self.env["community.party.motion"].search(
            Domain("organization_id", "=", self.organization_id.id)
            & Domain("state", "in", ("done", "rejected"))
            & Domain("told_activity_id", "=", False)
            & Domain("activity_id", "!=", self.id)
            & Domain("activity_id.date", "<=", self.date)
        )

    def action_tell_results(self):
        """Note that the results of earlier motions were told at this meeting.

        :raises UserError: before the meeting begins, after its minutes were signed, or when there
            is nothing to tell
        """
        self.check_access("write")
        self._check_unsigned()
        self._check_state("open", "done")
        for meeting in self:
            motions = meeting._motions_to_tell()
            if not motions:
                raise UserError(
                    self.env._(
                        "“%(meeting)s”: no motion of an earlier meeting has a result that is still "
                        "to be told.",
                        meeting=meeting.name,
                    )
                )
            motions._set_closed(told_activity_id=meeting.id)

    def _paper_needs(self, paper):
        needs = {
            "report_representative_notice": ("name", "organization_id", "date_start"),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))
