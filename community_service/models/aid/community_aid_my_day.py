from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

CASE_LIMIT = 8


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    @api.model
    def my_day(self):
        """Add the aid cases of the user whose clock or review falls due within a week.

        :return: the dict of the day with ``cases``: dicts ``id``, ``model``, ``name`` (what is due
            next), ``number``, ``address``, ``date_due``, ``is_overdue``
        """
        day = super().my_day()
        today = fields.Date.context_today(self)
        cases = self.env["community.aid.case"].search_fetch(
            Domain("user_id", "=", self.env.uid) & Domain("date_due", "<=", today + timedelta(7)),
            ["number", "household_id", "date_due"],
            limit=CASE_LIMIT,
            order="date_due, id",
        )
        cases.household_id.fetch(["address"])
        day["cases"] = [
            {
                "id": case.id,
                "model": case._name,
                "name": case.next_step or case.number,
                "number": case.number,
                "address": case.household_id.address or "",
                "date_due": fields.Date.to_string(case.date_due),
                "is_overdue": case.date_due < today,
            }
            for case in cases
        ]
        return day
