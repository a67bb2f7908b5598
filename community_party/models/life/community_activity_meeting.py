from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

COMMITTEE_KINDS = ("committee", "democratic_life")
# What stands still once the minutes are signed.
LOCKED = {
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


class CommunityActivity(models.Model):
    """Steps of a Party meeting: those due, the minutes, their correction and signing."""

    _inherit = "community.activity"

    minutes = fields.Text()
    minutes_version_ids = fields.One2many(
        "community.party.minutes.version", "activity_id", "Versions of the minutes"
    )
    date_signed = fields.Date("Minutes signed on", readonly=True, copy=False)
    signed_by_id = fields.Many2one(
        "res.users", "Minutes signed by", readonly=True, copy=False, index="btree_not_null"
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(self._signing(vals) for vals in vals_list):
            self._refuse_signing()
        activities = super().create(vals_list)
        activities._keep_versions()
        return activities

    def write(self, vals):
        if self._signing(vals) and not self.env.su:
            self._refuse_signing()
        if LOCKED & vals.keys():
            self._check_unsigned()
        result = super().write(vals)
        if "minutes" in vals:
            self._keep_versions()
        return result

    @api.model
    def _signing(self, vals):
        return vals.get("date_signed") or vals.get("signed_by_id")

    def _refuse_signing(self):
        raise AccessError(
            self.env._("Minutes are signed with the button “Sign the minutes”, not by a date.")
        )

    def _check_unsigned(self):
        for activity in self:
            if activity.date_signed:
                raise UserError(
                    self.env._(
                        "The minutes of “%(activity)s” were signed on %(date)s and stand still: "
                        "enter what came later as an action item, or as another meeting.",
                        activity=activity.name,
                        date=activity.date_signed,
                    )
                )

    def _keep_versions(self):
        """Keep each wording of the minutes with its author; nobody edits the trace."""
        # sudo: versions are written by this method alone, whoever may change the minutes.
        Version = self.env["community.party.minutes.version"].sudo()
        meetings = self.filtered(lambda a: a.organization_id and a.minutes)
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
                    "reason": self.env.context.get("community_minutes_reason"),
                    "user_id": self.env.user.id,
                }
                for meeting in meetings
                if meeting.id not in last or last[meeting.id].text != meeting.minutes
            ]
        )

    # those due

    def _due_members(self):
        """Return meeting -> members of the organisation who are due at it, in a few queries."""
        Member = self.env["community.party.member"]
        result = dict.fromkeys(self, Member)
        assembly = self.filtered(lambda a: a.meeting_kind not in COMMITTEE_KINDS)
        members = Member.search(
            Domain("organization_id", "child_of", assembly.organization_id.ids)
            & Domain("stage", "in", ("probationary", "full"))
            & Domain("status", "in", ("normal", "mobile", "lost_contact"))
        )
        below = {member: set(member.organization_id.parent_path.split("/")) for member in members}
        for meeting in assembly:
            key = str(meeting.organization_id.id)
            result[meeting] = members.filtered(
                lambda m, key=key, day=meeting.date: (
                    key in below[m] and (not m.date_probation or m.date_probation <= day)
                )
            )
        for meeting in self - assembly:
            result[meeting] = meeting.organization_id._committee_members(meeting.date)
        return result

    def _fill_due(self):
        """Put everybody who is due on the list; who has left and was not there goes off it."""
        due = self._due_members()
        values = []
        for meeting in self.filtered("organization_id"):
            listed = meeting.attendance_ids.member_id
            partners = meeting.attendance_ids.partner_id
            values += [
                {
                    "activity_id": meeting.id,
                    "member_id": member.id,
                    "partner_id": member.partner_id.id,
                }
                for member in due[meeting] - listed
                if member.partner_id not in partners
            ]
            gone = meeting.due_ids.filtered(
                lambda line, meeting=meeting: (
                    line.is_due
                    and line.state == "registered"
                    and line.member_id not in due[meeting]
                )
            )
            gone.unlink()
        return self.env["community.attendance"].create(values)

    def action_fill_due(self):
        """Fill the list with the members who are due on the day of the meeting.

        :raises UserError: when the minutes are signed, or nobody is due
        """
        self.check_access("write")
        self._check_unsigned()
        self._fill_due()
        for meeting in self:
            if not meeting.due_ids:
                raise UserError(
                    self.env._(
                        "Nobody of %(organization)s is due at “%(activity)s”: enter its members "
                        "or the holders of its posts first, or add people by hand.",
                        organization=meeting.organization_id.name or "",
                        activity=meeting.name,
                    )
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
        self.sudo().with_context(community_minutes_reason=reason.strip()).write({"minutes": text})

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
        self.sudo().write(
            {
                "date_signed": fields.Date.context_today(self),
                "signed_by_id": self.env.user.id,
            }
        )
