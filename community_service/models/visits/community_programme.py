from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.identity import mask_name
from ..register.community_residency import LIVING_KINDS


class Unit(NamedTuple):
    """Who is to be reached by a surge list: a person, or a home whose category is its own."""

    household: models.Model
    resident: models.Model
    visit: models.Model


class CommunityProgramme(models.Model):
    """A campaign of visits to the households of some places and categories in a period.

    Nobody ticks a programme on a visit: every visit that falls into its scope counts, so one visit
    satisfies many obligations.
    """

    _name = "community.programme"
    _description = "Visit Programme"
    _inherit = ["mail.thread", "mail.activity.mixin", "community.guarded.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Community", default=lambda self: self.env.company, required=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Responsible", default=lambda self: self.env.user, tracking=True
    )
    date_from = fields.Date(
        "Starts on", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date("Ends on", required=True, tracking=True)
    area_ids = fields.Many2many(
        "community.area",
        "community_programme_area_rel",
        "programme_id",
        "area_id",
        string="Buildings and estates",
        help="Empty: the whole community.",
    )
    category_ids = fields.Many2many(
        "community.category",
        "community_programme_category_rel",
        "programme_id",
        "category_id",
        string="Categories",
        help="Empty: every household.",
        check_company=True,
    )
    surge = fields.Selection(
        [("heat", "Heat"), ("snow", "Snow and ice"), ("flood", "Flood"), ("other", "Other danger")],
        "Danger",
        help="A surge list: everybody of the categories is to be reached on these days, by a call "
        "or a visit.",
    )
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    closed_reached = fields.Integer("Reached when closed", readonly=True, copy=False)
    closed_due = fields.Integer("To be reached when closed", readonly=True, copy=False)
    target_rate = fields.Float("Target (%)", default=95.0)
    purpose = fields.Text()
    task_ids = fields.One2many("community.programme.task", "programme_id", "Tasks")
    household_count = fields.Integer("Number of households", compute="_compute_coverage")
    visited_count = fields.Integer("Visited", compute="_compute_coverage")
    people_count = fields.Integer("People to reach", compute="_compute_coverage")
    people_reached = fields.Integer("People reached", compute="_compute_coverage")
    coverage = fields.Float("Coverage (%)", compute="_compute_coverage")
    on_time_rate = fields.Float("On time (%)", compute="_compute_coverage")
    is_reached = fields.Boolean("Target reached", compute="_compute_coverage")

    _check_dates = models.Constraint(
        "CHECK (date_to >= date_from)", "A programme cannot end before it starts."
    )
    _check_target = models.Constraint(
        "CHECK (target_rate > 0 AND target_rate <= 100)",
        "Give the target in per cent, above 0 and up to 100.",
    )
    _check_surge = models.Constraint(
        "CHECK (surge IS NULL OR date_to - date_from <= 31)",
        "A surge list is for the days of a danger, a month at most.",
    )
    _order_idx = models.Index("(date_from DESC, id DESC)")

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("date_from", "date_to", "area_ids", "category_ids", "target_rate", "surge")
    def _compute_coverage(self):
        for programme in self:
            figures = {}
            if programme.date_from and programme.date_to and programme.surge:
                figures = programme._count_reached()
            elif programme.date_from and programme.date_to:
                figures = self.env["community.visit"]._coverage(
                    programme.date_from, programme.date_to, programme._scope_domain()
                )
            programme.household_count = figures.get("households", 0)
            programme.visited_count = figures.get("visited", 0)
            programme.people_count = figures.get("people", 0)
            programme.people_reached = figures.get("people_reached", 0)
            programme.coverage = figures.get("coverage", 0.0)
            programme.on_time_rate = figures.get("on_time_rate", 0.0)
            programme.is_reached = programme.coverage >= programme.target_rate

    @api.constrains("company_id", "area_ids")
    def _check_area_company(self):
        for programme in self:
            for area in programme.area_ids:
                if area.company_id != programme.company_id:
                    raise ValidationError(
                        self.env._(
                            "%(area)s belongs to another community than the programme "
                            "%(programme)s: choose places of %(company)s.",
                            area=area.complete_name,
                            programme=programme.name,
                            company=programme.company_id.name,
                        )
                    )

    def _scope_domain(self):
        """Return the domain of the households in the places and categories of this programme.

        Categories are those valid on the last day of the period, or today if that is earlier.
        """
        self.ensure_one()
        domain = Domain("company_id", "in", self.company_id.ids)
        if self.area_ids:
            domain &= Domain("area_id", "child_of", self.area_ids.ids)
        if self.category_ids:
            day = min(self.date_to, fields.Date.context_today(self))
            current = Domain(self.env["community.category.line"]._current_domain(day))
            domain &= Domain(
                "category_line_ids",
                "any",
                Domain("category_id", "in", self.category_ids.ids) & current,
            )
        return domain

    def action_open_households(self):
        """Open the households of this programme: those that coverage is counted over."""
        return self._open_households("households", self.env._("Households of the programme"))

    def action_open_visited(self):
        """Open the households of this programme that have been visited in its period."""
        return self._open_households("visited", self.env._("Visited"))

    def action_open_missing(self):
        """Open the households of this programme that have not been visited in its period."""
        return self._open_households("missing", self.env._("Not visited yet"))

    def action_open_people(self):
        """Open the people whom this surge list is to reach."""
        return self._open_people("people", self.env._("People to reach"))

    def action_open_people_missing(self):
        """Open the people of this surge list whom nobody has reached yet."""
        return self._open_people("people_missing", self.env._("People not reached yet"))

    def _open_people(self, part, name):
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "community.resident",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": [("figure_ref", "=", f"{self._name},{self.id},{part}")],
        }

    def _open_households(self, part, name):
        self.ensure_one()
        if self.surge:
            self.check_access("read")
            domain = [("figure_ref", "=", f"{self._name},{self.id},{part}")]
        else:
            domain = list(self._covered_domains()[part])
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": "community.household",
            "view_mode": "list,kanban,form",
            "mobile_view_mode": "kanban",
            "domain": domain,
            "context": {"active_test": False},
        }

    def _figure_target(self, part):
        """Return model and domain of what stands behind a number of a surge list."""
        units = self._surge_units()
        if part.startswith("people"):
            people = [
                unit.resident.id
                for unit in units
                if unit.resident and (part == "people" or not unit.visit)
            ]
            return "community.resident", Domain("id", "in", people)
        homes = self._homes_of(units)[part]
        return "community.household", Domain("id", "in", homes.ids)

    def _covered_domains(self):
        return self.env["community.visit"]._coverage_domains(
            self.date_from, self.date_to, self._scope_domain()
        )

    # surge lists: heat, snow, flood

    def _surge_units(self, homes=None):
        """Return whom this list is to reach, each with the first visit or call that did.

        A category of a person counts by person: of two people in one home each is to be reached. A
        visit that names nobody reached the one person of the list in its home; where there are two,
        it does not say whom. A category of a home counts by home. Four queries, whatever the size.

        :param homes: only of these households
        :return: list of :class:`Unit`
        """
        self.ensure_one()
        none = self.env["community.resident"]
        domain = self._covered_domains()["households"]
        if homes is not None:
            domain &= Domain("id", "in", homes.ids)
        homes = self.env["community.household"].with_context(active_test=False).search(domain)
        wanted = {home: set() for home in homes}
        if self.category_ids:
            day = min(self.date_to, fields.Date.context_today(self))
            Line = self.env["community.category.line"]
            lines = Line.search_fetch(
                Domain(Line._current_domain(day))
                & Domain("household_id", "in", homes.ids)
                & Domain("category_id", "in", self.category_ids.ids),
                ["household_id", "resident_id"],
            )
            for line in lines:
                wanted[line.household_id].add(line.resident_id)
        visits = self.env["community.visit"].search_fetch(
            Domain("household_id", "in", homes.ids)
            & Domain("state", "=", "done")
            & Domain("date", ">=", self.date_from)
            & Domain("date", "<=", self.date_to),
            ["household_id", "met_resident_ids"],
            order="date, id",
        )
        made = visits.grouped("household_id")
        units = []
        for home, people in wanted.items():
            known = made.get(home, visits.browse())
            listed = [person for person in people if person]
            alone = len(listed) == 1
            if not listed or none in people:
                units.append(Unit(home, none, known[:1]))
            for person in sorted(listed, key=lambda one: one.id):
                reached = known.filtered(
                    lambda visit, person=person, alone=alone: (
                        person in visit.met_resident_ids or (alone and not visit.met_resident_ids)
                    )
                )
                units.append(Unit(home, person, reached[:1]))
        return units

    @api.model
    def _whom_to_name(self, homes, today):
        """Return by household whom a visit by one tap has to name: those of an open surge list.

        Where a list is still to reach somebody of a home, these are all who live there, whoever is
        on the list first. The number of queries depends on the number of lists alone.

        :return: ``{household: [{"id", "label" (masked name, age), "is_listed"}]}``
        """
        open_lists = self.search(
            Domain("surge", "!=", False)
            & Domain("date_closed", "=", False)
            & Domain("date_from", "<=", today)
            & Domain("date_to", ">=", today)
        )
        listed = {}
        for programme in open_lists:
            for unit in programme._surge_units(homes):
                if unit.resident and not unit.visit:
                    listed.setdefault(unit.household, set()).add(unit.resident)
        found = {}
        for home, wanted in listed.items():
            lines = home.residency_ids.filtered(
                lambda line: not line.date_to and line.kind in LIVING_KINDS
            )
            people = lines.resident_id.sorted(
                lambda one, wanted=wanted: (one not in wanted, one.id)
            )
            found[home] = [
                {
                    "id": one.id,
                    "label": " ".join(
                        filter(
                            None,
                            (mask_name(one.name or ""), str(one.age if one.birth_date else "")),
                        )
                    ),
                    "is_listed": one in wanted,
                }
                for one in people
            ]
        return found

    @api.model
    def _homes_of(self, units):
        """Return the homes of these units: all, those of which all are reached, and the others."""
        homes = missing = self.env["community.household"]
        homes = homes.union(*(unit.household for unit in units))
        missing = missing.union(*(unit.household for unit in units if not unit.visit))
        return {"households": homes, "visited": homes - missing, "missing": missing}

    def _count_reached(self):
        units = self._surge_units()
        homes = self._homes_of(units)
        people = [unit for unit in units if unit.resident]
        reached = sum(bool(unit.visit) for unit in units)
        rate = round(100 * reached / len(units), 1) if units else 0.0
        return {
            "households": len(homes["households"]),
            "visited": len(homes["visited"]),
            "people": len(people),
            "people_reached": sum(bool(unit.visit) for unit in people),
            "units": len(units),
            "reached": reached,
            "coverage": rate,
            "on_time_rate": rate,
        }

    def action_plan_surge(self):
        """Plan a call today for each home of the list that nobody has reached or planned yet.

        The calls stand in My Day of whoever looks after the grid; the list is ticked off there, or
        by any visit of these days. Asked a second time it adds only who has come to the list.

        :return: action: the planned calls
        :raises UserError: for a programme that is no surge list, is closed, or has no category or
            nobody to reach
        """
        self.ensure_one()
        self.check_access("write")
        self._check_surge_open()
        if not self.category_ids:
            raise UserError(
                self.env._(
                    "%(name)s: choose the categories of those who are in danger.", name=self.name
                )
            )
        today = fields.Date.context_today(self)
        if not self.date_from <= today <= self.date_to:
            raise UserError(
                self.env._(
                    "%(name)s is for %(start)s to %(end)s: calls are planned on these days.",
                    name=self.name,
                    start=self.date_from,
                    end=self.date_to,
                )
            )
        units = self._surge_units()
        missing = [unit for unit in units if not unit.visit]
        homes = self._homes_of(units)["missing"].filtered("active")
        planned = self.env["community.visit"].search(
            Domain("household_id", "in", homes.ids)
            & Domain("state", "=", "planned")
            & Domain("date", "=", today)
        )
        homes -= planned.household_id
        names = {home: [] for home in homes}
        for unit in missing:
            if unit.resident and unit.household in names:
                names[unit.household].append(mask_name(unit.resident.name or ""))
        workers = {grid: grid._looked_after_by()[:1] for grid in homes.grid_id}
        self.env["community.visit"].create(
            [
                {
                    "household_id": home.id,
                    "date": today,
                    "kind": "care",
                    "mode": "phone",
                    "note": self._whom_to_reach(names[home]),
                    "user_id": workers.get(home.grid_id, self.env["res.users"]).id,
                }
                for home in homes
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_visit_action"
        )
        scope = Domain("household_id", "any", self._scope_domain())
        return action | {
            "domain": list(scope & Domain("date", "=", today)),
            "context": {"search_default_group_user": 1},
        }

    def _whom_to_reach(self, names):
        """Return the purpose of a call: the list, and who in the home is on it."""
        if not names:
            return self.name
        return self.env._(
            "%(list)s: reach %(people)s", list=self.name, people=self.env._(", ").join(names)
        )

    def action_close_surge(self):
        """Close the list with its count; who was not reached stands in it still."""
        self.check_access("write")
        for programme in self:
            programme._check_surge_open()
            figures = programme._count_reached()
            programme._set_closed(
                date_closed=fields.Date.context_today(self),
                closed_reached=figures["reached"],
                closed_due=figures["units"],
            )

    def _check_surge_open(self):
        for programme in self:
            if not programme.surge or programme.date_closed:
                raise UserError(
                    self.env._(
                        "%(name)s is no open surge list: name the danger, or begin a new one.",
                        name=programme.name,
                    )
                )

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.date_closed:
            settled |= {"surge", "date_from", "date_to", "area_ids", "category_ids"}
        return settled
