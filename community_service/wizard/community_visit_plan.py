import datetime
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..models.base.community_dialog_mixin import ends_dialog
from ..tools.planning import split_evenly, spread
from ..tools.workdays import is_workday

NEED_RANK = {"red": 0, "yellow": 1, "green": 2}
LONGEST_PERIOD = 366


class CommunityVisitPlan(models.TransientModel):
    """Plan the visits of grids in a period.

    Who is due comes first by delay and need, as far as the workers' days allow. Each grid is shared
    out evenly among its workers along the walk, and a staircase stays with one of them.
    """

    _name = "community.visit.plan"
    _description = "Plan Visits"
    _inherit = ["community.dialog.mixin"]

    grid_ids = fields.Many2many(
        "community.grid",
        "community_visit_plan_grid_rel",
        string="Grids",
        required=True,
        default=lambda self: self._default_grid_ids(),
    )
    date_from = fields.Date("Starts on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Ends on", required=True, default=lambda self: self._default_date_to())
    per_day = fields.Integer("Visits per worker and day", default=15, required=True)
    scope = fields.Selection(
        [
            ("due", "Households due by the end of the period"),
            ("first", "Households that nobody has visited yet"),
            ("programme", "Households a programme has not reached"),
        ],
        compute="_compute_scope",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    programme_id = fields.Many2one("community.programme")
    category_ids = fields.Many2many(
        "community.category",
        "community_visit_plan_category_rel",
        string="Only these categories",
    )
    kind = fields.Selection(
        selection=lambda self: (
            self.env["community.visit"]._fields["kind"]._description_selection(self.env)
        ),
        default="routine",
        required=True,
    )
    note = fields.Char("Purpose of the visit")

    due_count = fields.Integer("Households due", compute="_compute_preview")
    overdue_count = fields.Integer("Of them overdue", compute="_compute_preview")
    already_count = fields.Integer("Planned already", compute="_compute_preview")
    moved_count = fields.Integer(
        "Left from passed days",
        compute="_compute_preview",
        help="Planned for a day that has passed: they get a new day.",
    )
    workday_count = fields.Integer("Working days", compute="_compute_preview")
    worker_count = fields.Integer("Number of workers", compute="_compute_preview")
    visit_count = fields.Integer("Visits to plan", compute="_compute_preview")
    left_count = fields.Integer(
        "Not planned for want of days", compute="_compute_preview", readonly=True
    )

    _check_dates = models.Constraint(
        "CHECK (date_to >= date_from)", "A period cannot end before it starts."
    )
    _check_per_day = models.Constraint(
        "CHECK (per_day BETWEEN 1 AND 200)", "Give 1 to 200 visits for a worker and day."
    )

    @api.model
    def _default_grid_ids(self):
        """Return the grids of the user; for whoever has none, the only one that there is."""
        Grid = self.env["community.grid"]
        found = Grid.search([("officer_ids", "in", self.env.uid)]) or Grid.search([], limit=2)
        return found if len(found) == 1 or self.env.user in found.officer_ids else Grid

    @api.depends("grid_ids", "date_to")
    def _compute_scope(self):
        """Begin with the homes that nobody knows yet where none is due: so it is after an import.

        A register that has just come in asks for its first visit only months later.
        """
        Household = self.env["community.household"]
        for wizard in self:
            if wizard.scope == "programme":
                continue
            homes = Domain("grid_id", "in", wizard.grid_ids.ids) & Domain("member_count", ">", 0)
            due = homes & Domain("next_visit_date", "<=", wizard.date_to)
            new = homes & Domain("last_visit_date", "=", False)
            is_first = (
                wizard.grid_ids
                and not Household.search_count(due, limit=1)
                and Household.search_count(new, limit=1)
            )
            wizard.scope = "first" if is_first else "due"

    @api.model
    def _default_date_to(self):
        return fields.Date.context_today(self) + datetime.timedelta(days=6)

    @api.depends(
        "grid_ids", "date_from", "date_to", "per_day", "scope", "programme_id", "category_ids"
    )
    def _compute_preview(self):
        for wizard in self:
            figures = {}
            if wizard.grid_ids and wizard.date_from and wizard.date_to and wizard.per_day > 0:
                figures = wizard._plan()[1]
            for name in (
                "due_count",
                "overdue_count",
                "already_count",
                "moved_count",
                "workday_count",
                "worker_count",
                "visit_count",
                "left_count",
            ):
                wizard[name] = figures.get(name, 0)

    @ends_dialog
    def action_plan(self):
        """Write the visits as the preview counted them, and open them."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        if self.date_from < today:
            raise UserError(
                self.env._(
                    "The period starts on %(date)s, which has passed: choose a day from today on.",
                    date=self.date_from,
                )
            )
        if (self.date_to - self.date_from).days > LONGEST_PERIOD:
            raise UserError(self.env._("Plan one year at most: choose an earlier last day."))
        if not self._workdays():
            raise UserError(
                self.env._(
                    "From %(start)s to %(end)s there is no working day: choose a longer period.",
                    start=self.date_from,
                    end=self.date_to,
                )
            )
        if self.scope == "programme" and not self.programme_id:
            raise UserError(self.env._("Choose the programme whose households are to be visited."))
        slots, _figures = self._plan()
        if not slots and self.scope == "first":
            raise UserError(
                self.env._(
                    "Every household of these grids has been visited, or its visit is planned: "
                    "choose other grids, or those that are due."
                )
            )
        if not slots:
            raise UserError(
                self.env._(
                    "No household of these grids is due by %(date)s without being planned already: "
                    "choose a later last day or other grids.",
                    date=self.date_to,
                )
            )
        self._write_plan(slots)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "community_service.community_visit_action"
        )
        return action | {
            "domain": [
                ("state", "=", "planned"),
                ("grid_id", "in", self.grid_ids.ids),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
            ],
            "context": {"search_default_group_user": 1, "search_default_group_date": 1},
        }

    # reading

    def _due_domain(self):
        """Return the domain of the households that the chosen scope asks to visit."""
        domain = Domain("grid_id", "in", self.grid_ids.ids) & Domain("member_count", ">", 0)
        if self.scope == "programme" and self.programme_id:
            programme = self.programme_id
            domain &= self.env["community.visit"]._coverage_domains(
                programme.date_from, programme.date_to, programme._scope_domain()
            )["missing"]
        elif self.scope == "first":
            domain &= Domain("last_visit_date", "=", False)
        else:
            domain &= Domain("next_visit_date", "<=", self.date_to)
        if self.category_ids:
            domain &= Domain("category_ids", "in", self.category_ids.ids)
        return domain

    def _workdays(self):
        exceptions = self.env["community.holiday"]._exceptions(self.env.company)
        length = min((self.date_to - self.date_from).days, LONGEST_PERIOD)
        days = (self.date_from + datetime.timedelta(days=number) for number in range(length + 1))
        return [day for day in days if is_workday(day, exceptions)]

    def _workers_by_grid(self):
        """Map each grid to its workers on the first day; substitutes only where nobody else is."""
        lines = self.env["community.grid.officer"].search(
            Domain("grid_id", "in", self.grid_ids.ids)
            & Domain("date_from", "<=", self.date_from)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", self.date_from)),
            order="id",
        )
        workers = {}
        for grid_id in self.grid_ids.ids:
            own = lines.filtered(lambda line, grid_id=grid_id: line.grid_id.id == grid_id)
            main = own.filtered(lambda line: not line.is_substitute) or own
            workers[grid_id] = main.user_id.ids or [False]
        return workers

    def _plan(self):
        """Choose households, worker and day; reads only, with a constant number of queries.

        :return: tuple (slots, figures): slots are tuples (household id, grid id, company id,
            user id or False, day, id of a passed planned visit or None)
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        households = self.env["community.household"].search_fetch(
            self._due_domain(),
            ["grid_id", "area_id", "company_id", "walk_key", "need_level", "next_visit_date"],
        )
        planned = self.env["community.visit"]._read_group(
            Domain("state", "=", "planned") & Domain("grid_id", "in", self.grid_ids.ids),
            ["household_id"],
            ["date:max", "id:max"],
        )
        passed = {household.id: visit_id for household, date, visit_id in planned if date < today}
        ahead = {household.id for household, date, _id in planned if date >= today}
        days, workers = self._workdays(), self._workers_by_grid()
        by_grid = defaultdict(list)
        overdue_count = already_count = 0
        for household in households:
            overdue = bool(household.next_visit_date and household.next_visit_date < today)
            overdue_count += overdue
            if household.id in ahead:
                already_count += 1
                continue
            by_grid[household.grid_id.id].append(
                (
                    not overdue,
                    NEED_RANK[household.need_level or "green"],
                    household.next_visit_date or today,
                    household.walk_key or "",
                    household.id,
                    household.area_id.id,
                    household.company_id.id,
                )
            )
        slots = []
        for grid_id, rows in sorted(by_grid.items()):
            for user_id, day, row in self._share_out(rows, workers[grid_id], days):
                slots.append((row[4], grid_id, row[6], user_id, day, passed.get(row[4])))
        figures = {
            "due_count": len(households),
            "overdue_count": overdue_count,
            "already_count": already_count,
            "moved_count": sum(1 for slot in slots if slot[5]),
            "workday_count": len(days),
            "worker_count": len({user for users in workers.values() for user in users if user}),
            "visit_count": len(slots),
            "left_count": len(households) - already_count - len(slots),
        }
        return slots, figures

    def _share_out(self, rows, users, days):
        """Yield (user id, day, row) for the households of one grid."""
        if not days:
            return
        capacity = len(days) * self.per_day
        chosen = sorted(sorted(rows)[: capacity * len(users)], key=lambda row: (row[3], row[4]))
        stairs = defaultdict(int)
        for row in chosen:
            stairs[row[5]] += 1
        parts = dict(zip(stairs, split_evenly(list(stairs.values()), len(users)), strict=True))
        walks = defaultdict(list)
        for row in chosen:
            walks[parts[row[5]]].append(row)
        for part, walk in walks.items():
            if len(walk) > capacity:  # A long staircase stays whole: the least urgent must wait.
                kept = set(sorted(walk)[:capacity])
                walk = [row for row in walk if row in kept]
            rest = iter(walk)
            for day, count in zip(days, spread(len(walk), len(days)), strict=True):
                for _number in range(count):
                    yield users[part], day, next(rest)

    # writing

    def _write_plan(self, slots):
        Visit = self.env["community.visit"].with_context(tracking_disable=True)
        moved, new = defaultdict(list), []
        for slot in slots:
            *_place, user_id, day, passed_id = slot
            if passed_id:
                moved[user_id, day].append(passed_id)
            else:
                new.append(slot)
        if new:
            household_id, _grid, _company, user_id, day, _passed = new[0]
            pattern = Visit.create(
                {
                    "household_id": household_id,
                    "date": day,
                    "user_id": user_id,
                    "kind": self.kind,
                    "note": self.note,
                }
            )
            self._copy_pattern(pattern, new[1:])
        for (user_id, day), ids in moved.items():
            Visit.browse(ids).write({"user_id": user_id, "date": day})

    def _copy_pattern(self, pattern, slots):
        """Insert a visit like ``pattern`` for each slot, in one statement.

        The households were found under the user's own rules and the pattern went through create(),
        so whoever gets here may create these visits.
        """
        pattern.flush_recordset()
        own = ("household_id", "grid_id", "company_id", "user_id", "date")
        shared = [
            name
            for name, field in pattern._fields.items()
            if field.store and field.column_type and name != "id" and name not in own
        ]
        # Raw SQL: create() makes 3,300 visits a second, this statement 12,000. A test
        # compares its rows with those of create(), column by column.
        self.env.cr.execute(
            SQL(
                """INSERT INTO community_visit (%s, %s)
                   SELECT slot.*, %s
                     FROM community_visit p,
                          unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::date[]) AS slot
                    WHERE p.id = %s""",
                SQL(", ").join(map(SQL.identifier, own)),
                SQL(", ").join(map(SQL.identifier, shared)),
                SQL(", ").join(SQL.identifier("p", name) for name in shared),
                *([slot[index] or None for slot in slots] for index in range(5)),
                pattern.id,
            )
        )
        self.env["community.visit"].invalidate_model()
        self.env["community.household"].invalidate_model(["visit_ids", "visit_count"])
