from odoo import api, fields, models
from odoo.exceptions import UserError

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
SETTLED = ("agreed", "performing", "performed", "broken")
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
    _inherit = [
        "community.help.mixin",
        "community.logged.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "number"
    _rec_names_search = ["number", "kind_id.name"]
    _order = "date_received desc, id desc"
    _check_company_auto = True
    _claim_hides_household = True
    _grid_by_area = True
    _code_fields = ("life_event_id", "request_id")

    number = fields.Char(readonly=True, copy=False)
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
        "community.dispute.kind", index=True, ondelete="restrict", tracking=True
    )
    source = fields.Selection(SOURCES, default="application", required=True)
    description = fields.Text("What the dispute is about", required=True)
    claims = fields.Text("What the sides ask for")
    area_id = fields.Many2one(
        "community.area",
        "Place",
        compute="_compute_area_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    request_id = fields.Many2one(
        "community.request",
        "From the request",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        copy=False,
    )
    life_event_id = fields.Many2one(
        "community.life.event",
        "Event of the caring station",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
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
    date_received = fields.Date(
        "Received on", default=fields.Date.context_today, required=True, index=True
    )
    date_accepted = fields.Date("Accepted on", readonly=True, copy=False, index="btree_not_null")
    extension_days = fields.Integer("Days added with consent", readonly=True, copy=False)
    date_limit = fields.Date("To be ended by", compute="_compute_date_limit", store=True)
    date_settled = fields.Date("Agreed on", readonly=True, copy=False, index="btree_not_null")
    date_ended = fields.Date("Mediation ended on", readonly=True, copy=False)
    date_closed = fields.Date("Closed on", readonly=True, copy=False, index="btree_not_null")
    day_number = fields.Integer("Day", compute="_compute_clock")
    clock = fields.Char(compute="_compute_clock")
    is_overdue = fields.Boolean("Overdue", compute="_compute_clock", search="_search_is_overdue")
    date_rights_told = fields.Date("Rights told on", readonly=True, copy=False)
    end_reason = fields.Text("Reason", readonly=True, copy=False)
    legal_ways = fields.Text("Legal ways told", readonly=True, copy=False)
    # How many take part is part of the file, whoever of them the reader may look up.
    contribution_count = fields.Integer(compute_sudo=True)
    company_id = fields.Many2one(required=True, default=lambda self: self.env.company)

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
    _check_extension = models.Constraint(
        "CHECK (extension_days >= 0)", "Days that are added are 0 or more."
    )
    _list_idx = models.Index("(date_received DESC, id DESC)")
    _limit_idx = models.Index("(date_limit) WHERE state IN ('accepted', 'mediating')")

    @api.depends("household_id")
    def _compute_area_id(self):
        for case in self:
            case.area_id = case.household_id.area_id or case.area_id

    @api.depends("participant_ids")
    def _compute_people_count(self):
        for case in self:
            case.people_count = len(case.participant_ids)

    @api.depends("date_accepted", "extension_days")
    def _compute_date_limit(self):
        days = self.env["community.parameter"]._whole("mediation_days")
        for case in self:
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
            case.day_number = day
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
    def _check_not_future(self):
        today = fields.Date.context_today(self)
        for case in self:
            if case.date_received > today:
                raise UserError(
                    self.env._(
                        "%(case)s: received on %(date)s lies in the future. Enter the day on which "
                        "it came in.",
                        case=case.display_name,
                        date=case.date_received,
                    )
                )

    # what the mixins ask

    def _is_claimable(self):
        return super()._is_claimable() and self.state not in ENDED

    def _claim_title(self):
        return self.display_name
