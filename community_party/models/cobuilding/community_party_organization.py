from odoo import api, fields, models
from odoo.exceptions import UserError

BRANCH = "community_party.group_party_branch"
MASS = "mass_organization"


class CommunityPartyOrganization(models.Model):
    """Mass organisations: which one it is, who is in charge, what it held."""

    _inherit = "community.party.organization"

    mass_kind = fields.Selection(
        [
            ("union", "Trade union"),
            ("youth_league", "Communist Youth League"),
            ("womens_federation", "Women's Federation"),
            ("other", "Other mass organisation"),
        ],
        "Which mass organisation",
        index=True,
    )
    mass_leader_ids = fields.One2many(
        "community.party.mass.leader", "organization_id", "In charge", groups=BRANCH
    )

    @api.constrains("kind", "mass_kind")
    def _check_mass_kind(self):
        for organization in self:
            if organization.mass_kind and organization.kind != MASS:
                raise UserError(
                    self.env._(
                        "%(organization)s is no mass organisation: leave empty which one it is.",
                        organization=organization.name,
                    )
                )

    def _mass_leaders(self, day):
        """Return who is in charge of these mass organisations on ``day``, the first first."""
        held = self.mass_leader_ids.filtered(
            lambda line: line.date_from <= day and (not line.date_to or line.date_to >= day)
        )
        return held.sorted(lambda line: (line.date_from, line.id))

    @api.depends("mass_leader_ids.date_to")
    def _compute_network(self):
        result = super()._compute_network()
        today = fields.Date.context_today(self)
        for organization in self.filtered(lambda o: o.kind == MASS and not o.leader_name):
            organization.leader_name = organization._mass_leaders(today)[:1].partner_id.name
        return result

    def _network_gaps(self, posts, heads, estates, today):
        """A mass organisation is led by whoever is in charge of it, with or without a post."""
        if self.kind == MASS:
            heads = heads or self._mass_leaders(today)
        return super()._network_gaps(posts, heads, estates, today)
