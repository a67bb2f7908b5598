from odoo import api, fields, models


class CommunityPartyMember(models.Model):
    """What a member has taken on, and where the member belonged on a day."""

    _inherit = "community.party.member"

    pledge_ids = fields.One2many(
        "community.party.pledge",
        "member_id",
        "Pledges",
        groups="community_party.group_party_branch",
    )
    pledge_count = fields.Integer(
        "Number of pledges",
        compute="_compute_pledge_count",
        groups="community_party.group_party_branch",
    )

    @api.depends("pledge_ids.state")
    @api.depends_context("uid")
    def _compute_pledge_count(self):
        made = [("state", "not in", ("withdrawn", "lapsed"))]
        self._count_links("pledge_count", "community.party.pledge", "member_id", made)

    def action_open_pledges(self):
        """Open what this member has taken on."""
        return self._links_action("community_party.community_party_pledge_action", "member_id")

    def _organization_on(self, day):
        """Return the organisation of one member on ``day``, by the letters received since then.

        :param day: the date asked for; on the day of a move it is the new organisation
        """
        self.ensure_one()
        # Which letters moved the member; of them no more than the organisation is told.
        later = (
            self.env["community.party.transfer"]
            .sudo()
            .search(
                [
                    ("member_id", "=", self.id),
                    ("direction", "=", "internal"),
                    ("state", "=", "received"),
                    ("date_received", ">", day),
                ],
                order="date_received, id",
                limit=1,
            )
        )
        return later.from_organization_id.with_env(self.env) or self.organization_id
