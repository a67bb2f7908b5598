from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.community_service.tools.timeline import TimelinePart


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
        # The places above the homes stand in their own path: no search for them.
        paths = self.area_id.mapped("parent_path")
        above = {int(number) for path in paths for number in (path or "").split("/") if number}
        return (
            Domain("date_from", "<=", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
            & (Domain("household_ids", "in", self.ids) | Domain("area_ids", "in", list(above)))
        )

    def action_open_party_responsibilities(self):
        """Open who of the Party answers for this home."""
        return self._list_action(
            "community_party.community_party_responsibility_action",
            list(self._party_responsibility_domain()),
        )

    def _timeline_parts(self):
        word = self._timeline_word
        return [
            *super()._timeline_parts(),
            TimelinePart(
                "party",
                self.env._("Party member"),
                "community.party.member",
                Domain("resident_id.household_id", "=", self.id),
                ("date_full", "date_probation", "date_applied"),
                lambda row: (
                    word("community.party.member", "stage", row["stage"]),
                    (row["residents"], row["organization_id.name"]),
                ),
                ("stage", "organization_id.name"),
                ("resident_id",),
            ),
            TimelinePart(
                "party",
                self.env._("Party member"),
                "community.party.responsibility",
                self._party_responsibility_domain(),
                ("date_from",),
                lambda row: (
                    word("community.party.responsibility", "kind", row["kind"]),
                    row["member_id.partner_id.name"],
                ),
                ("kind", "member_id.partner_id.name"),
            ),
        ]
