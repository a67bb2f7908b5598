from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

LAST_VISITS = 3


class CommunityVisit(models.Model):
    """What the screen *At the door* reads about a household."""

    _inherit = "community.visit"

    @api.model
    def at_the_door(self, household_id):
        """Return what a visitor needs to know at the door; constant number of queries.

        Opening it is opening the household's file: it goes into the access log.

        :param int household_id: a household that the user may read
        :return: dict with ``household``, ``people``, ``visits`` (the last three), ``needs`` (open),
            ``facts`` (to confirm), ``visit`` (the planned visit or None) and ``choices`` (labels)
        """
        household = self._door_household(household_id)
        self.env["community.access.log"]._log("view", household)
        today = fields.Date.context_today(self)
        levels = dict(household._fields["need_level"]._description_selection(self.env))
        people = household.residency_ids.filtered(lambda line: not line.date_to)
        needs = self.env["community.visit.need"].search(
            Domain("household_id", "=", household.id) & Domain("state", "=", "open")
        )
        planned = self._door_planned(household, today)
        overdue = (today - household.next_visit_date).days if household.next_visit_date else 0
        return {
            "today": fields.Date.to_string(today),
            "household": {
                "id": household.id,
                "address": household.address or "",
                "need_level": household.need_level,
                "need_label": levels[household.need_level],
                "categories": household.category_ids.mapped("name"),
                "next_visit_date": fields.Date.to_string(household.next_visit_date) or "",
                "days_overdue": max(overdue, 0),
                "note": household.note or "",
            },
            "people": self._door_people(people),
            "visits": self._door_visits(household),
            "needs": needs._door_values(today),
            "facts": self._door_facts(household, people.resident_id, today),
            "visit": planned
            and {
                "id": planned.id,
                "date": fields.Date.to_string(planned.date),
                "note": planned.note or "",
                "mode": planned.mode,
            }
            or None,
            "choices": self._door_choices(),
        }

    @api.model
    def _door_choices(self):
        """Return the labels of what can be chosen at the door."""
        kinds = self.env["community.visit.need"]._fields["kind"]
        return {
            "modes": self._fields["mode"]._description_selection(self.env),
            "needs": kinds._description_selection(self.env),
        }

    @api.model
    def _door_household(self, household_id):
        """Return the household, or say that there is none: the id comes from outside."""
        household = self.env["community.household"]
        if type(household_id) is int:
            household = household.browse(household_id).exists()
        if not household:
            raise UserError(
                self.env._("This household does not exist any more: go back and choose another.")
            )
        household.check_access("read")
        return household

    @api.model
    def _door_planned(self, household, today):
        """Return the planned visit that a visit of today fulfils: the oldest within a week."""
        return self.search(
            Domain("household_id", "=", household.id)
            & Domain("state", "=", "planned")
            & Domain("date", "<=", today + relativedelta(days=7)),
            order="date, id",
            limit=1,
        )

    @api.model
    def _door_people(self, lines):
        roles = dict(lines._fields["role"]._description_selection(self.env))
        return [
            {
                "id": line.resident_id.id,
                "name": line.resident_id.name,
                "age": line.resident_id.age if line.resident_id.birth_date else False,
                "role": line.role_word or roles[line.role],
                "categories": line.resident_id.category_ids.mapped("name"),
                "phone": line.resident_id.phone_display or "",
                "is_away": line.kind == "registered",
            }
            for line in lines.sorted(lambda line: (line.kind == "registered", line.role != "head"))
        ]

    @api.model
    def _door_visits(self, household):
        states = dict(self._fields["state"]._description_selection(self.env))
        modes = dict(self._fields["mode"]._description_selection(self.env))
        visits = self.search(
            Domain("household_id", "=", household.id) & Domain("state", "in", ("done", "absent")),
            limit=LAST_VISITS,
        )
        return [
            {
                "id": visit.id,
                "date": fields.Date.to_string(visit.date),
                "label": modes[visit.mode] if visit.state == "done" else states[visit.state],
                "situation": visit.situation or "",
            }
            for visit in visits
        ]

    @api.model
    def _door_facts(self, household, residents, today):
        """Return the facts that nobody confirmed for a year: phones and who lives here."""
        months = self.env["community.setting"]._number("confirm_months")
        limit = today - relativedelta(months=months)
        groups = self.env["community.visit.check"]._read_group(
            Domain("household_id", "=", household.id) & Domain("date", ">", limit),
            ["fact", "resident_id"],
        )
        fresh = {(fact, resident.id) for fact, resident in groups}
        facts = [
            {
                "fact": "phone",
                "resident_id": resident.id,
                "name": resident.name,
                "value": resident.phone_display,
            }
            for resident in residents
            if resident.phone_display
            and ("phone", resident.id) not in fresh
            and resident.create_date.date() <= limit
        ]
        if ("members", False) not in fresh and household.date_entered <= limit and residents:
            facts.append({"fact": "members", "resident_id": False, "name": "", "value": ""})
        return facts


class CommunityVisitNeed(models.Model):
    _inherit = "community.visit.need"

    def _door_values(self, today):
        """Return these needs as the phone shows them."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return [
            {
                "id": need.id,
                "kind": kinds[need.kind],
                "name": need.name,
                "household_id": need.household_id.id,
                "address": need.household_id.address or "",
                "user": need.user_id.name,
                "date_due": fields.Date.to_string(need.date_due) or "",
                "is_overdue": bool(need.date_due and need.date_due < today),
            }
            for need in self
        ]
