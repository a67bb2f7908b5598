from dateutil.relativedelta import relativedelta

from odoo import api, fields, models


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
        """Return those of these members who were due and never there, with one query."""
        months = self.env["community.parameter"]._whole("party_absent_months")
        today = fields.Date.context_today(self)
        since = today - relativedelta(months=months)
        # Whether somebody came is no secret to whoever reads the member.
        lines = (
            self.env["community.attendance"]
            .sudo()
            ._read_group(
                [
                    ("member_id", "in", self.ids),
                    ("is_counted", "=", True),
                    ("date", ">=", since),
                    ("date", "<=", today),
                ],
                ["member_id"],
                ["state:array_agg", "class_hours:sum", "date:min"],
            )
        )
        month_one = since + relativedelta(months=1)
        absent = [
            member.id
            for member, states, hours, first in lines
            if set(states) == {"absent"} and not hours and first <= month_one
        ]
        return self.browse(absent)
