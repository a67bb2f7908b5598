import itertools

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.community_service.tools.trusted import said

from ..people.community_party_member import AGE_BANDS

BRANCH = "community_party.group_party_branch"

# Those who live and work with the branch; somebody out of contact is looked for, not invited.
HERE = ("normal", "mobile")

# What of a member's file moves who is due at meetings, and with what rights.
FOLLOWED = {
    "active",
    "date_full",
    "date_last_contact",
    "date_probation",
    "organization_id",
    "partner_id",
    "resident_id",
    "stage",
    "status",
}

MONTHS = 12  # as the number is shipped


class CommunityPartyMember(models.Model):
    """Members who took no part in organisation life for half a year: a flag, never a change.

    《中国共产党党员教育管理工作条例》 art. 31: six months in a row without a reason. Exempt members
    and those on leave are not asked; study brought home is taking part.
    """

    _inherit = "community.party.member"

    is_absent_long = fields.Boolean(
        "No organisation life",
        compute="_compute_is_absent_long",
        search="_search_is_absent_long",
        help="Due at meetings of the last six months and at none of them.",
    )

    talk_ids = fields.One2many(
        "community.party.talk", "member_id", "Talks", groups="community_party.group_party_branch"
    )

    held_talk_ids = fields.One2many(
        "community.party.talk", "talker_id", "Talks held", readonly=True, groups=BRANCH
    )
    date_last_talk = fields.Date(
        "Last talk", compute="_compute_date_talk_due", store=True, groups=BRANCH
    )
    date_talk_due = fields.Date(
        "Talk due",
        compute="_compute_date_talk_due",
        store=True,
        index="btree_not_null",
        groups=BRANCH,
        help="Months after the last talk; of somebody without one, after the file was begun.",
    )

    @api.depends_context("uid")
    def _compute_is_absent_long(self):
        absent = self._absent_long()
        for member in self:
            member.is_absent_long = member._origin in absent

    def _search_is_absent_long(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self.search([("stage", "in", ("probationary", "full")), ("status", "=", "normal")])
        absent = found._absent_long()
        return [("id", "in" if True in value else "not in", absent.ids)]

    def _absent_long(self):
        """Return those of these members who were due and never there, a query a community."""
        # sudo: which community somebody's file is of, by whose number it is counted.
        groups = self.sudo().grouped("company_id").items()
        return self.browse(
            member_id
            for company, members in groups
            for member_id in self.browse(members.ids)._absent_long_in(company).ids
        )

    def _absent_long_in(self, company):
        """Return those of these members of one community; see :meth:`_absent_long`."""
        months = self.env["community.parameter"]._whole("party_absent_months", company)
        today = fields.Date.context_today(self)
        since = today - relativedelta(months=months)
        # Whether somebody came is no secret to whoever reads the member.
        lines = (
            self.env["community.attendance"]
            .sudo()
            ._read_group(
                [
                    ("member_id", "in", self.ids),
                    ("state", "!=", "registered"),
                    ("activity_id.state", "!=", "cancelled"),
                    ("date", ">=", since - relativedelta(years=2)),
                    ("date", "<=", today),
                ],
                ["member_id"],
                [
                    f"{name}:array_agg"
                    for name in ("date", "state", "class_hours", "is_exempt", "exclusion")
                ],
            )
        )
        month_one = since + relativedelta(months=1)
        absent = []
        for member, *columns in lines:
            # From the first absence after whoever took part last, not from a fixed half-year. A
            # guest who did not come was not due; leave, illness and an approved absence are
            # reasons, and no time without a reason runs on through them.
            lines = sorted(
                (
                    line
                    for line in zip(*columns, strict=True)
                    if not (line[4] == "guest" and line[1] != "present")
                ),
                key=lambda line: line[0],
                reverse=True,
            )
            streak = [
                line[0]
                for line in itertools.takewhile(
                    lambda line: line[1] == "absent" and not any(line[2:]), lines
                )
            ]
            last = lines[len(streak)][0] if len(streak) < len(lines) else None
            if streak and streak[0] >= since and streak[-1] <= month_one:
                if last is None or last <= since:
                    absent.append(member.id)
        return self.browse(absent)

    # Lists of meetings follow the files, whenever a fact is entered.

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._follow_meetings()
        return members

    def write(self, vals):
        result = super().write(vals)
        if FOLLOWED & vals.keys():
            self._follow_meetings()
        return result

    def _follow_meetings(self):
        """Let the lists of meetings follow what the files of these members say.

        Meetings that are not over take them on and off by themselves; of one that is over the
        difference is said (``due_note`` of the meeting), and what is signed or counted stands.
        """
        if said(self.env, "community_meetings_later", False):
            return
        # sudo: lists follow from the files; whoever changed these may not keep all meetings.
        members = self.sudo().with_context(active_test=False).exists()
        if not members:
            return
        lines = self.env["community.attendance"].sudo()
        lines.search([("member_id", "in", members.ids)])._follow_files()
        members._meetings_to_come()._fill_due(members)

    def _meetings_to_come(self):
        """Return the meetings that are not over where some of these members were or are due."""
        letters = self.env["community.party.transfer"].search([("member_id", "in", self.ids)])
        places = self.organization_id | self.post_ids.organization_id
        places |= letters.from_organization_id | letters.to_organization_id
        found = self.env["community.activity"].search(
            [
                ("organization_id", "in", places.chain_ids.ids),
                ("meeting_kind", "!=", False),
                ("state", "in", ("planned", "open")),
            ]
        )
        return found.filtered(lambda a: a._lists_members() and not a._is_list_settled())

    # What organisation life asks of a member: age and exemption on the day of a meeting.

    def _age_band_on(self, day):
        """Return the band of the member's age on ``day``; False when the birth is not known."""
        born = self.birth_date
        if not born or not day:
            return False
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return next(band for highest, band in AGE_BANDS if age <= highest)

    def _exempt_reason(self, day, exemptions):
        """Return why the member is exempt on ``day`` by an exemption, or False.

        :param dict exemptions: what ``community.party.exemption._reasons`` returned
        """
        for line in exemptions.get(self.id, ()):
            if day and line.date_from <= day and (not line.date_to or day <= line.date_to):
                return line.reason
        return False

    def _is_away_on(self, day):
        """Tell whether the member, as the file is today, was away on ``day``."""
        last = self.date_last_contact
        is_lost = self.status == "lost_contact" and not (day and last and day <= last)
        return is_lost or self.status == "mobile"

    # When the next heart-to-heart talk of a member is due.
    #
    # Regulations on branch work, art. 19: within the committee, between committee and members,
    # and
    # between members, at least once a year; the months are a number of the rules.

    @api.depends("talk_ids.date", "held_talk_ids.date", "stage", "status", "active")
    def _compute_date_talk_due(self):
        # While an older database is updated, columns are filled before the numbers are loaded.
        Parameter = self.env["community.parameter"]
        for member in self:
            days = (member.talk_ids + member.held_talk_ids).mapped("date")
            last = max(filter(None, days), default=False)
            made = member.create_date or fields.Datetime.now()
            begun = last or fields.Datetime.context_timestamp(member, made).date()
            months = Parameter._whole("party_talk_months", member.company_id, begun, MONTHS)
            is_asked = (
                member.active and member.stage in ("probationary", "full") and member.status in HERE
            )
            member.date_last_talk = last
            member.date_talk_due = begun + relativedelta(months=months) if is_asked else False

    def action_record_talk(self):
        """Open an empty talk with this member.

        :return: the action of the form
        """
        self.ensure_one()
        self.check_access("read")
        own = self.search([("partner_id", "=", self.env.user.partner_id.id)], limit=1)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Talk"),
            "res_model": "community.party.talk",
            "views": [(False, "form")],
            "context": {
                "default_member_id": self.id,
                "default_talker_id": (own - self).id,
            },
        }

    @api.model
    def _list_fields(self):
        return super()._list_fields() | {"date_talk_due"}
