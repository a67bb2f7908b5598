from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .community_request import RUNNING

REQUEST_LIMIT = 8


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    @api.model
    def my_day(self):
        """Add the requests of which the user is the officer and that are due within a week.

        :return: the dict of the day with ``requests``: dicts ``id``, ``name``, ``number``,
            ``address``, ``date_due``, ``is_overdue``; a need that has become one of them is not
            listed twice
        """
        day = super().my_day()
        today = fields.Date.context_today(self)
        requests = self.env["community.request"].search_fetch(
            Domain("officer_id", "=", self.env.uid)
            & Domain("state", "in", RUNNING)
            & Domain("merged_into_id", "=", False)
            & Domain("date_due", "<=", today + timedelta(days=7)),
            ["number", "description", "item_id", "household_id", "area_id", "date_due", "need_id"],
            limit=REQUEST_LIMIT,
            order="date_due, id",
        )
        requests.household_id.fetch(["address"])
        shown = set(requests.need_id.ids)
        day["needs"] = [need for need in day["needs"] if need["id"] not in shown]
        day["requests"] = [
            {
                "id": request.id,
                "name": request.item_id.name or request.description,
                "number": request.number,
                "address": request.household_id.address or request.area_id.display_name or "",
                "date_due": fields.Date.to_string(request.date_due),
                "is_overdue": request.date_due < today,
            }
            for request in requests
        ]
        return day
