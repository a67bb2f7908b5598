from odoo import api, fields, models
from odoo.fields import Command

from ...tools import deadlines

STATES = [
    ("draft", "Draft"),
    ("registered", "Registered"),
    ("accepted", "Accepted"),
    ("refused", "Not accepted"),
    ("mediating", "Mediating"),
    ("agreed", "Agreed"),
    ("performing", "Performing"),
    ("performed", "Performed"),
    ("broken", "Not performed"),
    ("failed", "Failed"),
    ("closed", "Closed"),
]

RUNNING = ("accepted", "mediating")


ENDED = ("refused", "closed")

SOURCES = [
    ("application", "Application of a party"),
    ("own", "Own initiative"),
    ("visit", "Found at a visit"),
    ("request", "From a request"),
    ("police", "Transferred by the police"),
    ("court", "Entrusted by the court"),
    ("petition", "From a petition"),
]


class CommunityMediationCase(models.Model):
    """A dispute (纠纷) before the people's mediation committee, from the first word to the file.

    States change through actions only. The number 人调字 is drawn when the case is accepted. The
    file is open to the mediators of the case and to the coordinator, and to nobody else.
    """

    _name = "community.mediation.case"
    _description = "Mediation Case"
    _inherit = ["community.assigned.mixin", "community.matter.mixin"]
    _rec_names_search = ["number", "kind_id.name"]
    _ended_states = ENDED
    _assigned_field = "mediator_ids"
    _move_model = "community.mediation.move"
    _move_link = "case_id"

    state = fields.Selection(
        STATES,
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    kind_id = fields.Many2one(
        "community.dispute.kind", index=True, ondelete="restrict", tracking=True, check_company=True
    )
    source = fields.Selection(SOURCES, default="application", required=True)
    description = fields.Text("What the dispute is about", required=True)
    claims = fields.Text("What the sides ask for")
    request_id = fields.Many2one(
        "community.request",
        "From the request",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
        readonly=True,
    )
    life_event_id = fields.Many2one(
        "community.life.event",
        "Event of the caring station",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
        readonly=True,
    )
    # who
    committee_id = fields.Many2one(
        "community.mediation.committee",
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["community.mediation.committee"]._current(),
    )
    mediator_ids = fields.Many2many(
        "community.mediation.mediator",
        "community_mediation_case_mediator_rel",
        "case_id",
        "mediator_id",
        "Mediators",
        default=lambda self: self.env["community.mediation.mediator"]._own(),
        tracking=True,
        check_company=True,
        help="The first of them leads. They alone and the coordinator open the file.",
    )
    # After the mediators: who is named may then enter the parties in the same save.
    participant_ids = fields.One2many(
        "community.mediation.participant", "case_id", "Parties", copy=False
    )
    # The same lines as the screen shows them, each side by itself.
    party_one_ids = fields.One2many(
        "community.mediation.participant",
        "case_id",
        "Parties of the first side",
        domain=[("side", "=", "one")],
        copy=False,
    )
    party_two_ids = fields.One2many(
        "community.mediation.participant",
        "case_id",
        "Parties of the second side",
        domain=[("side", "=", "two")],
        copy=False,
    )
    party_third_ids = fields.One2many(
        "community.mediation.participant",
        "case_id",
        "Others who are concerned",
        domain=[("side", "=", "third")],
        copy=False,
    )
    people_count = fields.Integer(
        "People involved", compute="_compute_people_count", store=True, compute_sudo=True
    )
    side_one_ids = fields.Many2many(
        "community.mediation.mediator",
        "community_mediation_case_side_one_rel",
        string="Helpers of the first side",
        check_company=True,
        help="They see the notes of this side only.",
    )
    side_two_ids = fields.Many2many(
        "community.mediation.mediator",
        "community_mediation_case_side_two_rel",
        string="Helpers of the second side",
        check_company=True,
        help="They see the notes of this side only.",
    )
    # days
    date_accepted = fields.Date(index="btree_not_null")
    extension_days = fields.Integer("Days added with consent")
    date_limit = fields.Date("To be ended by", compute="_compute_date_limit", store=True)
    date_settled = fields.Date("Agreed on", readonly=True, copy=False, index="btree_not_null")
    date_ended = fields.Date("Mediation ended on", readonly=True, copy=False)
    clock = fields.Char(compute="_compute_clock")
    is_overdue = fields.Boolean("Overdue", compute="_compute_clock", search="_search_is_overdue")
    date_rights_told = fields.Date("Rights told on", readonly=True, copy=False)
    end_reason = fields.Text("Reason", readonly=True, copy=False)
    legal_ways = fields.Text("Legal ways told", readonly=True, copy=False)

    followup_ids = fields.One2many(
        "community.mediation.followup", "case_id", "Return visits", copy=False
    )
    date_return_visit = fields.Date(
        "Return visit due",
        compute="_compute_date_return_visit",
        store=True,
        index="btree_not_null",
    )

    note_ids = fields.One2many("community.mediation.note", "case_id", "Sealed notes", copy=False)

    session_ids = fields.One2many("community.mediation.session", "case_id", "Sessions", copy=False)
    next_session = fields.Datetime("Next session", compute="_compute_next_session")

    _number_uniq = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL", "This number belongs to another case."
    )
    _check_accepted = models.Constraint(
        "CHECK (date_accepted IS NULL OR date_accepted >= date_received)",
        "A case cannot be accepted before it was received.",
    )
    _check_number = models.Constraint(
        "CHECK ((number IS NULL) = (date_accepted IS NULL))",
        "A case has its number from the day on which it is accepted.",
    )
    _limit_idx = models.Index("(date_limit) WHERE state IN ('accepted', 'mediating')")

    @api.depends("participant_ids")
    def _compute_people_count(self):
        for case in self:
            case.people_count = len(case.participant_ids)

    @api.depends("date_accepted", "extension_days")
    def _compute_date_limit(self):
        Parameter = self.env["community.parameter"]
        for case in self:
            days = Parameter._whole("mediation_days", case.company_id, case.date_accepted)
            case.date_limit = (
                deadlines.mediation_limit(case.date_accepted, days + case.extension_days)
                if case.date_accepted
                else False
            )

    @api.depends("date_limit", "state", "date_accepted")
    def _compute_clock(self):
        today = fields.Date.context_today(self)
        for case in self:
            start, limit = case.date_accepted, case.date_limit
            day = deadlines.day_of(start, case.date_ended or today) if start else 0
            case.is_overdue = bool(limit and case.state in RUNNING and limit < today)
            case.clock = (
                self.env._("Day %(day)s of %(days)s", day=day, days=(limit - start).days)
                if limit and case.state in RUNNING
                else False
            )

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = [("state", "in", RUNNING), ("date_limit", "<", "today")]
        return overdue if True in value else ["!", "&", *overdue]

    @api.depends("number", "kind_id")
    def _compute_display_name(self):
        # Number only: titles travel into mails, activities and the browser's history.
        for case in self:
            case.display_name = case.number or self.env._(
                "Dispute of %(date)s (%(id)s)",
                date=case.date_received or "",
                id=case._origin.id or self.env._("new"),
            )

    @api.constrains("date_received")
    def _check_date_received(self):
        self._check_not_future("date_received")

    @api.model
    def _closed_fields(self):
        # The request is entered with the dispute, and then stays.
        return super()._closed_fields() - {"request_id"}

    @api.constrains("request_id")
    def _check_request(self):
        """A request is handed over once, by somebody who has it in hand."""
        for case in self.filtered("request_id"):
            if not self.env.su:
                case.request_id.check_access("write")
            case.request_id._check_handed_over_once(case)

    # what the mixins ask

    def _is_claimable(self):
        return super()._is_claimable() and self.state not in ENDED

    def _claim_title(self):
        return self.display_name

    # What the buttons of a running case open: its next session, its agreement.

    def action_new_session(self):
        """Open a new session of this case.

        :raises UserError: before the case is accepted or after it has ended
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("accepted", "mediating")
        return self._open_part("community.mediation.session", self.env._("New session"))

    def action_open_agreement(self):
        """Open the agreement of this case, or begin it.

        :raises UserError: when there is none and the case does not run
        """
        self.ensure_one()
        self.check_access("read")
        agreement = self.agreement_ids[:1]
        if not agreement:
            self.check_access("write")
            self._check_state("accepted", "mediating")
        return self._open_part(
            "community.mediation.agreement", self.env._("Agreement"), agreement.id
        )

    def _open_part(self, model, name, res_id=False):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "res_id": res_id,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_case_id": self.id},
        }

    # return visits

    @api.depends("date_settled", "followup_ids", "date_closed")
    def _compute_date_return_visit(self):
        """Propose the day; once somebody went there, or the file is closed, none is due."""
        Parameter = self.env["community.parameter"]
        for case in self:
            days = Parameter._whole(
                "mediation_return_visit_days", case.company_id, case.date_settled
            )
            is_due = case.date_settled and not case.followup_ids and not case.date_closed
            case.date_return_visit = (
                deadlines.return_visit_day(case.date_settled, days) if is_due else False
            )

    # caring station

    def _close_life_event(self, result):
        """Close the event of the caring station that led to these cases."""
        # The mediator need not work at the station; the event says no more than the outcome.
        for event in self.sudo().life_event_id.filtered(lambda event: event.state == "planned"):
            event.task_ids.filtered(lambda task: not task.is_done).write({"is_done": True})
            event.result = event.result or result
            event.action_done()

    # sessions

    @api.depends("session_ids.date_start", "session_ids.state")
    def _compute_next_session(self):
        for case in self:
            planned = case.session_ids.filtered(lambda session: session.state == "planned")
            case.next_session = min(planned.mapped("date_start"), default=False)

    # Where a case starts, with what is known filled in.

    @api.model
    def _start_defaults(self, source, household=None, resident=None, description=None):
        """Return values of a new case of a household or a resident."""
        household = household or resident.household_id
        resident = resident or household.head_id
        values = {
            "source": source,
            "household_id": household.id,
            "resident_id": resident.id,
            "description": description or "",
        }
        if resident:
            values["party_one_ids"] = [Command.create({"side": "one", "resident_id": resident.id})]
        return values

    @api.model
    def _start(self, values):
        """Open the new case to whoever may keep it; from anybody else it is handed over.

        :param dict values: what is known of the dispute
        :return: action
        """
        # Whoever finds a dispute reports it; the file itself stays closed to them, and the register
        # behind it was checked by whoever called this.
        draft = self.sudo().with_context(mail_create_nosubscribe=True, mail_create_nolog=True)
        case = draft.create({"mediator_ids": [], **values})
        mine = self.env["community.mediation.mediator"].browse()
        if self.has_access("create"):
            mine = mine._own()
            case.mediator_ids = [Command.set(mine.ids)]
        if case.sudo(False).has_access("read"):
            return {
                "type": "ir.actions.act_window",
                "res_model": self._name,
                "res_id": case.id,
                "views": [(False, "form")],
            }
        case._tell_coordinators()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Handed over to mediation. The coordinator names the mediators; the file is "
                    "open to them only."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _tell_coordinators(self):
        """Put a new dispute on the coordinators' list; the activity carries no name."""
        coordinator = "community_mediation.group_mediation_coordinator"
        users = self.env["res.users"]._all_at_work(coordinator, self.company_id)
        quiet = self.with_context(mail_activity_quick_update=True)
        for user in users:
            quiet.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("A dispute to assign"),
                user_id=user.id,
            )

    @api.model
    def _list_fields(self):
        names = (
            "area_id clock date_limit date_received date_return_visit is_overdue kind_id "
            "mediator_ids next_session number people_count source state"
        )
        return super()._list_fields() | set(names.split())

    def _in_charge(self):
        """Add the mediators, who keep the file."""
        return super()._in_charge() | self.mediator_ids.user_id

    def _people_day(self, name):
        # Whoever mediates is there as long as the file is open.
        if self._fields[name].comodel_name == "community.mediation.mediator":
            return self.date_closed or fields.Date.context_today(self)
        return super()._people_day(name)

    def _assigned_users(self):
        return self.mediator_ids.user_id
