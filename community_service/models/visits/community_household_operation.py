from odoo import fields, models
from odoo.fields import Domain


class CommunityHouseholdOperation(models.Model):
    """An operation does not go back over a visit that was recorded after it."""

    _inherit = "community.household.operation"

    def write(self, vals):
        res = super().write(vals)
        # The rows have been compared: what follows is no part of the operation.
        if "after" in vals:
            checks = self._said_checks()
            if checks:
                checks._close_open(fields.Date.context_today(self))
        return res

    def _go_back(self, state, reason=False):
        res = super()._go_back(state, reason)
        # What was said at a door is not entered any more, unless another operation says it.
        for operation in self.sudo():
            checks = (
                self.env["community.visit.check"]
                .sudo()
                .search(
                    Domain("household_id", "in", operation.household_ids.ids)
                    & Domain("fact", "=", "members")
                    & Domain("result", "=", "changed")
                    & Domain("create_date", "<", operation.date_done)
                    & Domain("date_entered", ">=", operation.date_done.date())
                )
            )
            later = self.sudo().search(
                Domain("household_ids", "in", operation.household_ids.ids)
                & Domain("state", "=", "done")
            )
            for check in checks:
                answers = later.filtered(
                    lambda one, check=check: (
                        check.household_id in one.household_ids
                        and one.date_done > check.create_date
                    )
                )
                if not answers:
                    check._open_again()
        return res

    def _said_checks(self):
        """Return what was said at the doors of these homes of who lives there, still open."""
        Check, people = self.env["community.visit.check"], self.env["community.resident"]
        homes = self.household_ids
        return Check._open_checks(homes, people, ("members",)) if homes else Check

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
