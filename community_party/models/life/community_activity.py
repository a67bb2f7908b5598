from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.community_service.tools.trusted import said, trusted

from ...tools.voting import quorum
from .community_activity_kind import QUORUM_RULES

COMMITTEE_KINDS = ("committee", "democratic_life")
# How far back a search looks for lists that later entries made wrong.
LOOKED_BACK = relativedelta(years=1)


class CommunityActivity(models.Model):
    """Meetings of a Party organisation: who is due, who came, whether it was quorate."""

    _inherit = "community.activity"

    organization_id = fields.Many2one(
        "community.party.organization",
        "Party organisation",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Only this organisation and those above it see the meeting.",
    )
    meeting_kind = fields.Selection(related="kind_id.meeting_kind", store=True, index=True)
    date_makes_up = fields.Date(
        "Makes up for",
        help="A day of the earlier period that missed its meeting: this one counts for it, as "
        "late. Empty: it counts for the period it is held in.",
    )
    date_counts = fields.Date(
        "Counts for", compute="_compute_date_counts", store=True, precompute=True
    )
    study_form = fields.Selection(
        [
            ("collective", "Collective"),
            ("individual", "By oneself"),
            ("home", "Delivered at home"),
        ],
        default="collective",
    )
    is_open_to_residents = fields.Boolean("Open to residents")
    topic_id = fields.Many2one(
        "community.party.plan.line",
        "Topic of the plan",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    chair_id = fields.Many2one(
        "community.party.member", index="btree_not_null", ondelete="restrict"
    )
    recorder_id = fields.Many2one(
        "community.party.member", index="btree_not_null", ondelete="restrict"
    )
    agenda = fields.Text()
    # who is due: lines of the one table of attendances
    due_ids = fields.One2many(
        "community.attendance",
        "activity_id",
        domain=[("member_id", "!=", False)],
        string="Members due to attend",
    )
    due_note = fields.Char(
        "Entered since",
        compute="_compute_due_note",
        search="_search_due_note",
        help="What the files say by now of who was due at a meeting that is over. The search looks "
        "back a year.",
    )
    due_count = fields.Integer("People due", compute="_compute_due_counts", store=True)
    vote_due_count = fields.Integer(
        "Due with a vote",
        compute="_compute_due_counts",
        store=True,
        help="Members with the right to vote who are due: the denominator of every resolution.",
    )
    vote_present_count = fields.Integer(
        "Present with a vote", compute="_compute_due_counts", store=True
    )
    quorum = fields.Integer(
        "Needed",
        compute="_compute_quorum",
        store=True,
        help="So many with a vote must be there.",
    )
    is_quorate = fields.Boolean("Quorate", compute="_compute_quorum", store=True)
    quorum_note = fields.Char(compute="_compute_quorum_note")
    resolution_ids = fields.One2many("community.party.resolution", "activity_id", "Resolutions")
    plan_line_ids = fields.One2many("community.party.plan.line", "activity_id", "Action items")

    minutes = fields.Text()
    minutes_version_ids = fields.One2many(
        "community.party.minutes.version", "activity_id", "Versions of the minutes"
    )
    date_signed = fields.Date("Minutes signed on", readonly=True, copy=False)
    signed_by_id = fields.Many2one(
        "res.users", "Minutes signed by", readonly=True, copy=False, index="btree_not_null"
    )

    _check_party_place = models.Constraint(
        "CHECK (meeting_kind IS NULL OR organization_id IS NOT NULL)",
        "A Party meeting belongs to an organisation: choose it.",
    )
    _organization_idx = models.Index(
        "(organization_id, meeting_kind, date_counts) WHERE organization_id IS NOT NULL"
    )

    @api.depends("date", "date_makes_up")
    def _compute_date_counts(self):
        for activity in self:
            activity.date_counts = activity.date_makes_up or activity.date

    @api.depends("due_ids.is_due", "due_ids.has_vote", "due_ids.state")
    def _compute_due_counts(self):
        for activity in self:
            due = activity.due_ids.filtered("is_due")
            voting = due.filtered("has_vote")
            activity.due_count = len(due)
            activity.vote_due_count = len(voting)
            activity.vote_present_count = voting.mapped("state").count("present")

    @api.depends("vote_due_count", "vote_present_count", "meeting_kind", "date")
    def _compute_quorum(self):
        share = self.env["community.parameter"]._quorum_share
        for activity in self:
            rule, due = activity._quorum_rule(), activity.vote_due_count
            activity.quorum = (
                quorum(rule, due, share(rule, activity.company_id, activity.date))
                if rule and due
                else 0
            )
            enough = due and activity.vote_present_count >= activity.quorum
            activity.is_quorate = not rule or bool(enough)

    def _quorum_rule(self):
        """Return the rule of ``tools/voting.py`` on how many must be there, or None."""
        self.ensure_one()
        return QUORUM_RULES.get(self.meeting_kind)

    @api.depends("quorum", "vote_due_count", "vote_present_count")
    @api.depends_context("lang")
    def _compute_quorum_note(self):
        for activity in self:
            activity.quorum_note = self.env._(
                "%(present)s of %(due)s with a vote are present, %(quorum)s are needed",
                present=activity.vote_present_count,
                due=activity.vote_due_count,
                quorum=activity.quorum,
            )

    @api.constrains("organization_id", "kind_id")
    def _check_meeting(self):
        for activity in self:
            if activity.meeting_kind and not activity.organization_id:
                raise UserError(
                    self.env._(
                        "“%(activity)s” is a Party meeting: choose the organisation that holds "
                        "it, or another kind.",
                        activity=activity.name,
                    )
                )
            kind = activity.organization_id.kind
            if (activity.meeting_kind == "group") != (kind == "group") and (
                activity.meeting_kind in ("group", "general", "committee")
            ):
                raise UserError(
                    self.env._(
                        "“%(activity)s” does not fit %(organization)s: group meetings are held by "
                        "groups, general and committee meetings by the organisations above them.",
                        activity=activity.name,
                        organization=activity.organization_id.name,
                    )
                )

    @api.constrains("date_makes_up", "date_start")
    def _check_date_makes_up(self):
        for activity in self:
            if activity.date_makes_up and activity.date_makes_up > activity.date:
                raise UserError(
                    self.env._(
                        "“%(activity)s” on %(date)s cannot make up for %(missed)s: a meeting makes "
                        "up for an earlier period.",
                        activity=activity.name,
                        date=activity.date,
                        missed=activity.date_makes_up,
                    )
                )

    def _is_in_other_hands(self):
        # The record rules say who keeps the organisation; all its keepers keep its meetings.
        return not self.organization_id and super()._is_in_other_hands()

    @api.model_create_multi
    def create(self, vals_list):
        activities = super().create(vals_list)
        fresh = activities.filtered(lambda a: a.meeting_kind and not a.attendance_ids)
        fresh.filtered(lambda a: a.study_form == "collective")._fill_due()
        activities._keep_versions()
        return activities

    def copy_data(self, default=None):
        """Copy meetings without what was said at them."""
        return [
            {key: value for key, value in vals.items() if key not in ("minutes", "date_makes_up")}
            for vals in super().copy_data(default)
        ]

    # Steps of a Party meeting: those due, the minutes, their correction and signing.

    def write(self, vals):
        result = super().write(vals)
        if "minutes" in vals:
            self._keep_versions(said(self.env, "community_minutes_reason", False))
        if {"date_start", "kind_id", "organization_id", "study_form"} & vals.keys():
            moved = self.filtered(
                lambda a: (
                    a.state in ("planned", "open")
                    and a._lists_members()
                    and not a._is_list_settled()
                )
            )
            if moved:
                moved._fill_due()
        return result

    def _settled_fields(self):
        if not self.date_signed:
            return super()._settled_fields()
        return super()._settled_fields() | {
            "agenda",
            "attendance_ids",
            "chair_id",
            "date_start",
            "date_stop",
            "due_ids",
            "kind_id",
            "minutes",
            "name",
            "organization_id",
            "recorder_id",
            "resolution_ids",
            "state",
            "study_form",
        }

    def _settled_sentence(self, name):
        if not self.date_signed:
            return super()._settled_sentence(name)
        return self.env._(
            "The minutes of “%(activity)s” were signed on %(date)s and stand still: enter what "
            "came later as an action item, or as another meeting.",
            activity=self.name,
            date=self.date_signed,
        )

    def _check_unsigned(self):
        for activity in self:
            if activity.date_signed:
                raise UserError(activity._settled_sentence("date_signed"))

    def _keep_versions(self, reason=False):
        """Keep each wording of the minutes with its author; nobody edits the trace."""
        meetings = self.filtered(lambda a: a.organization_id and a.minutes)
        if not meetings:
            return
        # sudo: versions are written by this method alone, whoever may change the minutes.
        Version = self.env["community.party.minutes.version"].sudo()
        last = {
            version.activity_id.id: version
            for version in Version.search([("activity_id", "in", meetings.ids)], order="id")
        }
        Version.create(
            [
                {
                    "activity_id": meeting.id,
                    "number": (last[meeting.id].number if meeting.id in last else 0) + 1,
                    "text": meeting.minutes,
                    "reason": reason,
                    "user_id": self.env.user.id,
                }
                for meeting in meetings
                if meeting.id not in last or last[meeting.id].text != meeting.minutes
            ]
        )

    # those due

    def _due_members(self, among=None):
        """Return meeting -> members who were due at it on its day, in a few queries.

        Whoever moved on since was due where they stood on that day.

        :param among: look at these members only
        """
        # sudo: a list follows from the files, also of somebody who is with another branch by now.
        Member = self.env["community.party.member"].sudo()
        result = dict.fromkeys(self, Member)
        bodies = self._committee_kinds()
        assembly = self.filtered(lambda a: a.meeting_kind not in bodies)
        places = {(meeting.organization_id, meeting.date) for meeting in assembly.sudo()}
        standing = Member._members_standing(places, among) if places else {}
        for meeting in assembly.sudo():
            day = meeting.date
            result[meeting] = standing[meeting.organization_id, day].filtered(
                lambda m, day=day: (
                    m.stage in ("probationary", "full")
                    and (not m.date_probation or m.date_probation <= day)
                )
            )
        for meeting in (self - assembly).sudo():
            body, day = meeting.organization_id, meeting.date
            members = body._committee_members(day).sudo()
            result[meeting] = members._belonging_on(day) & (members if among is None else among)
        return {meeting: result[meeting].with_env(self.env) for meeting in self}

    @api.model
    def _committee_kinds(self):
        """Return the kinds of meeting at which the committee is due, and not the members."""
        return COMMITTEE_KINDS

    def _lists_members(self):
        """Tell whether the list of one activity follows from the files of members."""
        self.ensure_one()
        return bool(self.meeting_kind) and self.study_form == "collective"

    def _is_list_settled(self):
        """Tell whether the list stands: the minutes are signed, or a vote was counted over it."""
        self.ensure_one()
        votes = self.resolution_ids.mapped("state")
        return bool(self.date_signed) or any(state != "draft" for state in votes)

    def _fill_due(self, members=None):
        """Put everybody who is due on the list; who is not and was not there goes off it.

        Whoever is put on the list of a meeting that is over was not signed in, and is absent.

        :param members: look at these members only
        """
        meetings = self.filtered("organization_id")
        values = []
        # Most activities are none of the Party's, and who keeps them has no Party right.
        due = meetings._due_members(members) if meetings else {}
        # sudo: as in _due_members; whoever gets here may write the meeting, or entered the fact.
        Line = self.env["community.attendance"].sudo()
        for meeting in meetings.sudo():
            listed = meeting.attendance_ids.member_id
            partners = meeting.attendance_ids.partner_id
            values += [
                {
                    "activity_id": meeting.id,
                    "member_id": member.id,
                    "partner_id": member.partner_id.id,
                    "state": "absent" if meeting.state == "done" else "registered",
                }
                for member in due[meeting].sudo() - listed
                if member.partner_id not in partners
            ]
            meeting.due_ids._no_longer_due(due[meeting], members).unlink()
        return Line.create(values).with_env(self.env)

    def action_fill_due(self):
        """Fill the list with the members who are due on the day of the meeting.

        :raises UserError: when the minutes are signed, or nobody is due
        """
        self.check_access("write")
        self._check_unsigned()
        self._fill_due()
        for meeting in self:
            if not meeting.due_ids:
                raise UserError(meeting._nobody_due_sentence())

    # What came after a meeting was over is said, and taken over by a button.

    @api.depends("state", "date", "date_signed", "due_ids.is_due", "due_ids.has_vote")
    @api.depends_context("lang")
    def _compute_due_note(self):
        over = self.filtered(lambda a: a.state == "done" and a._origin and a._lists_members())
        due = over._due_members() if over else {}
        for meeting in self:
            meeting.due_note = meeting in due and meeting._due_difference(due[meeting])

    def _due_difference(self, due):
        """Return the sentence on what the list of one meeting lacks by the files, or False."""
        lines = self.sudo().due_ids
        values = {
            "missing": len(due.sudo() - lines.member_id),
            "more": len(lines._no_longer_due(due)),
            "votes": 0,
        }
        if self._is_list_settled():
            voting = lines.member_id._voting_on(self.date)
            values["votes"] = len(lines.filtered(lambda x: x.has_vote != (x.member_id in voting)))
        if not any(values.values()):
            return False
        if self._is_list_settled():
            return self.env._(
                "By what was entered since, %(missing)s people who were due are not on the list, "
                "%(more)s on it were not due, and %(votes)s had other rights. What is signed or "
                "counted stands: take it up at the next meeting.",
                **values,
            )
        return self.env._(
            "By what was entered since, %(missing)s people who were due are not on the list and "
            "%(more)s on it were not due: “Fill the list” takes it over, as absent, and you sign "
            "in who came.",
            **values,
        )

    @api.model
    def _search_due_note(self, operator, value):
        if operator != "in" or set(value) != {False}:
            return NotImplemented
        since = fields.Date.context_today(self) - LOOKED_BACK
        over = self.search(
            Domain("meeting_kind", "!=", False)
            & Domain("state", "=", "done")
            & Domain("date", ">=", since)
        )
        return Domain("id", "not in", over.filtered("due_note").ids)

    def _nobody_due_sentence(self):
        return self.env._(
            "Nobody of %(organization)s is due at “%(activity)s”: enter its members or the holders "
            "of its posts first, or add people by hand.",
            organization=self.organization_id.name or "",
            activity=self.name,
        )

    def action_sign_in(self):
        """Open the list; at a Party meeting a tap on the name signs the member in."""
        action = super().action_sign_in()
        if not self.organization_id:
            return action
        if not self.attendance_ids and self.has_access("write"):
            self._fill_due()
        party = self.env["ir.actions.act_window"]._for_xml_id(
            "community_party.community_attendance_action_meeting"
        )
        kept = ("display_name", "domain", "context")
        return party | {name: action[name] for name in kept}

    def action_vote(self):
        """Open a new resolution of this meeting."""
        self.ensure_one()
        self.check_access("write")
        self._check_unsigned()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Vote"),
            "res_model": "community.party.resolution",
            "view_mode": "form",
            "context": {"default_activity_id": self.id},
        }

    def _check_access(self, operation):
        """Who attended a meeting reads it; who keeps the organisation's file changes it."""
        refusal = super()._check_access(operation)
        officer = "community_party.group_party_officer"
        if refusal or operation == "read" or self.env.su or self.env.user.has_group(officer):
            return refusal
        # sudo: keepers decide before the fields of the record may be read.
        foreign = self.sudo().filtered(
            lambda a: a.id and a.organization_id and not a.organization_id._is_kept_by(a.env.user)
        )
        if not foreign:
            return None

        def refuse():
            return AccessError(
                self.env._(
                    "“%(activity)s” is kept by another organisation: correct its minutes with the "
                    "button, and ask its secretary for the rest.",
                    activity=foreign[0].name,
                )
            )

        return self.browse(foreign.ids), refuse

    def get_formview_id(self, access_uid=None):
        """Open Party meetings on their own form, wherever the link stands."""
        if len(self) == 1 and self.organization_id:
            return self.env.ref("community_party.community_activity_view_form_meeting").id
        return super().get_formview_id(access_uid=access_uid)

    # minutes

    def _names_of(self, state):
        """Return the names of those with this answer, for the paper of the minutes."""
        self.ensure_one()
        people = self.attendance_ids.filtered(lambda line: line.state == state)
        return "、".join(people.mapped("person"))

    def action_correct_minutes(self):
        """Open the dialog in which somebody who attended corrects the minutes."""
        self.ensure_one()
        self.check_access("read")
        self._check_may_correct()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct the minutes"),
            "res_model": "community.party.minutes.correct",
            "view_mode": "form",
            "target": "new",
            "context": {"default_activity_id": self.id},
        }

    def _check_may_correct(self):
        """Refuse whoever was not there; whoever keeps the organisation's file may correct too."""
        self._check_unsigned()
        # sudo: who attended need not keep the list of those who did.
        came = self.sudo().attendance_ids.filtered(lambda line: line.state == "present")
        if not self.has_access("write") and self.env.user.partner_id not in came.partner_id:
            raise AccessError(
                self.env._(
                    "Minutes of “%(activity)s” are corrected by those who attended: ask the "
                    "recorder.",
                    activity=self.name,
                )
            )

    def _correct_minutes(self, text, reason):
        self.ensure_one()
        self._check_may_correct()
        if not (text or "").strip() or not (reason or "").strip():
            raise UserError(
                self.env._(
                    "“%(activity)s”: say what the minutes are to be and why they are corrected.",
                    activity=self.name,
                )
            )
        # sudo: who attended may change the minutes and nothing else of the meeting.
        why = trusted(community_minutes_reason=reason.strip())
        self.sudo().with_context(**why).write({"minutes": text})

    def action_sign_minutes(self):
        """Sign the minutes of meetings that are over; from then on they stand still.

        :raises UserError: for a meeting that is not done or has no minutes
        """
        self.check_access("write")
        self._check_unsigned()
        for meeting in self:
            if meeting.state != "done" or not (meeting.minutes or "").strip():
                raise UserError(
                    self.env._(
                        "“%(activity)s” is not done yet or has no minutes: finish the meeting and "
                        "write what was said and decided, then sign.",
                        activity=meeting.name,
                    )
                )
            if open_votes := meeting.resolution_ids.filtered(lambda r: r.state == "draft"):
                raise UserError(
                    self.env._(
                        "“%(resolution)s” has not been decided: enter its votes or delete it, "
                        "then sign the minutes.",
                        resolution=open_votes[0].name,
                    )
                )
        # sudo: the day and the name of a signature are set by this button alone.
        self.sudo()._set_closed(
            date_signed=fields.Date.context_today(self), signed_by_id=self.env.user.id
        )

    def _paper_needs(self, paper):
        needs = {
            "report_meeting_minutes": (
                "name",
                "organization_id",
                "kind_id",
                "date_start",
                "minutes",
            ),
            "report_meeting_sign_in": ("name", "organization_id", "kind_id", "date_start"),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))
