from odoo import api, fields, models
from odoo.fields import Domain


class CommunityPartyResponsibility(models.Model):
    """What is done in an area, a centre household or a model post: visits and pledges."""

    _inherit = "community.party.responsibility"

    visit_count = fields.Integer("Visits there", compute="_compute_visits")
    visited_count = fields.Integer("Homes visited", compute="_compute_visits")
    own_visit_count = fields.Integer(
        "With the member", compute="_compute_visits", help="Visits in which the member took part."
    )
    last_visit_date = fields.Date("Last visit", compute="_compute_visits")
    pledge_count = fields.Integer("Number of pledges", compute="_compute_pledge_count")
    kept_count = fields.Integer("Pledges kept", compute="_compute_pledge_count")

    def _homes_domain(self, link=""):
        """Return the domain of the homes of this one line.

        :param str link: path to the household, with its point, from the model that is searched
        """
        self.ensure_one()
        return Domain(f"{link}id", "in", self.household_ids.ids) | Domain(
            f"{link}area_id", "child_of", self.area_ids.ids
        )

    def _visits_domain(self):
        """Return the domain of the visits made in the homes of this one line, while it held."""
        domain = (
            self._homes_domain("household_id.")
            & Domain("is_valid", "=", True)
            & Domain("date", ">=", self.date_from)
        )
        return domain & Domain("date", "<=", self.date_to) if self.date_to else domain

    @api.depends("household_ids", "area_ids", "date_from", "date_to", "member_id")
    def _compute_visits(self):
        # Numbers and a day only: a branch need not read the homes' files to know them.
        visits = self.env["community.visit"].sudo()
        for line in self:
            where = line.sudo()._visits_domain()
            partner = line.member_id.partner_id
            own = Domain("user_id.partner_id", "=", partner.id) | Domain(
                "visitor_ids.partner_id", "=", partner.id
            )
            [(line.visit_count, line.visited_count, line.last_visit_date)] = visits._read_group(
                where, [], ["__count", "household_id:count_distinct", "date:max"]
            )
            line.own_visit_count = visits.search_count(where & own)

    def _pledges_domain(self):
        """Return the domain of what the member of this one line pledged while it held."""
        domain = Domain("date", ">=", self.date_from) & (
            Domain("member_id", "=", self.member_id.id) | Domain("responsibility_id", "=", self.id)
        )
        return domain & Domain("date", "<=", self.date_to) if self.date_to else domain

    @api.depends("member_id", "date_from", "date_to")
    @api.depends_context("uid")
    def _compute_pledge_count(self):
        pledges = self.env["community.party.pledge"]
        for line in self:
            if not line.id or not line.date_from:
                line.pledge_count = line.kept_count = 0
                continue
            groups = dict(pledges._read_group(line._pledges_domain(), ["state"], ["__count"]))
            line.kept_count = groups.get("confirmed", 0)
            line.pledge_count = sum(groups.values()) - sum(
                groups.get(state, 0) for state in ("withdrawn", "lapsed")
            )

    def action_open_visits(self):
        """Open the visits made there, those that the reader may see."""
        # sudo: which homes belong to the line; each visit opens under its own rules.
        domain = self.sudo()._visits_domain()
        return self._list_action("community_service.community_visit_action", list(domain))

    def action_open_pledges(self):
        """Open what the member in charge took on while the line held."""
        return self._list_action(
            "community_party.community_party_pledge_action", list(self._pledges_domain())
        )
