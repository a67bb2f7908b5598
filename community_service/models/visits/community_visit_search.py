import datetime

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.identity import mask_name
from ...tools.workdays import add_workdays

CARD_LIMIT = 80

NEED_LIMIT = 8


def _plain(domain):
    """Return a domain as a list that JSON can carry, dates as text."""
    return [
        (item[0], item[1], fields.Date.to_string(item[2]))
        if isinstance(item, tuple) and isinstance(item[2], datetime.date)
        else item
        for item in domain
    ]


def _local_name(area):
    """Return the name of a place without the community that everybody is in."""
    names = []
    while area and area.kind not in ("street", "community"):
        names.insert(0, area.name)
        area = area.parent_id
    return "".join(names)


LAST_VISITS = 3


class CommunityVisit(models.Model):
    """What the screen *My Day* reads: figures with their records, and cards in walking order."""

    _inherit = "community.visit"

    @api.model
    def my_day(self):
        """Return what the current user has to do today; constant number of queries.

        :return: dict with ``today``, ``figures`` (each with ``count``, ``model``, ``domain``: the
            domain finds exactly ``count`` records), ``cards`` (at most 80, as one walks),
            ``done_count``, ``needs`` (open ones of this user due within a week) and ``choices``
            (labels for At the Door, should it open without a signal), ``alerts`` (open no-contact
            alerts of the user's grids)
        """
        self.check_access("read")
        today = fields.Date.context_today(self)
        grids = self.env["community.grid"].search([("officer_ids", "in", self.env.uid)])
        visits = self.search(
            self._my_day_domain(today, grids), limit=CARD_LIMIT, order="household_id"
        )
        cards = visits._my_day_cards(today)
        Need = self.env["community.visit.need"]
        week = Domain("state", "=", "open") & Domain("user_id", "=", self.env.uid)
        needs = Need.search(
            week & Domain("date_due", "<=", today + datetime.timedelta(days=7)), limit=NEED_LIMIT
        )
        return {
            "today": fields.Date.to_string(today),
            "figures": self._my_day_figures(today, grids),
            "cards": cards,
            "has_more": len(visits) == CARD_LIMIT,
            # sudo: one's own visits count, also where the household is in other hands now.
            "done_count": self.sudo().search_count(
                Domain("company_id", "in", self.env.companies.ids)
                & Domain("state", "=", "done")
                & Domain("date", "=", today)
                & Domain("visitor_ids", "in", self.env.uid)
            ),
            "needs": needs._door_values(today),
            "choices": self._door_choices(),
            "alerts": self.env["community.contact.alert"]._day_cards(grids),
        }

    @api.model
    def _my_day_domain(self, today, grids):
        """Return the domain of visits up to today of this user, or of nobody in their grids.

        Nobody is sent to a household that was merged or moved away; should that be reversed, its
        planned visits are back.
        """
        mine = Domain("user_id", "=", self.env.uid) | (
            Domain("user_id", "=", False) & Domain("grid_id", "in", grids.ids)
        )
        lived_in = Domain("household_id.active", "=", True)
        return Domain("state", "=", "planned") & Domain("date", "<=", today) & mine & lived_in

    @api.model
    def _my_day_figures(self, today, grids):
        overdue = Domain("is_overdue", "=", True)
        if grids:
            overdue &= Domain("grid_id", "in", grids.ids)
        promises = (
            Domain("state", "=", "open")
            & Domain("user_id", "=", self.env.uid)
            & Domain("date_due", "<=", today)
        )
        figures = {}
        for name, model, domain in (
            ("visits", "community.visit", self._my_day_domain(today, grids)),
            ("overdue", "community.household", overdue),
            ("promises", "community.visit.need", promises),
        ):
            figures[name] = {
                "count": self.env[model].search_count(domain),
                "model": model,
                "domain": _plain(domain),
            }
        return figures

    def _my_day_cards(self, today):
        """Return one dict for each visit, in the order of this recordset."""
        households = self.household_id
        households.fetch(
            ["address", "room", "area_id", "head_id", "need_level", "next_visit_date", "walk_key"]
        )
        levels = dict(households._fields["need_level"]._description_selection(self.env))
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        parts = dict(self._fields["day_part"]._description_selection(self.env))
        needs = (
            self.env["community.visit.need"]
            .search(Domain("household_id", "in", households.ids) & Domain("state", "=", "open"))
            .grouped("household_id")
        )
        due, frail = households._due_categories(today), households._frail_people(today)
        named = self.env["community.programme"]._whom_to_name(households, today)
        cards, places = [], {}
        for visit in self:
            household, area = visit.household_id, visit.household_id.area_id
            building = area.parent_id if area.kind == "entrance" else area
            if building.id not in places:
                places[building.id] = _local_name(building)
            part = area.name if area != building else ""
            days = (today - household.next_visit_date).days if household.next_visit_date else 0
            open_needs = needs.get(household, self.env["community.visit.need"])
            cards.append(
                {
                    "id": visit.id,
                    "household_id": household.id,
                    "building_id": building.id,
                    "building": places[building.id],
                    "place": f"{places[building.id]}{part}",
                    "room": household.room or "",
                    "head": mask_name(household.head_id.name or ""),
                    "need_level": household.need_level,
                    "need_label": levels[household.need_level],
                    "why": due.get(household, [])[:2] or [kinds[visit.kind]],
                    "frail": frail.get(household, []),
                    "people": named.get(household, []),
                    "promised": fields.Date.to_string(household.own_visit_date) or "",
                    "note": visit.note or "",
                    "hour": visit._local_time(visit.date_start).strftime("%H:%M")
                    if visit.date_start
                    else "",
                    "day_part": parts.get(visit.day_part, ""),
                    "days_overdue": max(days, 0),
                    "days_planned": (today - visit.date).days,
                    "need": open_needs[:1].name or "",
                    "is_need_overdue": bool(
                        open_needs[:1].date_due and open_needs[:1].date_due < today
                    ),
                    "need_count": len(open_needs),
                }
            )
        return cards

    def action_later(self):
        """Put planned visits off to the next working day.

        :return: dict with ``dates`` (id as text to the day before, for an undo) and ``date`` (the
            new day)
        """
        self._check_state("planned")
        today = fields.Date.context_today(self)
        before = {str(visit.id): fields.Date.to_string(visit.date) for visit in self}
        Holiday = self.env["community.holiday"]
        day = add_workdays(today, 1, Holiday._exceptions(self.env.company))
        for company, visits in self.grouped("company_id").items():
            day = add_workdays(today, 1, Holiday._exceptions(company))
            visits.with_context(tracking_disable=True).write({"date": day})
        return {"dates": before, "date": fields.Date.to_string(day)}

    # What the screen *At the door* reads about a household.

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
        return self._at_the_doors(household)[household.id]

    @api.model
    def _at_the_doors(self, households):
        """Return ``{id: what At the Door shows}`` of these households.

        What is said of all of them is asked once: the number of queries depends on no number.
        """
        today = fields.Date.context_today(self)
        Need, Check = self.env["community.visit.need"], self.env["community.visit.check"]
        homes = Domain("household_id", "in", households.ids)
        lines = {
            home: home.residency_ids.filtered(lambda line: not line.date_to) for home in households
        }
        residents = self.env["community.resident"].union(
            *(people.resident_id for people in lines.values())
        )
        # Worked out for all of them, whatever is read below of one home after the other.
        residents.mapped("category_ids.name")
        needs = Need.search(homes & Domain("state", "=", "open")).grouped("household_id")
        visits = self._last_of_each(homes & Domain("state", "in", ("done", "absent")), LAST_VISITS)
        planned = {}
        for visit in self.search(self._door_domain(today) & homes, order="date, id"):
            planned.setdefault(visit.household_id, visit)
        known = Check._known_of(households, residents)
        choices = {
            company: self.with_company(company)._door_choices() for company in households.company_id
        }
        return {
            home.id: self._at_the_door(
                home,
                lines[home],
                needs.get(home, Need),
                visits.get(home, self.browse()),
                planned.get(home, self.browse()),
                Check._stale_facts(home, lines[home].resident_id, today, known),
                choices[home.company_id],
            )
            for home in households
        }

    @api.model
    def _last_of_each(self, domain, count):
        """Return the latest visits of each household as ``{household: visits}``; two queries."""
        query = self._search(domain)
        # Raw SQL: the first rows of each group, under the reader's rules, which stand in the query.
        self.flush_model(["household_id", "date"])
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM (
                       SELECT v.id, row_number() OVER (
                           PARTITION BY v.household_id ORDER BY v.date DESC, v.id DESC) AS place
                         FROM community_visit v WHERE v.id IN %s) AS numbered
                    WHERE place <= %s""",
                query.subselect(),
                count,
            )
        )
        found = self.browse(row_id for (row_id,) in rows)
        found.fetch(["household_id", "date", "state", "mode", "outcome", "day_part", "situation"])
        found = found.sorted(lambda visit: (visit.date, visit.id), reverse=True)
        return found.grouped("household_id")

    @api.model
    def _at_the_door(self, household, people, needs, visits, planned, facts, choices):
        today = fields.Date.context_today(self)
        levels = dict(household._fields["need_level"]._description_selection(self.env))
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
            "visits": self._door_visits(visits),
            "needs": needs._door_values(today),
            "facts": facts,
            "visit": planned
            and {
                "id": planned.id,
                "date": fields.Date.to_string(planned.date),
                "note": planned.note or "",
                "mode": planned.mode,
                "kind": planned.kind,
            }
            or None,
            "choices": choices,
        }

    @api.model
    def _door_choices(self):
        """Return the labels of what can be chosen at the door."""
        kinds = self.env["community.visit.need"]._fields["kind"]
        employment = self.env["community.resident"]._fields["employment"]
        return {
            "modes": self._fields["mode"]._description_selection(self.env),
            "outcomes": self._fields["outcome"]._description_selection(self.env),
            "kinds": self._fields["kind"]._description_selection(self.env),
            "checklists": self.env["community.visit.checklist"]._door_questions(self.env.company),
            "needs": kinds._description_selection(self.env),
            "employment": employment._description_selection(self.env),
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
    def _door_domain(self, today):
        return Domain("state", "=", "planned") & Domain("date", "<=", today + relativedelta(days=7))

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
    def _door_visits(self, visits):
        states = dict(self._fields["state"]._description_selection(self.env))
        modes = dict(self._fields["mode"]._description_selection(self.env))
        states |= dict(self._fields["outcome"]._description_selection(self.env))
        return [
            {
                "id": visit.id,
                "date": fields.Date.to_string(visit.date),
                "label": modes[visit.mode] if visit.state == "done" else states[visit.outcome],
                "situation": visit.situation or "",
            }
            for visit in visits
        ]
