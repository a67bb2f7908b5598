from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.listed import listed
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

# By these the person comes or calls; what a visit found is told by the visit itself.
OWN_WAYS = ("window", "phone", "online", "hotline", "letter")

RUNNING = ("accepted", "in_progress", "reopened")

OPEN = ("draft", "waiting", *RUNNING)

# Areas of which an item tells of somebody's health or income.
TELLING_AREAS = ("livelihood", "health", "elderly")

CLOSED = ("done", "returned", "refused", "cancelled")


class CommunityRequest(models.Model):
    """What a resident asks for (诉求), from the window, a visit, the phone or a work order.

    Its number carries no personal data. States change through actions only; each leaves a step.
    """

    _name = "community.request"
    _description = "Request"
    _inherit = [
        "community.contacted.mixin",
        "community.receipt.mixin",
        "community.logged.mixin",
        "community.workday.mixin",
        "community.contact.source.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "number"
    _rec_names_search = ["number", "external_number", "item_id.name"]
    _order = "date_received desc, id desc"
    _check_company_auto = True
    _assigned_field = "officer_id"
    _receipt_report = "community_service.community_request_report_receipt"

    number = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "To accept"),
            ("accepted", "Accepted"),
            ("in_progress", "In progress"),
            ("waiting", "Waiting"),
            ("done", "Closed with a result"),
            ("reopened", "Reopened"),
            ("returned", "Returned"),
            ("refused", "Not taken"),
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
    item_id = fields.Many2one(
        "community.service.item", "Service item", index="btree_not_null", check_company=True
    )
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
    area_id = fields.Many2one(ondelete="set null", check_company=False)
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

    # external work orders
    external_number = fields.Char(
        "Work order", copy=False, help="Number of the 12345 hotline or street."
    )
    date_received_external = fields.Date("Received there on", copy=False)
    date_due_external = fields.Date("Due there", copy=False)
    external_reply = fields.Text("Reply sent back", copy=False)
    callback_result = fields.Selection(
        [
            ("solved", "Solved"),
            ("partly", "Partly solved"),
            ("unsolved", "Not solved"),
            ("unreached", "Not reached"),
        ],
        "Call-back",
        copy=False,
        help="What the hotline heard when it called the person back.",
    )
    # duplicates
    merged_into_id = fields.Many2one(
        "community.request",
        "Merged into",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        check_company=True,
    )
    merged_ids = fields.One2many("community.request", "merged_into_id", "Merged requests")

    open_referral_count = fields.Integer("Open referrals", compute="_compute_open_referral_count")

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
    _external_uniq = models.UniqueIndex(
        "(company_id, channel, external_number) WHERE external_number IS NOT NULL",
        "This work order has been entered already: open it by its number.",
    )
    _check_external = models.Constraint(
        "CHECK (date_due_external IS NULL OR date_received_external IS NULL "
        "OR date_due_external >= date_received_external)",
        "A work order cannot be due before it was received.",
    )
    _check_merged = models.Constraint(
        "CHECK (merged_into_id IS NULL OR merged_into_id != id)",
        "A request cannot be merged into itself.",
    )

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
        """Take the item's limit, or the community's (``community_request_days``)."""
        for request in self:
            item, company = request.item_id, request.company_id or self.env.company
            request.limit_days = item.limit_days if item else company.community_request_days
            request.limit_kind = item.limit_kind or "working"

    @api.depends("number", "item_id")
    def _compute_display_name(self):
        # Number and item only: titles travel into mails, activities and the browser's history.
        for request in self:
            request.display_name = " ".join(filter(None, (request.number, request.item_id.name)))

    @api.constrains("date_received")
    def _check_date_received(self):
        self._check_not_future("date_received")

    # what the mixins ask

    @api.model
    def _tells_sensitive(self):
        return super()._tells_sensitive() | Domain("item_id.is_sensitive", "=", True)

    def _is_claimable(self):
        return super()._is_claimable() and self.state in OPEN

    def _claim_title(self):
        return self.item_id.name or self.number

    def _offer_label(self):
        if self.work_area in TELLING_AREAS:
            return super()._offer_label()
        return self.item_id.name or super()._offer_label()

    def _claim_kin(self):
        main = self.merged_into_id or self
        family = main | main.merged_ids
        return [family, family.need_id]

    @api.model
    def _search_open(self):
        """Return the domain of open requests that are not merged into another one."""
        return Domain("state", "in", OPEN) & Domain("merged_into_id", "=", False)

    # What may be written on a request, when: its moves are made by actions alone.

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        requests = super().create(vals_list)
        requests.filtered("item_id")._list_materials()
        return requests

    def write(self, vals):
        if vals.get("is_anonymous") and self.filtered(lambda request: not request.is_anonymous):
            raise UserError(
                self.env._(
                    "A request that has a name cannot be made anonymous afterwards: its history "
                    "would still tell. Register a new one."
                )
            )
        res = super().write(vals)
        if vals.get("item_id"):
            self._list_materials()
        if vals.get("satisfaction"):
            self._log_step("return_visit", once=True)
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_numbered(self):
        for request in self:
            if request.state != "draft" or request.step_ids:
                raise UserError(
                    self.env._(
                        "%(request)s has been accepted and is kept: cancel it with a reason.",
                        request=request.display_name,
                    )
                )

    @api.model
    def _born_values(self, vals):
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        sequence = self.env["ir.sequence"].with_company(company)
        return super()._born_values(vals) | {"number": sequence.next_by_code(self._name)}

    def _settled_fields(self):
        # What follows the close stays open: rating, reply and call-back, the good example.
        if self.state not in CLOSED:
            return super()._settled_fields()
        return super()._settled_fields() | {
            "channel",
            "item_id",
            "description",
            "resident_id",
            "household_id",
            "visit_id",
            "need_id",
            "area_id",
            "date_received",
            "limit_days",
            "limit_kind",
            "date_due_external",
            "is_proxy",
            "result",
        }

    def _settled_sentence(self, name):
        return self.env._(
            "%(request)s is closed: open it again with a reason before it is changed.",
            request=self.display_name,
        )

    # Where a request came from: external work orders, and duplicates that were merged.

    def action_merge(self):
        """Merge the selected requests into the oldest of them; each keeps its own origin.

        :return: an action that opens the one that goes on
        :raises UserError: when fewer than two are selected, or one is closed or merged already
        """
        self.check_access("write")
        if len(self) < 2:
            raise UserError(self.env._("Select at least two requests about the same matter."))
        self._check_state("draft", "accepted", "in_progress", "waiting", "reopened")
        if len(self.company_id) > 1:
            raise UserError(self.env._("Requests of two communities cannot be merged."))
        # The one that was accepted first goes on: its clock began first.
        main = self.sorted(
            lambda r: (
                not r.date_accepted,
                r.date_accepted or r.date_received,
                r.date_received,
                r.id,
            )
        )[0]
        others = self - main
        # Merged ones of the others follow to the same request; closed to direct writes.
        (others | others.merged_ids).sudo()._set_closed(merged_into_id=main.id)
        main._log_step(
            "handle",
            note=self.env._(
                "Merged: %(numbers)s", numbers=listed(self.env.lang, others.mapped("number"))
            ),
        )
        main._lapse_twins()
        return main.get_formview_action()

    def action_unmerge(self):
        """Let merged requests go on by themselves again, as registered ones."""
        self.check_access("write")
        merged = self.filtered("merged_into_id")
        for request in merged:
            if request.merged_into_id.state in CLOSED:
                raise UserError(
                    self.env._(
                        "%(main)s, into which %(request)s was merged, is closed: reopen it first.",
                        main=request.merged_into_id.number,
                        request=request.number,
                    )
                )
        # Closed to direct writes; what the main request did is not theirs.
        merged.sudo()._set_closed(merged_into_id=False)
        for request in merged:
            state = "accepted" if request.date_accepted else "draft"
            request.sudo()._set_closed(state=state, wait_reason=False)
        merged._renew_claims()

    # referrals

    @api.depends("referral_ids.state")
    @api.depends_context("uid")
    def _compute_open_referral_count(self):
        sent = [("state", "=", "sent")]
        self._count_links("open_referral_count", "community.request.referral", "request_id", sent)

    def _check_referrals_answered(self):
        for request in self:
            if request.open_referral_count:
                raise UserError(
                    self.env._(
                        "%(request)s waits for the answer of a department: enter the answer or "
                        "take the question back first.",
                        request=request.display_name,
                    )
                )

    @api.model
    def _list_fields(self):
        names = (
            "channel date_closed date_due date_received department_id description grid_id "
            "household_id is_late item_id number officer_id satisfaction state work_area"
        )
        return super()._list_fields() | set(names.split())
