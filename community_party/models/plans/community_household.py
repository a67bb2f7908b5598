from odoo import api, fields, models
from odoo.fields import Domain


class CommunityHousehold(models.Model):
    """Who of the Party answers for a home; shown to those who read these members."""

    _inherit = "community.household"

    party_responsibility_count = fields.Integer(
        "Party members in charge",
        compute="_compute_party_responsibility_count",
        groups="community_party.group_party_branch",
    )

    @api.depends("area_id")
    @api.depends_context("uid")
    def _compute_party_responsibility_count(self):
        lines = self.env["community.party.responsibility"].search(
            self._party_responsibility_domain()
        )
        # sudo: places and homes of lines that the reader reads.
        named = [(line.household_ids.ids, line.area_ids.ids) for line in lines.sudo()]
        for household in self:
            above = set(map(int, filter(None, (household.area_id.parent_path or "").split("/"))))
            household.party_responsibility_count = sum(
                household.id in homes or bool(above.intersection(areas)) for homes, areas in named
            )

    def _party_responsibility_domain(self):
        """Return the domain of the lines in force today that hold one of these homes."""
        today = fields.Date.context_today(self)
        return (
            Domain("date_from", "<=", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
            & (
                Domain("household_ids", "in", self.ids)
                | Domain("area_ids", "parent_of", self.area_id.ids)
            )
        )

    def action_open_party_responsibilities(self):
        """Open who of the Party answers for this home."""
        return self._list_action(
            "community_party.community_party_responsibility_action",
            list(self._party_responsibility_domain()),
        )
