import calendar
import datetime

from odoo import api, fields, models
from odoo.fields import Domain

from ..people.community_party_organization import BRANCH
from ..people.community_party_post import COMMITTEE
from ..people.community_resident import STILL_MEMBER
from .community_activity_kind import MEETING_KINDS

WORST_FIRST = ("missing", "due", "late", "held", "exempt")


class CommunityPartyOrganization(models.Model):
    """An organisation's year: which meetings are held, due and missing."""

    _inherit = "community.party.organization"

    has_committee = fields.Boolean(
        compute="_compute_has_committee",
        groups=BRANCH,
        help="Somebody holds a post of committee member today. A branch without a committee has no "
        "monthly committee meeting.",
    )
    date_life_from = fields.Date(
        "Meetings counted from",
        default=lambda self: fields.Date.context_today(self).replace(month=1, day=1),
        help="Nothing is missing before this day: earlier meetings were not kept here.",
    )
    life_strip = fields.Json(
        "The year", compute="_compute_life_strip", export_string_translation=False
    )
    meeting_count = fields.Integer("Meetings this year", compute="_compute_meeting_count")

    present_member_ids = fields.Many2many(
        "community.party.member",
        string="Members here",
        compute="_compute_present_member_ids",
        groups=BRANCH,
        help="Of this organisation and its groups; whose talk is due first stands first.",
    )

    @api.depends("member_ids.status", "child_ids.member_ids.status")
    @api.depends_context("uid")
    def _compute_present_member_ids(self):
        """Find those of whom something may be due: here, away, out of contact, or on the way in."""
        members = self.env["community.party.member"].search(
            Domain("status", "in", STILL_MEMBER)
            & (
                Domain("organization_id", "in", self.ids)
                | Domain("organization_id.kind", "=", "group")
                & Domain("organization_id.parent_id", "in", self.ids)
            ),
            order="date_talk_due, name, id",
        )
        for organization in self:
            groups = organization | organization.child_ids.filtered(lambda o: o.kind == "group")
            organization.present_member_ids = members.filtered(
                lambda member, groups=groups: member.organization_id in groups
            )

    @api.depends("kind", "post_ids.kind", "post_ids.date_from", "post_ids.date_to")
    @api.depends_context("tz")
    def _compute_has_committee(self):
        posts = self.env["community.party.post"]
        held = posts.search(
            posts._domain_held(fields.Date.context_today(self))
            & Domain("organization_id", "in", self.ids)
            & Domain("kind", "=", "committee")
        ).organization_id
        for organization in self:
            organization.has_committee = (
                organization.kind == "committee" or organization._origin in held
            )

    @api.depends_context("uid", "tz", "lang")
    def _compute_life_strip(self):
        year = fields.Date.context_today(self).year
        strips = self._life_strips(year)
        for organization in self:
            organization.life_strip = strips.get(organization.id, False)

    @api.depends_context("uid", "tz")
    def _compute_meeting_count(self):
        first = fields.Date.context_today(self).replace(month=1, day=1)
        self._count_links(
            "meeting_count",
            "community.activity",
            "organization_id",
            [("date", ">=", first), ("state", "!=", "cancelled")],
        )

    def get_life_year(self, year):
        """Return the strip of one organisation for ``year``: rows of duties, cells of periods.

        :param int year: four digits
        :return: dict, as in :attr:`life_strip`
        """
        self.ensure_one()
        self.check_access("read")
        return self._life_strips(int(year)).get(self.id, False)

    def _life_strips(self, year):
        """Return organisation id -> strip of the year, with as many queries for one as for all."""
        if not self.ids:
            return {}
        first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        groups = self.search([("parent_id", "in", self.ids), ("kind", "=", "group")])
        lines = self.env["community.party.compliance"].search_read(
            [
                ("organization_id", "in", (self | groups).ids),
                ("date_from", ">=", first),
                ("date_to", "<=", last),
            ],
            [
                "organization_id",
                "meeting_kind",
                "period",
                "date_from",
                "due",
                "held",
                "state",
                "exempt_reason",
            ],
            load="",
        )
        above = {group.id: group.parent_id.id for group in groups}
        cells = {}
        for line in lines:
            own = line["organization_id"]
            homes = {own if own in self._ids else None}
            if line["meeting_kind"] == "group":
                homes.add(above.get(own))
            for home in homes - {None}:
                key = (home, line["meeting_kind"], line["period"])
                cells.setdefault(key, {}).setdefault(line["date_from"].month, []).append(line)
        labels = dict(
            self.env["community.party.duty"]
            ._fields["meeting_kind"]
            ._description_selection(self.env)
        )
        reasons = dict(
            self.env["community.party.compliance"]
            ._fields["exempt_reason"]
            ._description_selection(self.env)
        )
        kinds = {
            kind.meeting_kind: kind.id
            for kind in reversed(
                self.env["community.activity.kind"]._in_use(
                    self.company_id[:1], [("meeting_kind", "!=", False)]
                )
            )
        }
        order = [kind for kind, _label in MEETING_KINDS]
        strips = {org_id: {"year": year, "rows": []} for org_id in self.ids}
        for home, kind, period in sorted(cells, key=lambda key: (key[0], order.index(key[1]))):
            months = cells[home, kind, period]
            span = {"month": 1, "quarter": 3, "year": 12}[period]
            strips[home]["rows"].append(
                {
                    "kind": kind,
                    "kind_id": kinds.get(kind, False),
                    "label": labels[kind],
                    "cells": [
                        self._life_cell(year, month, span, months.get(month, []), reasons)
                        for month in range(1, 13, span)
                    ],
                }
            )
        return strips

    @api.model
    def _life_cell(self, year, month, span, lines, reasons):
        last = month + span - 1
        states = {line["state"] for line in lines}
        state = next((state for state in WORST_FIRST if state in states), "future")
        return {
            "month": month,
            "span": span,
            "date_from": f"{year}-{month:02}-01",
            "date_to": f"{year}-{last:02}-{calendar.monthrange(year, last)[1]:02}",
            "state": state,
            "due": sum(line["due"] for line in lines),
            "held": sum(line["held"] for line in lines),
            "reason": reasons.get(lines[0]["exempt_reason"], "") if state == "exempt" else "",
        }

    def _is_kept_by(self, user):
        """Tell whether ``user`` keeps this organisation or one above it today."""
        today = fields.Date.context_today(self)
        return any(
            line.user_id == user
            and line.date_from <= today
            and (not line.date_to or line.date_to >= today)
            for line in self.chain_ids.officer_line_ids
        )

    def _committee_members(self, day):
        """Return the members who sit on the committee of this organisation on ``day``."""
        # A keeper of the branch sees all its posts; the list must not depend on who makes it.
        posts = self.env["community.party.post"].sudo()
        held = posts.search(
            Domain("organization_id", "=", self.id)
            & Domain("kind", "in", COMMITTEE)
            & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )
        return held.member_id.with_env(self.env)

    # Keepers are told before a period ends without its meeting; no name stands in the alert.

    @api.model
    def _cron_meetings_due(self):
        """Tell keepers of meetings still due in periods that end soon; may be run again at will.

        An alert is made once for an organisation, a duty and the last day of its period, also when
        it has been marked as done; one whose meeting was held since then goes away.
        """
        name = "community_party.ir_cron_party_meetings_due"
        with self.env["community.daily.job"]._catching_up(name) as missed:
            self._alert_meetings(missed[0], missed[-1])

    @api.model
    def _alert_meetings(self, first, today):
        """Make the alerts of a run; what ended since the run before is told as well."""
        Parameter, Compliance = (
            self.env["community.parameter"],
            self.env["community.party.compliance"],
        )
        lines = Compliance.browse()
        since = {}
        for company in self.env["res.company"].search([]):  # pylint: disable=no-search-all
            days = datetime.timedelta(days=Parameter._whole("party_meeting_alert_days", company))
            since[company] = first - days
            lines |= Compliance.search(
                Domain("company_id", "=", company.id)
                & Domain("state", "in", ("due", "missing"))
                & Domain("date_to", "<=", today + days)
                & Domain("date_to", ">=", since[company])
            )
        kind = self.env.ref("community_party.mail_activity_type_meeting_due")
        Activity = self.env["mail.activity"].with_context(active_test=False)
        alerts = Activity.search(
            [("activity_type_id", "=", kind.id), ("res_model", "=", self._name)]
        )
        told = {(alert.res_id, alert.summary, alert.date_deadline) for alert in alerts}
        wanted = set()
        for line in lines:
            keeper = line.organization_id._keeper()
            summary = line.duty_id.with_context(lang=keeper.lang or self.env.lang).name
            key = (line.organization_id.id, summary, line.date_to)
            wanted.add(key)
            if keeper and key not in told:
                line.organization_id.with_context(
                    mail_activity_quick_update=True
                ).activity_schedule(
                    "community_party.mail_activity_type_meeting_due",
                    date_deadline=line.date_to,
                    summary=summary,
                    user_id=keeper.id,
                )
        # What was held in the meantime needs no alert; what is past stays until somebody closes it.
        met = alerts.filtered(
            lambda a: (
                a.active
                and (a.res_id, a.summary, a.date_deadline) not in wanted
                and a.date_deadline >= since[self.browse(a.res_id).company_id]
            )
        )
        met.unlink()

    # the sheet of a year's meetings

    def _meetings_held(self, year):
        """Return the Party meetings that this organisation held in a year, the first one first."""
        return self.env["community.activity"].search(
            [
                ("organization_id", "in", self.ids),
                ("meeting_kind", "!=", False),
                ("state", "=", "done"),
                ("date", ">=", datetime.date(year, 1, 1)),
                ("date", "<=", datetime.date(year, 12, 31)),
            ],
            order="date, id",
        )

    def _meeting_figures(self, year):
        """Return how many meetings of each kind were held in a year, as (label, number)."""
        held = self._meetings_held(year).mapped("meeting_kind")
        labels = dict(
            self.env["community.activity"]._fields["meeting_kind"]._description_selection(self.env)
        )
        return [
            (self.env._("Meetings held"), len(held)),
            *((label, held.count(kind)) for kind, label in labels.items() if kind in held),
        ]

    def _meeting_pages(self, year):
        """Return the rows of a year's meetings by pages.

        Each has number, day, kind, how many of those due were there, place, and what it was about
        with what was decided.
        """
        rows = []
        for number, meeting in enumerate(self._meetings_held(year), 1):
            decided = meeting.resolution_ids.filtered(lambda vote: vote.state != "draft")
            subject = [meeting.name, *(f"{vote.name}：{vote.result}" for vote in decided)]
            rows.append(
                [
                    number,
                    self._paper_day(meeting.date),
                    meeting.kind_id.name,
                    f"{meeting.present_count} / {meeting.due_count}",
                    meeting.place or "–",
                    "\n".join(subject),
                ]
            )
        return self._paper_pages(rows, [2, 7.5, 5.5, 3.5, 6, 10], first=160.0, rest=215.0)

    def _paper_lacks(self, paper):
        lacks = super()._paper_lacks(paper)
        this_year = self._paper_today().year
        years = {"report_meeting_year": this_year, "report_meeting_last_year": this_year - 1}
        if paper in years and not self._meetings_held(years[paper]):
            lacks.append(self.env._("a Party meeting held in %s", years[paper]))
        return lacks
