from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.community_service.tools.trusted import said, trusted

from .community_party_exemption import REASONS

# What a line says of its member's file.
OF_THE_FILE = ("age_band", "exempt_reason", "is_exempt", "member_stage")


class CommunityAttendance(models.Model):
    """A member at a meeting: due or left out, with or without a vote, exempt or not."""

    _inherit = "community.attendance"

    organization_id = fields.Many2one(
        related="activity_id.organization_id", store=True, precompute=True, index="btree_not_null"
    )
    meeting_kind = fields.Selection(related="activity_id.meeting_kind", store=True)
    member_id = fields.Many2one(
        "community.party.member",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    exclusion = fields.Selection(
        [
            ("no_will", "Cannot express a will because of illness"),
            ("abroad", "Privately abroad for over half a year"),
            ("prison", "In prison"),
            ("too_ill", "Too ill to move"),
            ("relation", "Should have moved the relation but did not"),
            ("guest", "Guest, not due"),
        ],
        "Left out of those due",
        help="Left out after approval: the member is not in the denominator of votes.",
    )
    exclusion_note = fields.Char("Approved by", help="Who approved that the member is left out.")
    is_due = fields.Boolean("Expected", compute="_compute_is_due", store=True)
    has_vote = fields.Boolean(
        "Has a vote",
        compute="_compute_has_vote",
        store=True,
        help="Whether the member had the right to vote on the day of the meeting.",
    )
    is_exempt = fields.Boolean(
        "No requirement",
        compute="_compute_member_facts",
        store=True,
        help="Elderly, ill, disabled or away: no hard requirement, not in the rate of attendance.",
    )
    exempt_reason = fields.Selection(REASONS, compute="_compute_member_facts", store=True)
    has_opinion = fields.Boolean(
        "Written opinion", help="Absent, and handed in a written opinion beforehand."
    )
    study_form = fields.Selection(
        selection=lambda self: self._lent_choices("community.activity", "study_form"),
        string="Form of study",
        compute="_compute_study_form",
        store=True,
        readonly=False,
        precompute=True,
    )
    member_stage = fields.Selection(
        selection=lambda self: self._lent_choices("community.party.member", "stage"),
        string="Stage then",
        compute="_compute_member_facts",
        store=True,
    )
    age_band = fields.Selection(
        selection=lambda self: self._lent_choices("community.party.member", "age_band"),
        compute="_compute_age_band",
        store=True,
        help="On the day of the meeting.",
    )
    member_category_ids = fields.Many2many(
        "community.party.category",
        "community_attendance_party_category_rel",
        string="Kinds of member",
        compute="_compute_member_category_ids",
        store=True,
    )
    is_counted = fields.Boolean(
        "In the rate",
        compute="_compute_rate",
        store=True,
        help="Due and answered; an exempt member counts only when present.",
    )
    rate = fields.Float(
        "Attendance (%)",
        compute="_compute_rate",
        store=True,
        aggregator="avg",
        help="100 present, 0 not: the average over the lines in the rate is the attendance.",
    )

    def _lent_choices(self, model, name):
        return self.env[model]._fields[name]._description_selection(self.env)

    @api.depends("member_id", "exclusion")
    def _compute_is_due(self):
        for line in self:
            line.is_due = bool(line.member_id) and not line.exclusion

    @api.depends("activity_id.study_form")
    def _compute_study_form(self):
        for line in self:
            line.study_form = line.activity_id.study_form if line.organization_id else False

    # Facts with a day of their own are followed whenever they come (``_follow_files``). Of what has
    # none, the kind of member and being away, the line keeps what was known when it was made.

    @api.depends("member_id", "activity_id.date")
    def _compute_has_vote(self):
        today = fields.Date.context_today(self)
        voting = {
            day: lines.member_id._voting_on(day or today)
            for day, lines in self.grouped("date").items()
        }
        for line in self:
            line.has_vote = bool(line.member_id) and line.member_id in voting[line.date]

    @api.depends("member_id", "activity_id.date")
    def _compute_member_facts(self):
        exemptions = self.env["community.party.exemption"]._reasons(self.member_id)
        keep = said(self.env, "community_away_stays", False)
        for line in self:
            member, day = line.member_id, line.date
            reason = member._exempt_reason(day, exemptions) if member else False
            if not reason and member:
                was_away = line.exempt_reason == "away"
                reason = "away" if (was_away if keep else member._is_away_on(day)) else False
            line.member_stage = member._stage_on(day) if member else False
            line.exempt_reason = reason
            line.is_exempt = bool(reason)

    @api.depends("member_id.birth_date", "activity_id.date")
    def _compute_age_band(self):
        for line in self:
            line.age_band = line.member_id._age_band_on(line.date) if line.member_id else False

    # What kind of member somebody becomes later does not change past meetings.
    @api.depends("member_id")
    def _compute_member_category_ids(self):
        for line in self:
            line.member_category_ids = line.member_id.category_ids

    @api.depends("state", "is_due", "is_exempt", "activity_id.state")
    def _compute_rate(self):
        for line in self:
            # The rate is one of members; others may be due at a meeting as well.
            due = line.is_due and bool(line.member_id)
            required = due and (line.state == "present" or not line.is_exempt)
            answered = line.state != "registered" and line.activity_id.state != "cancelled"
            line.is_counted = required and answered
            line.rate = 100.0 if line.is_counted and line.state == "present" else 0.0

    @api.depends("study_form")
    def _compute_hours(self):
        result = super()._compute_hours()
        # Study brought to a member at home counts in hours, not as presence.
        for line in self.filtered(lambda line: line.organization_id and line.study_form == "home"):
            if line.state != "registered":
                line.hours = line.activity_id.hours
        return result

    @api.constrains("member_id", "partner_id")
    def _check_member(self):
        for line in self:
            if line.member_id and line.member_id.partner_id != line.partner_id:
                raise UserError(
                    self.env._(
                        "%(person)s is not the contact of the member on this line: choose the "
                        "member, the contact follows.",
                        person=line.person,
                    )
                )
            if line.member_id and not line.organization_id:
                raise UserError(
                    self.env._(
                        "“%(activity)s” belongs to no Party organisation and has no members on "
                        "its list: add the person as a contact.",
                        activity=line.activity_id.name,
                    )
                )

    @api.constrains("exclusion", "exclusion_note", "has_opinion", "state")
    def _check_exclusion(self):
        for line in self:
            out = line.exclusion and line.exclusion != "guest"
            if line.exclusion == "guest" and line._is_expected():
                raise UserError(
                    self.env._(
                        "%(person)s is of those due at “%(activity)s” and no guest: leave the "
                        "person out for a reason that was approved, or mark who did not come "
                        "absent.",
                        person=line.person,
                        activity=line.activity_id.name,
                    )
                )
            if out and not (line.exclusion_note or "").strip():
                raise UserError(
                    self.env._(
                        "%(person)s can be left out of those due only after approval: enter who "
                        "approved it.",
                        person=line.person,
                    )
                )
            if line.has_opinion and line.state == "present":
                raise UserError(
                    self.env._(
                        "%(person)s is present and votes in the room: a written opinion is handed "
                        "in by who is absent.",
                        person=line.person,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        Member = self.env["community.party.member"]
        for vals in vals_list:
            if vals.get("member_id") and not vals.get("partner_id"):
                vals["partner_id"] = Member.browse(vals["member_id"]).partner_id.id
        lines = super().create(vals_list)
        lines.activity_id._check_unsigned()
        return lines

    def write(self, vals):
        self.activity_id._check_unsigned()
        if not self.env.su and {"activity_id", "member_id", "partner_id"} & vals.keys():
            self._check_stays_listed()
        result = super().write(vals)
        if "activity_id" in vals:
            self.activity_id._check_unsigned()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self.activity_id._check_unsigned()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_due(self):
        if not self.env.su:
            self._check_stays_listed()

    def _is_expected(self):
        """Tell whether one line is of somebody whom the files name as due at the meeting."""
        self.ensure_one()
        meeting = self.activity_id
        if not self.member_id or not meeting._lists_members():
            return False
        return self.member_id in meeting._due_members(self.member_id)[meeting]

    def _no_longer_due(self, due, members=None):
        """Return those of these lines whose members are not due and of whom nothing is said.

        :param due: the members who are due at the meeting
        :param members: look at these members only
        """
        return self.filtered(
            lambda line: (
                line.is_due
                and line.state in ("registered", "absent")
                and not line.has_opinion
                and not line.note
                and line.member_id not in due
                and (members is None or line.member_id in members)
            )
        )

    def _check_stays_listed(self):
        """Refuse to take somebody who is due off the list: that would change the denominator.

        :raises UserError: naming the person, the meeting and the way out
        """
        for line in self:
            if line._is_expected():
                raise UserError(
                    self.env._(
                        "%(person)s is of those due at “%(activity)s” and stays on its list: leave "
                        "the person out for a reason that was approved, or mark who did not come "
                        "absent.",
                        person=line.person,
                        activity=line.activity_id.name,
                    )
                )

    def _follow_files(self, anew=False):
        """Let these lines say what the files of their members say by now of the day.

        Minutes that are signed and votes that were counted stand: who had a vote there keeps it.
        How much was asked of somebody is no part of them.

        :param anew: being away goes by the member of today, also where it was known otherwise
        """
        # sudo: the lines follow from the files; whoever changed these may not keep all meetings.
        lines = self.sudo()
        if not anew:
            lines = lines.with_context(**trusted(community_away_stays=True))
        names = OF_THE_FILE
        settled = lines.filtered(lambda line: line.activity_id._is_list_settled())
        for some, more in ((settled, ()), (lines - settled, ("has_vote",))):
            names = (*OF_THE_FILE, *more)
            for name in names:
                self.env.add_to_compute(some._fields[name], some)
            some._recompute_recordset(names)
            some.modified(names)

    def action_home(self):
        """Note that the study was brought to these members at home; the same tap takes it back."""
        self.check_access("write")
        for line in self:
            home = line.study_form != "home"
            line.write(
                {
                    "study_form": "home" if home else line.activity_id.study_form,
                    "state": "leave" if home else "registered",
                }
            )
