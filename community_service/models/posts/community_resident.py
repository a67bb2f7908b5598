from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.placement import hard_to_place
from .community_post import HELD

JOBLESS = ("unemployed", "laid_off")

AT_WORK = ("employed", "flexible")

DISABLED = ("disability", "severe_disability")

POOR = ("dibao", "dibao_edge", "extreme_hardship")


class CommunityResident(models.Model):
    """Placements on a resident's file, and why somebody may be hard to place."""

    _inherit = "community.resident"

    placement_ids = fields.One2many("community.placement", "resident_id", "Placements")
    placement_count = fields.Integer(compute="_compute_placement_count")

    @api.depends_context("uid")
    def _compute_placement_count(self):
        self._count_links(
            "placement_count", "community.placement", "resident_id", [("state", "!=", "cancelled")]
        )

    def action_open_placements(self):
        """Open the placements of the resident."""
        return self._links_action("community_service.community_placement_action", "resident_id")

    def _ending_matters(self, ending):
        """Add the placement that somebody holds, or was to take up."""
        placements = self._running(
            "community.placement",
            Domain("resident_id", "=", self.id)
            & Domain("state", "in", ("proposed", "active"))
            & (Domain("date_to", "=", False) | Domain("date_to", ">", ending.date)),
        )
        return [*super()._ending_matters(ending), (placements, True)]

    def _work_days(self):
        """Add the days on which placements of these residents began."""
        days = super()._work_days()
        placements = self.env["community.placement"].search_fetch(
            [("resident_id", "in", self.ids), ("state", "in", HELD)], ["resident_id", "date_from"]
        )
        for placement in placements:
            days.setdefault(placement.resident_id.id, []).append(placement.date_from)
        return days

    def _hard_to_place(self):
        """Return ``{id: reasons}`` why residents may be hard to place, from what the register says.

        Called as superuser for the proposal beside a decision; a fixed number of queries.
        """
        today = fields.Date.context_today(self)
        people = self._origin
        codes, since = people._hard_codes(today)
        # Latest first: the last loss of work is written last in this order and holds.
        for change in reversed(self._employment_lines(people)):
            if change.new_value in JOBLESS and change.old_value not in JOBLESS:
                since[change.res_id] = change.date
        reasons = {}
        for person in people:
            found = codes.get(person.id, set())
            jobless = person.employment in JOBLESS
            family = person.household_id.resident_ids.filtered(
                lambda r: r.age is not None and 16 <= r.age < 60
            )
            works = any(member.employment in AT_WORK for member in family)
            facts = {
                "sex": person.sex,
                "age": person.age,
                "is_disabled": bool(found & set(DISABLED)),
                "is_poor": bool(found & set(POOR)),
                "jobless_since": since.get(person.id) if jobless else None,
                "family_works": works or not jobless,
            }
            community = person.company_id
            rules = {
                "older_men": community.community_older_men,
                "older_women": community.community_older_women,
                "today": today,
            }
            reasons[person.id] = hard_to_place(facts, rules)
        return reasons

    def _hard_codes(self, today):
        """Return ``({id: category codes}, {id: marked as unemployed since})`` of residents."""
        lines = self.env["community.category.line"].search(
            Domain("category_id.code", "in", (*DISABLED, *POOR, "unemployed"))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
            & (
                Domain("resident_id", "in", self.ids)
                | Domain("household_id", "in", self.household_id.ids)
            )
        )
        codes, since = {}, {}
        for person in self:
            for line in lines:
                own = line.resident_id == person
                shared = not line.resident_id and line.household_id == person.household_id
                if own or shared:
                    codes.setdefault(person.id, set()).add(line.category_id.code)
                if own and line.category_id.code == "unemployed" and line.date_from:
                    since[person.id] = line.date_from
        return codes, since
