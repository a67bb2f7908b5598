from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.identity import mask_name
from ...tools.schedule import COUNTING_MODES, next_visit
from ...tools.timeline import TimelinePart
from ..register.community_category import NEED_LEVELS
from ..register.community_fact_mixin import FACTS
from ..register.community_residency import LIVING_KINDS
from .community_visit_check import FACT_FIELDS

# What can be one and the same for many doors; whom one met and what was said cannot.
SAME_AT_DOORS = {"client_key", "state", "date", "mode", "situation"}


class CommunityHousehold(models.Model):
    """Last visit, next visit, overdue: one meaning for every screen, ledger and report.

    Each category valid today asks for a visit within its interval after the last visit in a mode
    that it accepts, or after the day on which the household was entered. The next visit is the
    earliest of these days, or an own earlier date of the worker; a later one needs a reason. A
    household that nobody found at home has not been visited.
    """

    _inherit = "community.household"

    need_level = fields.Selection(
        NEED_LEVELS, compute="_compute_schedule", store=True, index=True, default="green"
    )
    visit_ids = fields.One2many("community.visit", "household_id", "Visits")
    visit_count = fields.Integer("Number of visits", compute="_compute_visit_count")
    visit_need_ids = fields.One2many("community.visit.need", "household_id", "Needs")
    open_need_count = fields.Integer("Open needs", compute="_compute_open_need_count")
    last_visit_date = fields.Date(
        "Last visit", compute="_compute_last_visit_date", store=True, copy=False
    )
    own_visit_date = fields.Date(
        "Own date", copy=False, help="The worker's own date of the next visit."
    )
    own_visit_reason = fields.Char(
        "Reason of a later date", copy=False, help="A date later than the rule needs a reason."
    )
    next_visit_date = fields.Date("Next visit", compute="_compute_schedule", store=True, copy=False)
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )

    # Visits do not stand in the dependencies: 100,000 planned ones must not recompute anything.
    # A visit that is done, undone or moved calls _plan_next_visit().
    @api.model
    def _sensitive_fields(self):
        return super()._sensitive_fields() | {"need_level"}

    @api.depends("date_entered")
    def _compute_last_visit_date(self):
        groups = dict(
            self.env["community.visit"]._read_group(
                Domain("household_id", "in", self.ids) & Domain("is_valid", "=", True),
                ["household_id"],
                ["date:max"],
            )
        )
        for household in self:
            household.last_visit_date = groups.get(household._origin)

    @api.depends(
        "last_visit_date",
        "own_visit_date",
        "own_visit_reason",
        "date_entered",
        "category_line_ids.date_from",
        "category_line_ids.date_to",
        "category_line_ids.category_id.need_level",
        "category_line_ids.category_id.visit_interval_months",
        "category_line_ids.category_id.visit_modes",
    )
    def _compute_schedule(self):
        """Level of need and next visit by the categories valid today.

        The daily job recomputes the households whose lines begin or end on that day.
        """
        today = fields.Date.context_today(self)
        last_dates = self._last_dates_by_modes()
        ranks = [level for level, _label in NEED_LEVELS]
        for household in self:
            categories = household._categories_on(today)
            household.need_level = max(
                categories.mapped("need_level"), key=ranks.index, default="green"
            )
            date = next_visit(
                categories._visit_rules() or [household._default_visit_rule()],
                last_dates.get(household._origin.id, {}),
                household.date_entered or today,
            )
            own = household.own_visit_date
            if own and (own < date or household.own_visit_reason):
                date = own
            household.next_visit_date = date

    @api.depends_context("uid")
    def _compute_visit_count(self):
        self._count_links("visit_count", "community.visit", "household_id")

    @api.depends_context("uid")
    def _compute_open_need_count(self):
        is_open = [("state", "=", "open")]
        self._count_links("open_need_count", "community.visit.need", "household_id", is_open)

    @api.depends("next_visit_date", "active")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for household in self:
            household.is_overdue = bool(
                household.active and household.next_visit_date and household.next_visit_date < today
            )

    def _search_is_overdue(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        # The day of the user, not of the database: "today" is evaluated in the user's time zone.
        overdue = Domain("next_visit_date", "<", "today") & Domain("active", "=", True)
        return overdue if (True in value) == (operator == "in") else ~overdue

    @api.constrains("own_visit_date", "own_visit_reason")
    def _check_own_visit_date(self):
        for household in self:
            if household.own_visit_date and household.own_visit_date > household.next_visit_date:
                raise ValidationError(
                    self.env._(
                        "%(household)s: %(own)s is later than the rule allows (%(rule)s). "
                        "Give a reason for the later date.",
                        household=household.display_name,
                        own=household.own_visit_date,
                        rule=household.next_visit_date,
                    )
                )

    def write(self, vals):
        res = super().write(vals)
        if "date_entered" in vals:
            # Where the first interval began says by when the first visit had been due.
            self.env["community.visit"]._reckon_due(self)
        return res

    def visit_duties(self):
        """Return what obliges to visit this home, each duty with the visit that satisfied it.

        It is a part of the household's file: reading it goes into the access log.

        :return: list of dicts, see ``community.visit._duties_of``
        :raises AccessError: if the reader may not read the household
        """
        self.ensure_one()
        self.check_access("read")
        self.env["community.access.log"]._log("view", self)
        return self.env["community.visit"]._duties_of(self)

    def action_open_visits(self):
        """Open the visits of this household."""
        return self._links_action("community_service.community_visit_action", "household_id")

    def action_at_the_door(self):
        """Open the phone screen on which a visit to this household is recorded."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.client"]._for_xml_id(
            "community_service.community_at_the_door_action"
        )
        return action | {"context": {"active_id": self.id, "active_model": self._name}}

    # Many doors at once: a staircase, a morning's round.

    def _board_values(self):
        """Return what a board shows of each household, as ``{id: values}``; two queries.

        :return: of each: ``id``, ``label``, ``head`` (masked), ``people`` (how many),
            ``need_level``, ``days_overdue`` and ``today`` (state of a visit of today, or empty)
        """
        today = fields.Date.context_today(self)
        made = {}
        if self.env["community.visit"].has_access("read"):
            made = {
                household.id: max(states)  # who was found after all has been visited
                for household, states in self.env["community.visit"]._read_group(
                    Domain("household_id", "in", self.ids)
                    & Domain("date", "=", today)
                    & Domain("state", "in", ("done", "absent")),
                    ["household_id"],
                    ["state:array_agg"],
                )
            }
        # sudo: as Odoo reads the name of a link in a list, and here it is masked. By the rules of
        # a grid worker PostgreSQL walks through all residents of the community to find these.
        heads = self.sudo().head_id
        heads.fetch(["name"])
        names = {head.id: mask_name(head.name or "") for head in heads}
        values = {}
        for household, open_household in zip(self, self.sudo(), strict=True):
            due = household.next_visit_date
            values[household.id] = {
                "id": household.id,
                "head": names.get(open_household.head_id.id, ""),
                "people": household.member_count,
                "need_level": household.need_level or "green",
                "days_overdue": max((today - due).days, 0) if due else 0,
                "today": made.get(household.id, ""),
            }
        return values

    def save_at_their_doors(self, values):
        """Record one and the same outcome of today for many households, each on its own.

        What cannot be recorded for one of them (it has been visited today, it has gone) is told and
        stops no other. The same ``client_key`` is the same round, however often it arrives.

        :param dict values: as of ``community.visit.save_at_the_door``, of which ``client_key``,
            ``state``, ``date``, ``mode`` and ``situation`` can be the same at many doors
        :return: list of dicts ``id``, ``is_done`` and ``why`` (a sentence, where it is not done)
        :raises UserError: for anything else in ``values``
        """
        Visit, Phone = self.env["community.visit"], self.env["community.phone"]
        Visit.check_access("create")
        key = values.get("client_key") if isinstance(values, dict) else None
        if not key or not isinstance(key, str) or values.keys() - SAME_AT_DOORS:
            raise UserError(
                self.env._(
                    "For many doors at once only the outcome, the day, the way and one text are "
                    "recorded: open the screen again."
                )
            )
        keys = {household: f"{key}:{household.id}" for household in self}
        seen, why = self.search([("id", "in", self.ids)]), {}
        for household in self - seen:
            why[household] = self.env._("No such household is to be seen here: reload.")
        open_homes = self & seen
        # What cannot be right is told before what stands in the way.
        try:
            clean = Visit._check_door_values(seen[:1], values)
        except UserError as error:
            why |= dict.fromkeys(open_homes, str(error))
            open_homes = self.browse()
        if open_homes:
            why |= open_homes._why_visited(clean, keys)
        left = [household for household in open_homes if household not in why]
        results = self._each_whole(
            left,
            lambda homes: Phone._receive_round({home: keys[home] for home in homes}, clean),
        )
        why |= {home: told for home, (_done, told) in zip(left, results, strict=True)}
        return [{"id": home.id, "is_done": not why[home], "why": why[home]} for home in self]

    def undo_at_their_doors(self, client_key):
        """Take back a round of the last minutes, each visit on its own.

        A visit stays where something was entered since that depends on it; that is told.

        :param str client_key: the key of the round
        :return: list of dicts as of :meth:`save_at_their_doors`
        """
        Visit = self.env["community.visit"]
        Visit.check_access("write")
        # What the user does not find is told of no more than what is not there.
        found = self.with_context(active_test=False).search([("id", "in", self.ids)])
        homes = self & found
        keys = {home: f"{client_key}:{home.id}" for home in homes}
        visits = Visit.search([("client_key", "in", list(keys.values()))])
        visit_of = visits.grouped("client_key")
        why = visits._why_not_alone()
        why = {home: why.get(visit_of.get(keys[home], Visit), "") for home in homes}
        left = [home for home in homes if not why[home]]

        def undo(some):
            known = [home for home in some if keys[home] in visit_of]
            if known:
                Visit.union(*(visit_of[keys[home]] for home in known))._undo_saves()
            for home in some:
                if home not in known:
                    # None was saved, or not one that this user finds: as at its own door.
                    Visit.undo_at_the_door(keys[home])
            return some

        results = self._each_whole(left, undo)
        why |= {home: told for home, (_done, told) in zip(left, results, strict=True)}
        return [{"id": home.id, "is_done": not why[home], "why": why[home]} for home in homes]

    def _why_visited(self, values, keys):
        """Return by household why a second record of one day is refused.

        The same save that arrives again is none.

        :param dict values: of the round, checked
        :param dict keys: the key of each household's save
        """
        visits = self.env["community.visit"].search(
            Domain("household_id", "in", self.ids)
            & Domain("date", "=", values.get("date") or fields.Date.context_today(self))
            & Domain("state", "in", ("done", "absent"))
        )
        states = dict(visits._fields["state"]._description_selection(self.env))
        states |= dict(visits._fields["outcome"]._description_selection(self.env))
        why = {}
        for household, made in visits.grouped("household_id").items():
            if keys[household] in made.mapped("client_key"):
                continue
            visit = made[:1]
            why[household] = self.env._(
                "%(household)s: “%(state)s” stands for %(date)s already. Correct that visit.",
                household=household.address,
                state=states[visit.outcome or visit.state],
                date=visit.date,
            )
        return why

    def action_open_needs(self):
        """Open the needs found in visits of this household."""
        return self._links_action(
            "community_service.community_visit_need_action",
            "household_id",
            search_default_filter_open=1,
        )

    def _plan_next_visit(self):
        """Recompute last and next visit of these households now; constant number of queries."""
        for name in ("last_visit_date", "need_level", "next_visit_date"):
            self.env.add_to_compute(self._fields[name], self)
        self.flush_recordset(["last_visit_date", "need_level", "next_visit_date"])

    def _categories_on(self, date):
        """Return the categories of this household valid on ``date``, active or not."""
        self.ensure_one()
        return self.category_line_ids.filtered(
            lambda line: (
                line.date_from
                and line.date_from <= date
                and (not line.date_to or line.date_to >= date)
            )
        ).category_id

    def _last_dates_by_modes(self):
        """Map household id to the last visit done in each kind of modes, in one query."""
        result = {}
        groups = self.env["community.visit"]._read_group(
            Domain("household_id", "in", self.ids) & Domain("state", "=", "done"),
            ["household_id", "mode"],
            ["date:max"],
        )
        for household, mode, date in groups:
            dates = result.setdefault(household.id, {})
            for kind, modes in COUNTING_MODES.items():
                if mode in modes and (kind not in dates or dates[kind] < date):
                    dates[kind] = date
        return result

    def _due_categories(self, today):
        """Return by household the names of the categories whose visit is due today or overdue.

        Constant number of queries; categories that the reader may not see are left out.
        """
        last_dates = self._last_dates_by_modes()
        found = {}
        for household in self:
            last, start = last_dates.get(household.id, {}), household.date_entered or today
            for category in household._categories_on(today):
                rules = category._visit_rules()
                if rules and next_visit(rules, last, start) <= today:
                    found.setdefault(household, []).append(category.name)
        return found

    def _frail_people(self, today):
        """Return by household who there needs most care: masked name, age, category.

        These are people in a category of the highest need, and the old; two of a home at most.
        Constant number of queries; categories that the reader may not see are left out.
        """
        highest = NEED_LEVELS[-1][0]
        found = {}
        # In one go for all homes, whatever is read of them below.
        self.residency_ids.resident_id.fetch(["name", "birth_date"])
        self.category_line_ids.category_id.fetch(["name", "need_level"])
        for household in self:
            rules = household.company_id
            old = self.env["community.parameter"]._whole("door_frail_age", rules, today, 80)
            marks = {}
            for line in household.category_line_ids:
                is_current = line.date_from <= today and (not line.date_to or line.date_to >= today)
                if line.resident_id and is_current and line.category_id.need_level == highest:
                    marks.setdefault(line.resident_id, line.category_id.name)
            people = household.residency_ids.filtered(
                lambda line: not line.date_to and line.kind in LIVING_KINDS
            ).resident_id
            for resident in people.sorted(lambda person: person.birth_date or today):
                age = resident.age if resident.birth_date else 0
                if age < old and resident not in marks:
                    continue
                words = [
                    mask_name(resident.name or ""),
                    str(age) if age else "",
                    marks.get(resident),
                ]
                found.setdefault(household, []).append(" ".join(filter(None, words)))
        return {household: texts[:2] for household, texts in found.items()}

    def _default_visit_rule(self):
        """Return (kind of modes, months) of this household when its categories ask for no visit."""
        rules = self.company_id or self.env.company
        return rules.community_visit_modes, rules.community_visit_interval_months

    @api.model
    def _cron_refresh_schedule(self):
        """Recompute the households whose category lines begin or end around today."""
        name = "community_service.ir_cron_refresh_schedule"
        with self.env["community.daily.job"]._catching_up(name) as days:
            # What ended yesterday counts no more today.
            turned = [days[0] - timedelta(days=1), *days]
            lines = self.env["community.category.line"].search(
                Domain("date_from", "in", turned) | Domain("date_to", "in", turned)
            )
            lines.household_id._plan_next_visit()

    def _with_history(self):
        # sudo: a visit is history for everybody, also one that this user does not see.
        visits = self.env["community.visit"].sudo().search([("household_id", "in", self.ids)])
        return super()._with_history() | visits.household_id

    def _timeline_parts(self):
        mine = Domain("household_id", "=", self.id)
        word = self._timeline_word
        return [
            *super()._timeline_parts(),
            TimelinePart(
                "visit",
                self.env._("Visit"),
                "community.visit",
                mine & Domain("state", "!=", "cancelled"),
                ("date",),
                lambda row: (
                    (
                        word("community.visit", "outcome", row["outcome"])
                        or word("community.visit", "state", row["state"]),
                        row["users"],
                    ),
                    row["situation"] or row["note"],
                ),
                ("outcome", "state", "situation", "note"),
                ("visitor_ids", "user_id"),
            ),
            TimelinePart(
                "fact",
                self.env._("Fact"),
                "community.visit.check",
                mine & self._timeline_checks(),
                ("date",),
                lambda row: (
                    (word("community.visit.check", "result", row["result"]), row["users"]),
                    (row["residents"], word("community.visit.check", "fact", row["fact"])),
                ),
                ("result", "fact"),
                ("resident_id", "create_uid"),
            ),
            TimelinePart(
                "need",
                self.env._("Need"),
                "community.visit.need",
                mine,
                ("date_found",),
                lambda row: (word("community.visit.need", "state", row["state"]), row["name"]),
                ("state", "name"),
            ),
            TimelinePart(
                "contact",
                self.env._("No-contact alert"),
                "community.contact.alert",
                mine,
                ("date",),
                lambda row: (
                    word("community.contact.alert", "state", row["state"]),
                    row["residents"],
                ),
                ("state",),
                ("resident_id",),
            ),
            TimelinePart(
                "claim",
                self.env._("Contribution"),
                "community.contribution",
                mine & Domain("state", "not in", ("withdrawn", "lapsed")),
                ("date_confirmed", "date"),
                lambda row: (
                    (
                        word("community.contribution", "state", row["state"]),
                        row["partner_id.name"],
                    ),
                    (row["name"], row["role"]),
                ),
                ("state", "partner_id.name", "name", "role"),
            ),
        ]

    @api.model
    def _list_fields(self):
        names = "is_overdue last_visit_date need_level next_visit_date open_need_count"
        return super()._list_fields() | set(names.split())

    def _timeline_checks(self):
        """Return the domain of the answers at the door that stand in the history.

        Of a fact that is still right the last time counts: each visit asks again. A change stands
        there by itself where the history of facts does not tell it: it has no values of this kind,
        or the new one is missing. What an answer notes beside it is read in the answer.
        """
        Check = self.env["community.visit.check"]
        mine = Domain("household_id", "in", self.ids)
        right = self._groups_seen(
            Check._name,
            mine & Domain("result", "=", "right"),
            ["fact", "resident_id"],
            ["id:max"],
        )
        kept = FACTS["community.resident"]
        asked = Domain("id", "in", [last for _fact, _resident, last in right])
        asked |= Domain("result", "=", "changed") & (
            Domain("date_entered", "=", False)
            | Domain("fact", "not in", [f for f, names in FACT_FIELDS.items() if names[0] in kept])
        )
        if self.env["res.users"]._is_community_auditor_only():
            secret = self.env["community.resident"]._secret_fields
            asked &= Domain(
                "fact",
                "not in",
                [fact for fact, names in FACT_FIELDS.items() if not {*names}.isdisjoint(secret)],
            )
        return asked
