from odoo import fields, models
from odoo.fields import Domain


class CommunityMatch(models.Model):
    """A list of another office says whose file may not be used for it."""

    _inherit = "community.match"

    restricted_names = fields.Char(
        "Files not to be used",
        compute="_compute_restricted_names",
        compute_sudo=True,
        exportable=False,
    )

    def _compute_restricted_names(self):
        Row = self.env["community.match.row"]
        Resident = self.env["community.resident"].with_context(active_test=False)
        restricted = Domain("restricted_since", "!=", False)
        for match in self:
            rows = Row._search(
                [("match_id", "in", match._origin.ids), ("resident_id", "!=", False)]
            )
            people = Domain("id", "in", rows.subselect("resident_id"))
            match.restricted_names = Resident.search(restricted & people)._restricted_names()

    def _kept_people(self, people):
        found = super()._kept_people(people)
        return found | people.with_context(active_test=False)._restricted()
