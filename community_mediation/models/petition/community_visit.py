from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

PETITION_LIMIT = 8


class CommunityVisit(models.Model):
    _inherit = "community.visit"

    @api.model
    def my_day(self):
        """Add the petitions in the user's charge on which something is due within a week.

        They stand among the cases: what is due next and the number, without name or address.
        """
        day = super().my_day()
        Petition = self.env["community.petition"]
        if not Petition.has_access("read"):
            return day
        today = fields.Date.context_today(self)
        petitions = Petition.search_fetch(
            Domain("user_id", "=", self.env.uid) & Domain("date_next", "<=", today + timedelta(7)),
            ["number", "clock", "date_next"],
            limit=PETITION_LIMIT,
            order="date_next, id",
        )
        labels = dict(Petition._fields["clock"]._description_selection(self.env))
        day["cases"] = [
            *day.get("cases", []),
            *(
                {
                    "id": petition.id,
                    "model": petition._name,
                    "name": labels[petition.clock],
                    "number": petition.number,
                    "address": "",
                    "date_due": fields.Date.to_string(petition.date_next),
                    "is_overdue": petition.date_next < today,
                }
                for petition in petitions
            ),
        ]
        return day
