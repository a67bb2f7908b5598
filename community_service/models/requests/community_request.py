import secrets

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .community_service_item import LIMIT_KINDS, WORK_AREAS

CHANNELS = [
    ("visit", "Visit"),
    ("window", "Window"),
    ("phone", "Phone"),
    ("online", "Online"),
    ("hotline", "12345 hotline"),
    ("street", "Sub-district office"),
    ("letter", "Letter"),
]
RUNNING = ("accepted", "in_progress", "reopened")
OPEN = ("draft", "waiting", *RUNNING)
CLOSED = ("done", "returned", "refused", "cancelled")


class CommunityRequest(models.Model):
    """What a resident asks for (诉求), from the window, a visit, the phone or a work order.

    Its number carries no personal data. States change through actions only; each leaves a step.
    """

    _name = "community.request"
    _description = "Request"
    _inherit = [
        "community.help.mixin",
        "community.secret.mixin",
        "community.logged.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "number"
    _rec_names_search = ["number", "external_number", "item_id.name"]
    _order = "date_received desc, id desc"
    _check_company_auto = True
    _secret_fields = ("contact_phone",)
    _grid_by_area = True

    number = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "To accept"),
            ("accepted", "Accepted"),
            ("in_progress", "In progress"),
            ("waiting", "Waiting"),
            ("done", "Done"),
            ("reopened", "Reopened"),
            ("returned", "Returned"),
            ("refused", "Refused"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    channel = fields.Selection(CHANNELS, default="window", required=True)
    item_id = fields.Many2one("community.service.item", "Service item", index="btree_not_null")
    work_area = fields.Selection(
        WORK_AREAS, compute="_compute_work_area", store=True, readonly=False, precompute=True
    )
    description = fields.Text("What is asked for", required=True)

    # who asks
    is_anonymous = fields.Boolean(
        "Anonymous",
        help="Nothing about the person is kept: no name, household, phone or visit. It can only "
        "be chosen when the request is registered.",
    )
    area_id = fields.Many2one(
        "community.area",
        "Place",
        compute="_compute_area_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
    )
    contact_name = fields.Char("Name of the person", help="Of somebody outside the register.")
    contact_phone = fields.Char(groups=fields.NO_ACCESS, copy=False)
    contact_phone_input = fields.Char(
        "Phone",
        compute="_compute_contact_phone_input",
        inverse="_inverse_contact_phone_input",
        compute_sudo=True,
        exportable=False,
    )

    # who handles it
    officer_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
        domain=[("share", "=", False)],
    )
    department_id = fields.Many2one(
        "res.partner", compute="_compute_department_id", store=True, readonly=False
    )

    # agent service
    is_proxy = fields.Boolean(
        "Agent service", help="The community handles it for the person, in seven steps."
    )
    proxy_note = fields.Char("Authority", help="Who gave the authority, when, for what.")

    # clock
    date_received = fields.Date(
        "Received on", default=fields.Date.context_today, required=True, index=True
    )
    date_accepted = fields.Date("Accepted on", readonly=True, copy=False)
    limit_days = fields.Integer(
        "Time limit", compute="_compute_limit", store=True, readonly=False, precompute=True
    )
    limit_kind = fields.Selection(
        LIMIT_KINDS, compute="_compute_limit", store=True, readonly=False, precompute=True
    )
    date_closed = fields.Date("Closed on", readonly=True, copy=False, index="btree_not_null")

    # outcome
    result = fields.Text(copy=False, tracking=True)
    satisfaction = fields.Selection(
        [
            ("very", "Very satisfied"),
            ("fairly", "Satisfied"),
            ("little", "Not quite satisfied"),
            ("not", "Not satisfied"),
        ],
        copy=False,
    )
    satisfaction_note = fields.Char("What the person said", copy=False)
    is_solved_on_spot = fields.Boolean("Solved on the spot", readonly=True, copy=False)

    step_ids = fields.One2many("community.request.step", "request_id", "Steps")
    material_ids = fields.One2many("community.request.material", "request_id", "Papers")
    referral_ids = fields.One2many("community.request.referral", "request_id", "Referrals")
    certificate_ids = fields.One2many("community.certificate", "request_id", "Certificates")

    _number_uniq = models.UniqueIndex(
        "(company_id, number)", "This number belongs to another request."
    )
    _check_anonymous = models.Constraint(
        "CHECK (is_anonymous IS NOT TRUE OR (resident_id IS NULL AND household_id IS NULL "
        "AND visit_id IS NULL AND need_id IS NULL AND contact_name IS NULL "
        "AND contact_phone IS NULL))",
        "An anonymous request keeps nothing about the person: empty person, household, visit and "
        "contact, or take the mark off.",
    )
    _check_closed = models.Constraint(
        "CHECK (state != 'done' OR (length(trim(result)) > 0 AND date_closed IS NOT NULL))",
        "A request is closed with a result: write what became of it.",
    )
    _check_limit = models.Constraint(
        "CHECK (limit_days BETWEEN 0 AND 730)", "A time limit is between 0 and 730 days."
    )
    _check_order = models.Constraint(
        "CHECK (date_accepted IS NULL OR date_accepted >= date_received)",
        "A request cannot be accepted before it was received.",
    )
    _list_idx = models.Index("(date_received DESC, id DESC)")
    _open_officer_idx = models.Index("(officer_id, date_received) WHERE date_closed IS NULL")

    @api.depends("household_id")
    def _compute_area_id(self):
        # Kept as it was when the household moves: figures are told by where the matter arose.
        for request in self:
            request.area_id = request.household_id.area_id or request.area_id

    @api.depends("item_id")
    def _compute_work_area(self):
        for request in self:
            request.work_area = request.item_id.work_area or request.work_area or "other"

    @api.depends("item_id")
    def _compute_department_id(self):
        for request in self:
            request.department_id = request.item_id.department_id or request.department_id

    @api.depends("item_id")
    def _compute_limit(self):
        """Take the item's limit, or the community's (``community_service.request_days``)."""
        default = self.env["community.setting"]._number("request_days")
        for request in self:
            item = request.item_id
            request.limit_days = item.limit_days if item else default
            request.limit_kind = item.limit_kind or "working"

    @api.depends("number", "item_id")
    def _compute_display_name(self):
        # Number and item only: titles travel into mails, activities and the browser's history.
        for request in self:
            request.display_name = " ".join(filter(None, (request.number, request.item_id.name)))

    @api.depends("contact_phone", "officer_id")
    @api.depends_context("uid")
    def _compute_contact_phone_input(self):
        for request in self:
            own = request.officer_id == self.env.user
            hint = request.contact_phone if own else request._secret_hint("contact_phone")
            request.contact_phone_input = hint

    def _inverse_contact_phone_input(self):
        for request in self:
            request._set_secret("contact_phone", request.contact_phone_input)

    @api.constrains("date_received")
    def _check_not_future(self):
        today = fields.Date.context_today(self)
        for request in self:
            if request.date_received > today:
                raise ValidationError(
                    self.env._(
                        "%(request)s: received on %(date)s lies in the future. Enter the day on "
                        "which it came in.",
                        request=request.display_name,
                        date=request.date_received,
                    )
                )

    # what the mixins ask

    def _is_claimable(self):
        return super()._is_claimable() and self.state in OPEN

    def _claim_title(self):
        return self.item_id.name or self.number

    @api.model
    def _search_open(self):
        """Return the domain of open requests that are not merged into another one."""
        return Domain("state", "in", OPEN) & Domain("merged_into_id", "=", False)

    @api.model
    def _new_code(self):
        """Return a new code of four digits."""
        return f"{secrets.randbelow(10000):04d}"
