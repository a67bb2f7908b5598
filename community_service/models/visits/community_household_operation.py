from odoo import models
from odoo.fields import Domain


class CommunityHouseholdOperation(models.Model):
    """An operation does not go back over a visit that was recorded after it."""

    _inherit = "community.household.operation"

    def _work_obstacle(self):
        return super()._work_obstacle() or self._visit_obstacle()

    def _visit_obstacle(self):
        made = Domain("household_id", "in", self._created_ids("community.household"))
        later = (
            Domain("household_id", "in", self.household_ids.ids)
            & Domain("state", "not in", ("planned", "cancelled"))
            & Domain("date", ">=", self.date)
            & Domain("write_date", ">", self.date_done)
        )
        visit = self.env["community.visit"].search(made | later, limit=1)
        if visit:
            return self.env._(
                "The visit %(visit)s of %(date)s was recorded after %(operation)s: it stands in "
                "the way. Enter a new operation that says what is true now.",
                visit=visit._name_for_reader(),
                date=visit.date,
                operation=self.display_name,
            )
        return None
