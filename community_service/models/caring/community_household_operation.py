from odoo import api, fields, models


class CommunityHouseholdOperation(models.Model):
    """A birth, a death and a family that moves in propose an event; going back withdraws it."""

    _inherit = "community.household.operation"

    def _propose_life_events(self):
        Event = self.env["community.life.event"]
        date, home = fields.Date.to_date(self.date), self.household_id
        if not Event._is_recent(date, home or self.household_ids[:1]):
            return
        if self.kind == "birth":
            child = self.resident_ids[:1]
            Event._propose("birth", child, home, date, child.id, self)
        elif self.kind == "death":
            person = self._who_died()[:1]
            Event._propose("death", person, home, date, person.id, self)
        elif self.kind in ("move_in", "split"):
            for household in self.household_ids:
                lines = household._open_lines()
                if (
                    lines
                    and set(lines.mapped("date_from")) == {date}
                    and (set(lines.mapped("start_reason")) <= {"move_in", "split"})
                ):
                    cause = f"household {household.id} {date}"
                    Event._propose("new_home", None, household, date, cause, self)

    def _obstacle(self):
        return super()._obstacle() or self._event_obstacle()

    @api.model
    def _going_back_models(self):
        # Proposals nobody has touched are withdrawn; _event_obstacle answers for the others.
        return super()._going_back_models() | {"community.life.event"}

    def _event_obstacle(self):
        """An event that was accepted holds the person or household that the operation made."""
        events = self.env["community.life.event"].search(
            [
                "|",
                ("resident_id", "in", self._created_ids("community.resident")),
                ("household_id", "in", self._created_ids("community.household")),
            ]
        )
        held = events - events._untouched()
        if held:
            return self.env._(
                "%(event)s came of %(operation)s and somebody has dealt with it: it stands in the "
                "way. Enter a new operation that says what is true now.",
                event=held[0].display_name,
                operation=self.display_name,
            )
        return None

    def _restore(self):
        self.env["community.life.event"]._withdraw(
            [
                "|",
                "|",
                ("operation_id", "=", self.id),
                ("resident_id", "in", self._created_ids("community.resident")),
                ("household_id", "in", self._created_ids("community.household")),
            ]
        )
        return super()._restore()
