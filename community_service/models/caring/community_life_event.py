from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain

KINDS = [
    ("congratulation", "Congratulation"),
    ("mediation", "Mediation"),
    ("comfort", "Comfort"),
    ("farewell", "Farewell"),
]

REASONS = [
    ("wedding", "Wedding"),
    ("birth", "Birth of a child"),
    ("new_home", "New home"),
    ("admission", "Admission to a school"),
    ("birthday_80", "80th birthday"),
    ("birthday_90", "90th birthday"),
    ("birthday_100", "100th birthday"),
    ("dispute", "Dispute"),
    ("illness", "Illness"),
    ("disability", "Disability"),
    ("living_alone", "Elderly person alone"),
    ("hardship", "Hardship"),
    ("job_loss", "Loss of work"),
    ("death", "Death"),
    ("other", "Other"),
]

CONGRATULATIONS = (
    "wedding",
    "birth",
    "new_home",
    "admission",
    "birthday_80",
    "birthday_90",
    "birthday_100",
)

# Whose steps an occasion takes while it has no checklist of its own.
LIKE = {"birthday_90": "birthday_80", "birthday_100": "birthday_80"}

# A reason belongs to one kind; "other" fits all.
KIND_OF = {
    **dict.fromkeys(CONGRATULATIONS, "congratulation"),
    "dispute": "mediation",
    **dict.fromkeys(("illness", "disability", "living_alone", "hardship", "job_loss"), "comfort"),
    "death": "farewell",
}

OPEN = ("proposed", "planned")

AGES = (80, 90, 100)


class CommunityLifeEvent(models.Model):
    """An event of the caring station: joy is shared, disputes are mediated, the sick and poor are
    visited, the dead are seen off.

    Many are proposed by what happens in the register, and none starts by itself: a person accepts
    or dismisses it. Titles never say why somebody is comforted.
    """

    _name = "community.life.event"
    _description = "Life Event"
    _inherit = [
        "community.assigned.mixin",
        "community.help.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_due, id"
    _rec_names_search = ["household_id.address", "resident_id.name"]
    _check_company_auto = True

    # what
    kind = fields.Selection(
        KINDS,
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    reason = fields.Selection(REASONS, "Occasion of the event", required=True, default="other")
    household_id = fields.Many2one(required=True)
    state = fields.Selection(
        [
            ("proposed", "To be accepted"),
            ("planned", "Under way"),
            ("done", "Finished"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        tracking=True,
        group_expand="_group_states",
        copy=False,
        index=True,
    )
    date = fields.Date("Day", required=True, default=fields.Date.context_today)
    date_due = fields.Date("Due by", compute="_compute_date_due", store=True)
    date_done = fields.Date("Finished on", copy=False, readonly=True)
    # Words about a family are for those who help it: an auditor reads the rest.
    note = fields.Text(groups="community_service.group_community_grid_worker")
    # who
    team_id = fields.Many2one(
        "community.caring.team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Officer",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    # what is done
    task_ids = fields.One2many("community.life.event.task", "event_id", "Steps", copy=False)
    task_count = fields.Integer("Number of steps", compute="_compute_tasks")
    task_done_count = fields.Integer("Steps done", compute="_compute_tasks")
    visit_ids = fields.One2many("community.visit", "life_event_id", "Visits", copy=False)
    satisfaction = fields.Selection(
        [("3", "Very satisfied"), ("2", "Satisfied"), ("1", "Not satisfied")],
        copy=False,
        help="What the family said, asked when all was done.",
    )
    result = fields.Char(copy=False, help="What came of it, in one line.")
    # where it came from, how it ended
    cause_key = fields.Char(
        copy=False, readonly=True, groups=fields.NO_ACCESS, export_string_translation=False
    )
    operation_id = fields.Many2one(
        "community.household.operation",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    decided_by_id = fields.Many2one(
        "res.users", copy=False, readonly=True, help="Who accepted or dismissed the proposal."
    )
    end_reason = fields.Char("Why not", copy=False, readonly=True)

    gift_ids = fields.One2many("community.caring.stock.move", "event_id", "Gifts", copy=False)
    currency_id = fields.Many2one(related="company_id.currency_id")
    gift_value = fields.Monetary("Value of gifts", compute="_compute_gift_value", store=True)
    expense = fields.Monetary("Other cost", help="Money spent besides gifts out of stock.")
    cost = fields.Monetary(compute="_compute_cost", store=True)

    _cause_uniq = models.UniqueIndex(
        "(cause_key) WHERE cause_key IS NOT NULL", "This has been proposed already."
    )
    _check_cancelled = models.Constraint(
        "CHECK (state <> 'cancelled' OR length(trim(end_reason)) > 0)",
        "Say why the event does not take place.",
    )
    _check_done = models.Constraint(
        "CHECK (state <> 'done' OR date_done IS NOT NULL)", "What is done was done on a day."
    )
    _due_idx = models.Index("(date_due, id) WHERE state IN ('proposed', 'planned')")
    _order_idx = models.Index("(date_due, id)")
    _check_expense = models.Constraint("CHECK (expense >= 0)", "A cost is 0 yuan or more.")

    @api.model
    def _tells_sensitive(self):
        return super()._tells_sensitive() | Domain("reason", "in", ("illness", "disability"))

    @api.model
    def _group_states(self, states, domain):
        """Show what is to be decided before what is under way, in the order of the states."""
        return [key for key, _label in self._fields["state"].selection if key in (*states, *OPEN)]

    @api.depends("reason")
    def _compute_kind(self):
        for event in self:
            event.kind = KIND_OF.get(event.reason) or event.kind or "comfort"

    @api.depends("kind", "company_id")
    def _compute_team_id(self):
        teams = {}
        for event in self:
            key = event.kind, event.company_id
            if key not in teams:
                teams[key] = self.env["community.caring.team"]._team_for(*key)
            if not event.team_id or event.team_id.kind != event.kind:
                event.team_id = teams[key]

    @api.depends("date", "task_ids.is_done", "task_ids.date_due")
    def _compute_date_due(self):
        """The earliest step that is still open; without one, the day itself."""
        for event in self:
            dues = event.task_ids.filtered(lambda t: not t.is_done and t.date_due)
            event.date_due = min(dues.mapped("date_due"), default=event.date)

    @api.depends("task_ids.is_done")
    def _compute_tasks(self):
        for event in self:
            event.task_count = len(event.task_ids)
            event.task_done_count = len(event.task_ids.filtered("is_done"))

    @api.depends("kind", "reason", "household_id.address")
    def _compute_display_name(self):
        # The field's own columns only: notes and amounts of whole lists are not wanted here.
        self._origin.fetch(["kind", "reason", "household_id"])
        self.household_id._origin.fetch(["address"])
        for event in self:
            event.display_name = f"{event._title()} {event.household_id.address or ''}".strip()

    def _title(self):
        """Return what the event is about without saying why somebody needs comfort."""
        return self._title_of(self.kind, self.reason)

    @api.model
    def _title_of(self, kind, reason):
        joyful = reason in CONGRATULATIONS
        field = self._fields["reason" if joyful else "kind"]
        labels = dict(field._description_selection(self.env))
        return labels.get(reason if joyful else kind, "")

    @api.constrains("kind", "reason")
    def _check_kind(self):
        for event in self:
            if KIND_OF.get(event.reason, event.kind) != event.kind:
                labels = {
                    name: dict(self._fields[name]._description_selection(self.env))
                    for name in ("kind", "reason")
                }
                raise ValidationError(
                    self.env._(
                        "“%(reason)s” is a matter of “%(right)s”, not of “%(kind)s”: choose that "
                        "kind, or another reason.",
                        reason=labels["reason"][event.reason],
                        right=labels["kind"][KIND_OF[event.reason]],
                        kind=labels["kind"][event.kind],
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        # The record says itself what happened: no creation message and no followers.
        quiet = self.with_context(tracking_disable=True)
        events = super(CommunityLifeEvent, quiet).create(vals_list).with_env(self.env)
        events.filtered(lambda e: e.state == "planned" and not e.task_ids)._make_tasks()
        return events

    def write(self, vals):
        before = {event: event.date for event in self} if vals.get("date") else {}
        res = super().write(vals)
        for event, day in before.items():
            for task in event.task_ids.filtered(lambda t: not t.is_done and t.date_due):
                task.date_due += event.date - day
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        for event in self:
            if event.state != "proposed":
                raise UserError(
                    self.env._(
                        "%(event)s is part of the record: cancel it with a reason instead.",
                        event=event.display_name,
                    )
                )

    def _make_tasks(self):
        """Give each event the steps that its occasion, or the like of it, asks for."""
        if not self:
            return
        Checklist = self.env["community.life.checklist"]
        checklists = {
            (company, checklist.reason): checklist
            for company, rows in Checklist._in_use_by(self.company_id).items()
            for checklist in rows
        }
        for event in self:
            found = (
                checklists.get((event.company_id, reason))
                for reason in (event.reason, LIKE.get(event.reason))
            )
            lines = next(filter(None, found), Checklist).line_ids
            event.task_ids = [Command.create(line._task_values(event.date)) for line in lines]

    # What an event of the caring station costs: gifts out of stock and money spent besides.

    @api.depends("gift_ids.value", "gift_ids.kind")
    def _compute_gift_value(self):
        for event in self:
            event.gift_value = sum(
                move.value if move.kind == "out" else -move.value for move in event.gift_ids
            )

    @api.depends("gift_value", "expense")
    def _compute_cost(self):
        for event in self:
            event.cost = event.gift_value + event.expense

    def _hand_out_lines(self):
        """Return the rows of the sheet that recipients sign, with allowed fields only.

        :return: list of dicts of texts: ``date``, ``recipient``, ``address``, ``item``,
            ``quantity`` and ``user``; an event without gifts gives one row to fill in by hand
        """
        rows = []
        for event in self:
            home = event.household_id
            # The dead receive nothing: the family signs.
            person = event.resident_id if event.kind != "farewell" else home.head_id
            row = {"recipient": (person or home.head_id).name or "", "address": home.address or ""}
            empty = {"date": "", "item": "", "quantity": "", "user": ""}
            gifts = event.gift_ids.filtered(lambda move: move.kind == "out")
            rows += [
                {
                    **row,
                    "date": self._paper_day(gift.date),
                    "item": gift.item_id.name,
                    "quantity": f"{gift.quantity:g} {gift.item_id.unit}",
                    "user": gift.user_id.name,
                }
                for gift in gifts
            ] or [row | empty]
        return rows

    def _hand_out_pages(self):
        """Return the rows of the sheet by pages: number, day, who, where, what, how much, by."""
        rows = [
            [
                number,
                *(line[name] for name in ("date", "recipient", "address", "item", "quantity")),
                line["user"],
            ]
            for number, line in enumerate(self._hand_out_lines(), 1)
        ]
        widths = [3, 8, 6, 13, 7, 5, 6]
        return self._paper_pages(rows, widths, first=110.0, rest=110.0, least=11.0)

    # Events that something in the register proposes, once for each cause.

    @api.model
    def _propose(self, reason, resident, household, date, cause, operation=None):
        """Propose one event unless its cause has proposed one before, whatever became of it.

        :param str reason: key of ``reason``
        :param resident: whom it concerns, may be empty
        :param household: where; empty means the resident's
        :param date date: the day of the event
        :param str cause: what tells this cause from others of the same reason
        :param operation: household operation that takes the proposal along when it goes back
        :return: the new proposal, or an empty recordset
        """
        return self._propose_all([(reason, resident, household, date, cause, operation)])

    @api.model
    def _propose_all(self, causes):
        """Propose events for many causes in a constant number of queries; see :meth:`_propose`."""
        # Proposals are made for whoever is responsible, also in another grid than the user's.
        Event = self.sudo()
        wanted = {}
        for reason, resident, household, date, cause, operation in causes:
            home = household or (resident and resident.household_id)
            if home:
                wanted.setdefault(
                    f"{reason},{cause}",
                    {
                        "reason": reason,
                        "resident_id": resident.id if resident else False,
                        "household_id": home.id,
                        "date": date,
                        "state": "proposed",
                        "cause_key": f"{reason},{cause}",
                        "operation_id": operation.id if operation else False,
                        "user_id": False,
                    },
                )
        if not wanted:
            return self.browse()
        known = Event.search_fetch([("cause_key", "in", list(wanted))], ["cause_key"])
        for key in known.mapped("cause_key"):
            del wanted[key]
        return Event.create(list(wanted.values())).with_env(self.env)

    @api.model
    def _is_recent(self, date, holder):
        """Tell whether something happened lately: what is entered late proposes nothing.

        :param date date: when it happened
        :param holder: the resident or household whose community says how long that is
        """
        # sudo: whoever records the cause need not be allowed to read the file.
        community = holder.sudo().company_id or self.env.company
        days = community.community_event_recent_days
        return date >= fields.Date.context_today(self) - timedelta(days=days)

    @api.model
    def _cron_propose_birthdays(self):
        """Propose the 80th, 90th and 100th birthdays of the days to come.

        Those on which the job did not run are proposed as well.
        """
        name = "community_service.ir_cron_propose_birthdays"
        with self.env["community.daily.job"]._catching_up(name) as days:
            self._propose_birthdays(days[0], days[-1])

    @api.model
    def _propose_birthdays(self, first, today):
        communities = self.env["res.company"].with_context(active_test=False)
        rules = communities._read_group([], ["community_birthday_days"], ["id:recordset"])
        ahead = {one: today + timedelta(days=days) for days, alike in rules for one in alike}
        last = max(ahead.values())
        born = Domain.OR(
            Domain("birth_date", ">=", first - relativedelta(years=age, days=1))
            & Domain("birth_date", "<=", last - relativedelta(years=age))
            for age in AGES
        )
        people = self.env["community.resident"].search_fetch(
            born & Domain("date_death", "=", False) & Domain("household_id", "!=", False),
            ["birth_date", "household_id", "company_id"],
        )
        causes = []
        for resident in people:
            for age in AGES:
                day = resident.birth_date + relativedelta(years=age)
                if first <= day <= ahead[resident.company_id]:
                    home = resident.household_id
                    causes.append((f"birthday_{age}", resident, home, day, resident.id, None))
        self._propose_all(causes)

    def _untouched(self):
        """Return those of these proposals that nobody has done anything with."""
        return self.filtered(
            lambda event: (
                event.state == "proposed"
                and not (event.task_ids or event.visit_ids or event.gift_ids or event.need_id)
                and not event.contribution_ids
            )
        )

    @api.model
    def _withdraw(self, domain):
        """Take back the proposals of a domain that nobody has touched."""
        # Their cause has gone, wherever it was recorded and whoever takes it back.
        self.sudo().search(Domain("state", "=", "proposed") & Domain(domain))._untouched().unlink()

    def _people_day(self, name):
        # A farewell is for somebody who has died.
        return None if self.kind == "farewell" else super()._people_day(name)
