from contextlib import contextmanager

from odoo import api, fields, models

from .community_life_event import KIND_OF, REASONS

LOST_WORK = ("unemployed", "laid_off")
HAD_WORK = ("employed", "flexible")


class CommunityHousehold(models.Model):
    _inherit = "community.household"

    @contextmanager
    def _operation(self, kind, date, residents=None, others=None):
        with super()._operation(kind, date, residents, others) as operation:
            yield operation
        operation._propose_life_events()


class CommunityHouseholdOperation(models.Model):
    """A birth, a death and a family that moves in propose an event; going back withdraws it."""

    _inherit = "community.household.operation"

    def _propose_life_events(self):
        Event = self.env["community.life.event"]
        date, home = fields.Date.to_date(self.date), self.household_id
        if not Event._is_recent(date):
            return
        if self.kind == "birth":
            child = self.resident_ids[:1]
            Event._propose("birth", child, home, date, child.id, self)
        elif self.kind == "death":
            person = self.resident_ids.filtered(lambda r: r.date_death == date)[:1]
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


class CommunityResidency(models.Model):
    _inherit = "community.residency"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # Within an operation it is proposed at the end, so that going back takes it along. Only
        # code sets this: it runs as superuser.
        if not (self.env.su and self.env.context.get("community_sync_later")):
            Event = self.env["community.life.event"]
            Event._propose_all(
                [
                    ("birth", line.resident_id, line.household_id, day, line.resident_id.id, None)
                    for line in lines
                    if line.start_reason == "birth"
                    and (day := line.resident_id.birth_date or line.date_from)
                    and Event._is_recent(day)
                ]
            )
        return lines


class CommunityFactChange(models.Model):
    """A marriage and the loss of work propose an event; filling in an empty fact does not."""

    _inherit = "community.fact.change"

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        Event, causes = self.env["community.life.event"], []
        for change in changes.filtered(lambda c: c.kind == "change" and c.old_value):
            resident, home, day = change.resident_id, change.household_id, change.date
            if change.field_name == "marital" and change.new_value == "married":
                # Husband and wife of one home are one wedding.
                cause = f"household {home.id} {day}"
                causes.append(("wedding", resident, home, day, cause, None))
            elif (
                change.field_name == "employment"
                and change.old_value in HAD_WORK
                and change.new_value in LOST_WORK
            ):
                causes.append(("job_loss", resident, home, day, f"{resident.id} {day}", None))
        Event._propose_all([cause for cause in causes if Event._is_recent(cause[3])])
        return changes


class CommunityCategory(models.Model):
    _inherit = "community.category"

    life_event_reason = fields.Selection(
        [pair for pair in REASONS if KIND_OF.get(pair[0]) == "comfort"],
        "Proposes comfort for",
        help="When a line of this category begins, the caring station is asked to visit.",
    )


class CommunityCategoryLine(models.Model):
    """A care category that begins proposes comfort; what a register brought was known before."""

    _inherit = "community.category.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        today = fields.Date.context_today(self)
        Event, causes = self.env["community.life.event"], []
        for line in lines:
            reason = line.category_id.life_event_reason
            if not reason or line.source == "import" or line.is_to_clarify or line.date_to:
                continue
            # Whoever enters the register as an old person alone has not just been left alone.
            holder = line.resident_id or line.household_id
            entered = fields.Datetime.context_timestamp(self, holder.create_date).date()
            if line.source == "derived" and entered >= today:
                continue
            causes.append(line._life_event_cause())
        Event._propose_all([cause for cause in causes if Event._is_recent(cause[3])])
        return lines

    def unlink(self):
        causes = [line._life_event_cause() for line in self if line.category_id.life_event_reason]
        res = super().unlink()
        if causes:
            keys = [f"{cause[0]},{cause[4]}" for cause in causes]
            self.env["community.life.event"]._withdraw([("cause_key", "in", keys)])
        return res

    def _life_event_cause(self):
        resident, home = self.resident_id, self.household_id
        who = f"{resident.id}" if resident else f"household {home.id}"
        reason = self.category_id.life_event_reason
        return (reason, resident, home, self.date_from, f"{who} {self.date_from}", None)
