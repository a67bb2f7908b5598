import datetime

from odoo import fields, models

from ...tools.trusted import said
from .community_claim_mixin import OPEN
from .community_visit_check import FACT_FIELDS

# In UTC: of a day without an hour. It is the same day in China.
NOON = datetime.time(4)


class CommunityResident(models.Model):
    """Facts asked about at a door; visits, needs and claims after the end of a person."""

    _inherit = "community.resident"

    # No history of it is kept; the moment says which of two entries is the newer.
    emergency_entered = fields.Datetime(
        readonly=True, copy=False, groups=fields.NO_ACCESS, export_string_translation=False
    )

    def write(self, vals):
        """A new value, wherever it is entered, answers what was said at a door to have changed."""
        res = super().write(vals)
        if vals.keys() & set(FACT_FIELDS["emergency"]):
            day = said(self.env, "community_fact", {}).get("date")
            moment = fields.Datetime.now()
            if day and day != fields.Date.context_today(self):
                moment = datetime.datetime.combine(day, NOON)
            # sudo: the program's own note of when it was entered.
            super(CommunityResident, self.sudo()).write({"emergency_entered": moment})
        facts = [fact for fact, names in FACT_FIELDS.items() if vals.keys() & set(names)]
        if facts and self.ids:
            Check = self.env["community.visit.check"]
            checks = Check._open_checks(self.household_id, self, facts)
            if checks:
                checks._close_open(fields.Date.context_today(self))
        return res

    def _person_ended(self):
        """Close the alert that nobody hears of somebody who is no longer there, and look again."""
        result = super()._person_ended()
        # sudo: alerts follow from the facts, whoever enters them.
        homes = self.sudo().with_context(active_test=False).residency_ids.household_id
        if homes:
            Alert = self.env["community.contact.alert"]
            Alert._look(Alert._open_of(homes).household_id)
        return result

    def _entered_after(self, ending):
        """Add visits at which the person was met after the death."""
        met = self._running(
            "community.visit",
            [
                ("met_resident_ids", "in", self.ids),
                ("state", "=", "done"),
                ("date", ">", ending.date),
            ],
        )
        return [*super()._entered_after(ending), met]

    def _ending_matters(self, ending):
        """Add what is planned for a home in which nobody is left, and what the person took on."""
        matters = super()._ending_matters(ending)
        if self._is_last_home_empty():
            home = self._last_home()
            visits = self._running(
                "community.visit",
                [
                    ("household_id", "=", home.id),
                    ("state", "=", "planned"),
                    ("kind", "!=", "comfort"),
                ],
            )
            needs = self._running(
                "community.visit.need",
                [("household_id", "=", home.id), ("state", "=", "open"), ("follow_up_id", "=", 0)],
            )
            matters += [(visits, True), (needs, True)]
        if self.partner_id:
            claims = self._running(
                "community.contribution",
                [("partner_id", "=", self.partner_id.id), ("state", "in", OPEN)],
            )
            matters.append((claims, True))
        return matters
