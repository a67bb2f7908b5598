from odoo import fields, models

from .community_aid_case import ENDED, GRANTED, OFFICERS


class CommunityAidCase(models.Model):
    """Aid and the caring station: a student is congratulated, a death ends payments."""

    _inherit = "community.aid.case"

    def _decide(self, values):
        """Propose the event of an admission when education aid is granted."""
        result = super()._decide(values)
        Event = self.env["community.life.event"]
        if self.kind == "education" and self.decision == "granted":
            if Event._is_recent(self.date_decision):
                cause = f"aid case {self.id}"
                Event._propose(
                    "admission", self.resident_id, self.household_id, self.date_decision, cause
                )
        return result

    def _end_after_death(self, farewell):
        """Stop granted aid with a change, as for any other end; a case under way is closed."""
        reason = self.env._("The person has died.")
        for case in self:
            if case.state in GRANTED:
                # The dialog is the decision: who confirms it is the person named.
                self.env["community.aid.change"].create(
                    {
                        "case_id": case.id,
                        "kind": "stop",
                        "reason": reason,
                        "decision_person": self.env.user.name,
                    }
                )
            else:
                case._check_officer()
                today = fields.Date.context_today(case)
                case._by_code({"state": "closed", "outcome": reason, "date_closed": today})
                case._close_need(reason, is_met=False)


class CommunityLifeEvent(models.Model):
    _inherit = "community.life.event"

    def _loose_ends(self):
        """Add aid in the name of the person, and of the household when nobody is left in it.

        Where a family lives on, its aid is listed without a tick: it is reviewed, not ended. Only
        officers end aid: a grid worker's list has none, and the officer's list has it still.
        """
        ends = super()._loose_ends()
        is_over = self.kind != "farewell" or self.state not in ("planned", "done")
        if is_over or not self.resident_id or not self.env.user.has_group(OFFICERS):
            return ends
        home = self.household_id
        cases = self.env["community.aid.case"].search(
            [
                ("state", "not in", ENDED),
                "|",
                ("resident_id", "=", self.resident_id.id),
                ("household_id", "=", home.id),
            ]
        )
        alone = not home.open_residency_ids
        return [*ends, (cases, alone)] if cases else ends
