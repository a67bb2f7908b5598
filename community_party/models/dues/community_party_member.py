from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL


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
        [("none", "Up to date"), ("warning", "Warning"), ("flag", "To be dealt with")],
        string="Arrears",
        compute="_compute_dues_alert",
        search="_search_dues_alert",
    )
    dues_paid_until = fields.Date("Dues paid up to", compute="_compute_dues_paid_until")

    @api.depends("dues_ids.state")
    def _compute_dues_alert(self):
        counts = self._unpaid_in_a_row(self.ids)
        for member in self:
            months = counts.get(member.id, 0)
            member.dues_unpaid_months = months
            member.dues_alert = self._alert_of(months, member.company_id)

    def _search_dues_alert(self, operator, value):
        if operator != "in":
            return NotImplemented
        counts = self._unpaid_in_a_row()
        # sudo: which community somebody's file is of; the rules of the members hold in the search.
        members = self.sudo().browse(counts)
        alerts = {
            member.id: self._alert_of(counts[member.id], member.company_id) for member in members
        }
        if "none" in value:
            others = [member for member, alert in alerts.items() if alert not in value]
            return [("id", "not in", others)]
        return [("id", "in", [member for member, alert in alerts.items() if alert in value])]

    @api.depends("dues_ids.state")
    def _compute_dues_paid_until(self):
        rows = self.env["community.party.dues"]._read_group(
            [("member_id", "in", self.ids), ("state", "=", "paid")], ["member_id"], ["month:max"]
        )
        last = {member.id: month for member, month in rows}
        for member in self:
            member.dues_paid_until = last.get(member.id)

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
        Dues.flush_model(["member_id", "month", "state"])
        this_month = fields.Date.context_today(self).replace(day=1)
        # Raw SQL: the run of months at the end of each member's rows is a window function; what it
        # returns are counts, shown under the rules of the members.
        query = SQL(
            """
            SELECT member_id, count(*) FROM (
                SELECT member_id, month,
                       bool_and(state = 'unpaid') OVER newest AS is_run,
                       row_number() OVER newest AS place,
                       max(month) OVER (PARTITION BY member_id) AS latest
                  FROM community_party_dues
                 WHERE month < %s AND %s
                WINDOW newest AS (PARTITION BY member_id ORDER BY month DESC)
            ) AS months
            WHERE is_run AND month = (latest - (place - 1) * interval '1 month')::date
            GROUP BY member_id
            """,
            this_month,
            SQL("TRUE") if member_ids is None else SQL("member_id = ANY(%s)", list(member_ids)),
        )
        return dict(self.env.execute_query(query))

    def _first_dues_month(self):
        """Return the month from which this member owes dues; None when no day is known.

        中组发〔2008〕3号 art. 8: from the day on which the branch general meeting accepted.
        """
        day = self.date_probation or self.date_full
        return day.replace(day=1) if day else None

    @api.model
    def _remind_of_arrears(self):
        """Give the keeper of the branch an activity per member in arrears: numbers, no names."""
        # sudo: run at night for a whole community.
        members = self.sudo().search(
            [
                ("company_id", "=", self.env.company.id),
                ("dues_alert", "in", ["warning", "flag"]),
            ]
        )
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
                    summary=self.env._(
                        "Dues: member no. %(number)s, %(months)s months not paid in a row",
                        number=member.number or member.id,
                        months=member.dues_unpaid_months,
                    ),
                    user_id=keeper.id,
                )

    @api.model
    def _list_fields(self):
        return super()._list_fields() | {"dues_alert"}
