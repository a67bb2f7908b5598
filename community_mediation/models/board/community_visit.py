from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..mediation.community_mediation_case import RUNNING

CLOCK_LIMIT = 8

KEPT = ("agreed", "performing")


class CommunityVisit(models.Model):
    """The clocks of mediation, relocation, issues and incidents in *My Day* of those they run for.

    Searched with the user's own rights; numbers stand in them, names of the sides never do.
    """

    _inherit = "community.visit"

    @api.model
    def my_day(self):
        """Add what runs out within a week for a mediator, a line for each clock of a case.

        :return: the dict of the day with more ``cases``
        """
        day = super().my_day()
        if not self.env["community.mediation.case"].has_access("read"):
            return day
        today = fields.Date.context_today(self)
        clocks = []
        for model, date_field, domain, name in self._mediation_clocks(today):
            records = self.env[model].search(
                domain & Domain(date_field, "<=", today + timedelta(7)),
                limit=CLOCK_LIMIT,
                order=f"{date_field}, id",
            )
            clocks += [
                self._mediation_clock(record, name, record[date_field], today) for record in records
            ]
        # Several things to perform under one agreement are one line: the first of them.
        lines = {(case["model"], case["id"], case["name"]): case for case in reversed(clocks)}
        cases = day["cases"] + list(reversed(lines.values()))
        day["cases"] = sorted(cases, key=lambda case: case["date_due"])
        return day

    @api.model
    def _mediation_clocks(self, today):
        """Return what runs for this user: model, field of the day, domain, what is due."""
        uid = self.env.uid
        ending = self.env._("Mediation to be ended")
        due = self.env._("Performance due")
        confirming = self.env._("Last day of judicial confirmation")
        visit = self.env._("Return visit")
        measure = self.env._("Measure in an incident")
        mine = Domain("mediator_ids.user_id", "=", uid)
        of_mine = Domain("case_id.mediator_ids.user_id", "=", uid)
        return [
            (
                "community.mediation.case",
                "date_limit",
                mine & Domain("state", "in", RUNNING),
                ending,
            ),
            (
                "community.mediation.term",
                "date_due",
                of_mine & Domain("date_done", "=", False) & Domain("case_id.state", "in", KEPT),
                due,
            ),
            (
                "community.mediation.agreement",
                "confirmation_due",
                of_mine
                & Domain("confirmation_state", "=", "none")
                & Domain("confirmation_due", ">=", today),
                confirming,
            ),
            (
                "community.mediation.case",
                "date_return_visit",
                mine,
                visit,
            ),
            (
                "community.relocation.talk",
                "date_next",
                Domain("user_id", "=", uid) & Domain("is_done", "=", False),
                None,
            ),
            (
                "community.legacy.issue",
                "date_next",
                Domain("user_id", "=", uid) & Domain("state", "=", "open"),
                None,
            ),
            (
                "community.incident.measure",
                "date_due",
                Domain("date", "=", False)
                & (
                    Domain("partner_id", "=", self.env.user.partner_id.id)
                    | Domain("incident_id.user_id", "=", uid)
                ),
                measure,
            ),
        ]

    @api.model
    def _mediation_clock(self, record, name, day, today):
        """Return the line of one record; parts open the case or incident they belong to."""
        owner, number = record, record.display_name
        if "next_step" in record._fields:
            name = record.next_step or self.env._("Next step")
        for field in ("case_id", "incident_id"):
            if field in record._fields:
                owner = record[field]
                number = owner.display_name
        if record._name == "community.relocation.talk":
            number = record.file_id.number or record.project_id.code
        return {
            "model": owner._name,
            "id": owner.id,
            "name": name,
            "number": number,
            "address": "",
            "date_due": fields.Date.to_string(day),
            "is_overdue": day < today,
        }
