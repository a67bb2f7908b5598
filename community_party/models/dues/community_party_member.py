from collections import defaultdict
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.community_service.tools.ending import DIED
from odoo.addons.community_service.tools.said_day import said_month
from odoo.addons.community_service.tools.trusted import said

from ...tools.dues import relation_in, stopped_in

PAYING_STAGES = ("probationary", "full")

PAYING_STATUS = ("normal", "mobile", "lost_contact")

# What of a member's file moves what is owed.
FOLLOWED = {
    "active",
    "company_id",
    "date_full",
    "date_probation",
    "dues_category",
    "organization_id",
    "partner_id",
    "resident_id",
    "stage",
    "status",
}


def _is_settled(row):
    return row.state in ("paid", "nothing", "too_much", "left")


class CommunityPartyMember(models.Model):
    """Arrears of a member: a warning and a flag for a person to look at, never a change of status.

    中组发〔2008〕3号 art. 13 and Constitution art. 9: six months in a row without a valid reason.
    The organisation first criticises and sets a term; the program only shows.
    """

    _inherit = "community.party.member"

    dues_ids = fields.One2many("community.party.dues", "member_id")
    dues_base_ids = fields.One2many("community.party.dues.base", "member_id", "Bases of dues")
    dues_unpaid_months = fields.Integer("Months unpaid in a row", compute="_compute_dues_alert")
    dues_alert = fields.Selection(
        [
            ("none", "Up to date"),
            ("no_base", "Base not declared"),
            ("warning", "Reminder of arrears"),
            ("flag", "To be dealt with"),
        ],
        string="Arrears",
        compute="_compute_dues_alert",
        search="_search_dues_alert",
    )
    dues_paid_until = fields.Date("Dues paid up to", compute="_compute_dues_paid_until")

    @api.depends("dues_ids.state")
    def _compute_dues_alert(self):
        alerts = self._alerts(self.ids)
        for member in self:
            member.dues_alert, member.dues_unpaid_months = alerts.get(member.id, ("none", 0))

    def _search_dues_alert(self, operator, value):
        if operator != "in":
            return NotImplemented
        alerts = {member: alert for member, (alert, _months) in self._alerts().items()}
        if "none" in value:
            others = [member for member, alert in alerts.items() if alert not in value]
            return [("id", "not in", others)]
        return [("id", "in", [member for member, alert in alerts.items() if alert in value])]

    @api.model
    def _alerts(self, member_ids=None):
        """Return member id -> (alert, months unpaid in a row) of those who have either.

        :param member_ids: these members only
        """
        counts = self._unpaid_in_a_row(member_ids)
        missing = self._base_missing(member_ids)
        # sudo: which community somebody's file is of; the rules of the members hold in the search.
        members = self.sudo().browse(counts.keys() | missing.keys())
        alerts = {}
        for member in members:
            months = counts.get(member.id, 0)
            alert = self._alert_of(months, member.company_id)
            if alert == "none" and member.id in missing:
                alert = "no_base"
            alerts[member.id] = (alert, months)
        return alerts

    @api.model
    def _base_missing(self, member_ids=None):
        """Return member id -> the first month that waits for a base, of years not closed.

        :param member_ids: these members only
        """
        Dues = self.env["community.party.dues"]
        Dues.flush_model(["member_id", "month", "state", "is_difference"])
        self.env["community.party.dues.year"].flush_model(["year", "state", "company_id"])
        # Raw SQL: as below; a month whose difference was asked for has found its base.
        query = SQL(
            """
            SELECT d.member_id, min(d.month) FROM community_party_dues d
             WHERE d.state = 'no_base' AND d.month <= %s AND %s
               AND NOT EXISTS (
                   SELECT FROM community_party_dues_year y
                    WHERE y.company_id = d.company_id AND y.state = 'closed'
                      AND y.year = extract(year FROM d.month)::text)
             GROUP BY d.member_id
            """,
            fields.Date.context_today(self),
            SQL("TRUE") if member_ids is None else SQL("d.member_id = ANY(%s)", list(member_ids)),
        )
        return dict(self.env.execute_query(query))

    @api.depends("dues_ids.state", "dues_ids.amount")
    def _compute_dues_paid_until(self):
        # sudo: what a letter says is worked out from the whole file, whoever keeps its parts.
        members = self.sudo()
        rows = members.env["community.party.dues"].search(
            [("member_id", "in", self.ids)], order="month"
        )
        rows_of = rows.grouped("member_id")
        facts = members._dues_facts()
        for member, own in zip(self, members, strict=True):
            months = rows_of.get(own, rows.browse()).grouped("month")
            member.dues_paid_until = own._paid_until(months, *facts[own])

    def _paid_until(self, rows_of, moves, decisions, death):
        """Return the month before the first gap, or False when nothing was settled.

        Who came with a letter has paid up to the month that it names.

        :param rows_of: month -> rows of this one member
        """
        self.ensure_one()
        until = next((month for month, comes_in, _no in reversed(moves) if comes_in), False)
        settled = {month: all(map(_is_settled, rows)) for month, rows in rows_of.items()}
        months = sorted(month for month in rows_of if not until or month > until)
        month = until + relativedelta(months=1) if until else months and months[0]
        while months and month <= months[-1]:
            if month in settled:
                if not settled[month]:
                    break
                until = month
            elif self._owes_in(month, moves, decisions, death) is not False:
                break
            month += relativedelta(months=1)
        return until

    @api.model
    def _alert_of(self, months, company):
        """Return what so many months unpaid in a row are called in a community."""
        whole = self.env["community.parameter"]._whole
        if months >= whole("party_dues_flag_months", company):
            return "flag"
        return "warning" if months >= whole("party_dues_warning_months", company) else "none"

    @api.model
    def _unpaid_in_a_row(self, member_ids=None):
        """Return member id -> months unpaid in a row up to the last assessed month that has ended.

        :param member_ids: these members only
        """
        Dues = self.env["community.party.dues"]
        Dues.flush_model(["member_id", "month", "amount", "payment_id", "is_difference"])
        this_month = fields.Date.context_today(self).replace(day=1)
        # Raw SQL: the run of months at the end of each member's rows is a window function; what it
        # returns are counts, shown under the rules of the members.
        query = SQL(
            """
            SELECT member_id, count(*) FROM (
                SELECT member_id, month,
                       bool_and(is_unpaid) OVER newest AS is_run,
                       row_number() OVER newest AS place,
                       max(month) OVER (PARTITION BY member_id) AS latest
                  FROM (
                    SELECT member_id, month,
                           COALESCE(sum(amount) FILTER (WHERE payment_id IS NULL), 0) > 0
                           AND NOT bool_or(payment_id IS NOT NULL AND is_difference IS NOT TRUE)
                           AS is_unpaid
                      FROM community_party_dues
                     WHERE month < %s AND %s
                     GROUP BY member_id, month
                  ) AS sums
                WINDOW newest AS (PARTITION BY member_id ORDER BY month DESC)
            ) AS months
            WHERE is_run AND month = (latest - (place - 1) * interval '1 month')::date
            GROUP BY member_id
            """,
            this_month,
            SQL("TRUE") if member_ids is None else SQL("member_id = ANY(%s)", list(member_ids)),
        )
        return dict(self.env.execute_query(query))

    # From when to when somebody owes dues here.

    def _first_dues_month(self):
        """Return the month from which this member owes dues; None when no day is known.

        中组发〔2008〕3号 art. 8: from the day on which the branch general meeting accepted.
        """
        day = self.date_probation or self.date_full
        return day.replace(day=1) if day else None

    def _dues_facts(self):
        """Return member -> (moves, decisions, day of death or False): what ends and begins dues.

        Moves are (last month owed where the letter came from, whether it came in, its number), as
        received; decisions are (day, whether the membership ends or rests by it).
        """
        # sudo: only days and months are read, of letters too that another branch keeps.
        Transfer = self.env["community.party.transfer"].sudo()
        letters = Transfer.search(
            [
                ("member_id", "in", self.ids),
                ("state", "=", "received"),
                ("direction", "in", ("incoming", "outgoing")),
            ],
            order="date_received, id",
        ).grouped("member_id")
        Decision = self.env["community.party.membership.decision"].sudo()
        decisions = Decision.search([("member_id", "in", self.ids)], order="date, id")
        decisions = decisions.grouped("member_id")
        deaths = {
            member: ending.date
            for member, ending in self._ended_people().items()
            if ending.kind == DIED
        }
        return {
            member: (
                [
                    (letter._dues_boundary(), letter.direction == "incoming", letter.number)
                    for letter in letters.get(member, ())
                ],
                [(line.date, line.kind != "restore") for line in decisions.get(member, ())],
                deaths.get(member, False),
            )
            for member in self
        }

    def _owing_in(self, month):
        """Return member -> whether dues of a month are owed here; None when nobody can say.

        :param date month: the first day of the month
        """
        facts = self._dues_facts()
        return {member: member._owes_in(month, *facts[member]) for member in self}

    def _owes_in(self, month, moves, decisions, death):
        """Tell whether one member owes the dues of a month here.

        From the month of the meeting that accepted; between the months that letters of transfer
        name; neither after the month of a decision that ends or suspends the membership, until that
        of its restoring, nor after that of death. A status without such a day says nothing of a
        single month.

        :return: True, False, or None when the day of what ended it is not known
        """
        self.ensure_one()
        first = self._first_dues_month()
        if self.stage not in PAYING_STAGES or (first and month < first):
            return False
        if death and month > death:
            return False
        is_paying = self.status in PAYING_STATUS
        # A status that somebody set again by hand goes beyond a letter or decision before it.
        is_here, is_last = relation_in(month, moves)
        if not is_here and not (is_last and is_paying):
            return False
        is_stopped, is_last = stopped_in(month, decisions)
        if is_stopped and not (is_last and is_paying):
            return False
        if self.status == "transferred":
            is_known = moves and not moves[-1][1]
        elif self.status == "deceased":
            is_known = death
        else:
            is_known = is_paying or (decisions and decisions[-1][1])
        return True if is_known else None

    def _why_not_owed(self, month):
        """Return in a few words why one member does not owe a month here."""
        moves, decisions, death = self._dues_facts()[self]
        first = self._first_dues_month()
        if self.stage not in PAYING_STAGES:
            return self.env._("no member of the Party")
        if first and month < first:
            return self.env._(
                "membership counts from %(first)s", first=said_month(self.env.lang, first)
            )
        if death and month > death:
            return self.env._("died on %(date)s", date=death)
        for until, comes_in, number in sorted(moves, reverse=True):
            values = {"number": number, "until": said_month(self.env.lang, until)}
            if not comes_in and month > until:
                return self.env._(
                    "transfer %(number)s went out with dues up to %(until)s", **values
                )
            if comes_in and month <= until:
                return self.env._("transfer %(number)s came in with dues up to %(until)s", **values)
        day = max((day for day, stops in decisions if stops and day < month), default=False)
        if day:
            return self.env._("decision of %(date)s on the membership", date=day)
        return self.env._("the status is “%(status)s”", status=self._label_of("status"))

    def _follow_dues(self, since=None):
        """Let the rows of these members follow what they are worked out from.

        :param since: member -> the month from which rows are made, where they are owed
        """
        since = since or {}
        # sudo: rows are written by the program alone; what moves them was checked.
        members = self.sudo().with_context(active_test=False)
        rows = self.env["community.party.dues"].sudo()
        this_month = fields.Date.context_today(self).replace(day=1)
        for company, here in members.grouped("company_id").items():
            Dues = rows.with_company(company)
            wanted = defaultdict(set)
            for month, known in Dues._read_group(
                [("member_id", "in", here.ids)], ["month:month"], ["member_id:array_agg"]
            ):
                wanted[month].update(known)
            for member in here:
                month = since.get(member.id)
                while month and month <= this_month:
                    wanted[month].add(member.id)
                    month += relativedelta(months=1)
            for month in sorted(wanted):
                Dues._settle(month, here.browse(sorted(wanted[month])))

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        members._dues_begin({})
        return members

    def write(self, vals):
        if not FOLLOWED & vals.keys():
            return super().write(vals)
        before = {member.id: member._first_owed() for member in self.sudo()}
        result = super().write(vals)
        self._dues_begin(before)
        return result

    def _first_owed(self):
        """Return the first month that one member owes, the first of all months or None."""
        if self.stage not in PAYING_STAGES:
            return None
        return self._first_dues_month() or date.min

    def _dues_begin(self, before):
        """Make rows of the months that became owed since, and let the others follow.

        :param before: member id -> first month owed before, None where nothing was
        """
        if said(self.env, "dues_later"):
            return
        since = {}
        # sudo: from when on somebody owes follows from the file; what changed it was checked.
        for company, members in self.sudo().grouped("company_id").items():
            kept = self.env["community.party.dues"].with_company(company)._kept_since()
            for member in members if kept else ():
                first, known = member._first_owed(), before.get(member.id)
                if first and (known is None or first < known):
                    since[member.id] = max(first, kept)
        if since or before:
            self._follow_dues(since)

    @api.model
    def _remind_of_arrears(self):
        """Give the keeper of the branch an activity per member in arrears or without a base.

        Numbers, no names.
        """
        # sudo: run at night for a whole community.
        members = self.sudo().search(
            [
                ("company_id", "=", self.env.company.id),
                ("dues_alert", "in", ["no_base", "warning", "flag"]),
            ]
        )
        missing = self._base_missing(members.ids)
        kind = self.env.ref("community_party.mail_activity_type_dues")
        open_for = set(
            self.env["mail.activity"]
            .sudo()
            .search([("activity_type_id", "=", kind.id), ("res_id", "in", members.ids)])
            .mapped("res_id")
        )
        deadline = fields.Date.context_today(self) + timedelta(days=7)
        for member in members.filtered(lambda member: member.id not in open_for):
            keeper = member.organization_id._keeper()
            if keeper:
                # No mail goes out: the subject would carry the name.
                member.with_context(mail_activity_quick_update=True).activity_schedule(
                    "community_party.mail_activity_type_dues",
                    date_deadline=deadline,
                    summary=member._dues_summary(missing.get(member.id)),
                    user_id=keeper.id,
                )

    def _dues_summary(self, missing):
        """Return what a reminder says: months not paid, or since when a base is missing."""
        number = self.number or self.id
        if self.dues_alert == "no_base":
            return self.env._(
                "Dues: member no. %(number)s, base not declared for %(month)s",
                number=number,
                month=said_month(self.env.lang, missing),
            )
        return self.env._(
            "Dues: member no. %(number)s, %(months)s months not paid in a row",
            number=number,
            months=self.dues_unpaid_months,
        )

    @api.model
    def _list_fields(self):
        return super()._list_fields() | {"dues_alert"}
