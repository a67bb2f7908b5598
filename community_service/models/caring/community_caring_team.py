from odoo import api, fields, models

TEAM_KINDS = [
    ("congratulation", "Congratulation team"),
    ("mediation", "Mediation team"),
    ("comfort", "Comfort team"),
    ("farewell", "Funeral team"),
]


class CommunityCaringTeam(models.Model):
    """A team of a caring station; its kind is the kind of event that it takes on."""

    _name = "community.caring.team"
    _description = "Caring Team"
    _order = "sequence, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(TEAM_KINDS, required=True, default="comfort")
    station_id = fields.Many2one(
        "community.caring.station", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="station_id.company_id", store=True, index=True)
    leader_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="restrict")
    member_ids = fields.One2many("community.caring.member", "team_id", "Members of the team")
    member_count = fields.Integer("Current members", compute="_compute_member_count")

    @api.depends("member_ids.date_from", "member_ids.date_to")
    def _compute_member_count(self):
        today = fields.Date.context_today(self)
        for team in self:
            team.member_count = len(team.member_ids.filtered(lambda line: line._holds_on(today)))

    @api.model
    def _team_for(self, kind, company):
        """Return the first team for a kind of event in a community, or none."""
        return self.search([("kind", "=", kind), ("company_id", "=", company.id)], limit=1)
