from odoo import api, models
from odoo.fields import Domain


class CommunityCategoryLine(models.Model):
    """What counts as a visit, and by when one was due, follows the categories of its day.

    A category that is entered late, moved or taken away reaches the visits that were made since.
    """

    _inherit = "community.category.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._reach_visits(lines.household_id)
        return lines

    def write(self, vals):
        if not vals.keys() & {"category_id", "resident_id", "household_id", "date_from", "date_to"}:
            return super().write(vals)
        days, homes = self.mapped("date_from"), self.household_id
        res = super().write(vals)
        self._reach_visits(homes | self.household_id, days)
        return res

    def unlink(self):
        days, homes = self.mapped("date_from"), self.household_id
        res = super().unlink()
        self.browse()._reach_visits(homes, days)
        return res

    def _reach_visits(self, households, days=()):
        """Reckon the visits made to these households since these lines, or those days, again."""
        days = [day for day in (*days, *self.mapped("date_from")) if day]
        if not (households and days):
            return
        # sudo: whether a visit counts follows from categories, whoever may read the visit.
        Visit = self.env["community.visit"].sudo()
        visits = Visit.search(
            Domain("household_id", "in", households.ids)
            & Domain("state", "=", "done")
            & Domain("date", ">=", min(days))
        )
        if not visits:
            return
        self.env.add_to_compute(Visit._fields["is_valid"], visits)
        visits.flush_recordset(["is_valid"])
        visits.household_id._plan_next_visit()
        Visit._reckon_due(visits.household_id)
