from odoo import api, fields, models

WORK_AREAS = [
    ("livelihood", "Livelihood and aid"),
    ("employment", "Jobs and work"),
    ("housing", "Housing and property"),
    ("health", "Health and insurance"),
    ("education", "School and study"),
    ("elderly", "Elderly and disabled"),
    ("environment", "Environment and repairs"),
    ("safety", "Safety"),
    ("registration", "Registration and papers"),
    ("business", "Business and production"),
    ("neighbours", "Neighbours"),
    ("other", "Other"),
]
LIMIT_KINDS = [("working", "working days"), ("calendar", "calendar days")]
# Accepted requests that were not merged into another: what a service level speaks of.
COUNTED = [("merged_into_id", "=", False), ("date_accepted", "!=", False)]


class CommunityServiceItem(models.Model):
    """Catalogue of what the community handles or agents for residents (三代服务).

    A certificate that the community may not issue stands here too, with the reason of the refusal
    and where to go, so that every window answers in the same words.
    """

    _name = "community.service.item"
    _description = "Service Item"
    _inherit = ["community.record.mixin", "community.shared.mixin"]
    _order = "sequence, name"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=100)
    kind = fields.Selection(
        [("production", "Production"), ("life", "Life"), ("certificate", "Certificate")],
        default="life",
        required=True,
    )
    work_area = fields.Selection(WORK_AREAS, default="other", required=True)
    active = fields.Boolean(default=True)
    is_sensitive = fields.Boolean(
        "Sensitive",
        compute="_compute_is_sensitive",
        store=True,
        readonly=False,
        precompute=True,
        help="That somebody asks for it tells of health, disability or need (PIPL art. 28): "
        "whoever may not see such categories sees none of its requests and certificates.",
    )

    # who decides, by which rule
    responsible = fields.Char("Body that handles it", translate=True)
    department_id = fields.Many2one("res.partner", "Contact at the department")
    legal_basis = fields.Char(translate=True)
    basis_date = fields.Date(
        "Rule checked on",
        help="The day on which somebody compared the item with the text. Empty: nobody did.",
    )
    basis_source = fields.Char(
        "Read in", translate=True, help="Where the text was read on that day."
    )

    # what a resident must know
    conditions = fields.Text(translate=True)
    process = fields.Text(translate=True)
    fee = fields.Char(translate=True)
    material_ids = fields.One2many("community.service.material", "item_id", "Papers", copy=True)
    limit_days = fields.Integer("Time limit", default=5, required=True)
    limit_kind = fields.Selection(LIMIT_KINDS, default="working", required=True)
    proxy_allowed = fields.Boolean(
        "May be handled on behalf",
        default=True,
        help="The community may handle it for the resident.",
    )

    # certificates
    is_allowed = fields.Boolean(
        "On the allowed list",
        default=True,
        help="Certificates outside the list are refused with the standard reason.",
    )
    refusal_reason = fields.Text("Standard reason of refusal", translate=True)
    certificate_text = fields.Text(
        translate=True,
        help="Text of the certificate: {name}, {address} and {purpose} are filled in.",
    )

    # service level
    request_count = fields.Integer("Number of requests", compute="_compute_service_level")
    on_time_rate = fields.Float("On time (%)", compute="_compute_service_level", digits=(5, 1))
    returned_count = fields.Integer("Number returned", compute="_compute_service_level")
    satisfaction_rate = fields.Float(
        "Satisfied (%)", compute="_compute_service_level", digits=(5, 1)
    )

    _code_company_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "This code belongs to another item."
    )
    _check_limit = models.Constraint(
        "CHECK (limit_days BETWEEN 0 AND 730)", "A time limit is between 0 and 730 days."
    )
    _check_refusal = models.Constraint(
        "CHECK (is_allowed IS TRUE OR length(trim(refusal_reason::text)) > 0)",
        "An item outside the allowed list needs the standard reason of refusal.",
    )

    @api.depends("work_area")
    def _compute_is_sensitive(self):
        for item in self:
            item.is_sensitive = item.is_sensitive or item.work_area == "health"

    @api.depends_context("uid")
    def _compute_service_level(self):
        known = [("item_id", "in", self.ids)]
        self._count_links("request_count", "community.request", "item_id", COUNTED)
        closed = {}
        for item, on_time, count in self._groups_seen(
            "community.request",
            [*known, *COUNTED, ("state", "=", "done")],
            ["item_id", "is_on_time"],
        ):
            closed.setdefault(item, {})[on_time] = count
        returned = [("state", "=", "returned")]
        self._count_links("returned_count", "community.request", "item_id", returned)
        rated = {}
        for item, satisfaction, count in self._groups_seen(
            "community.request",
            [*known, *COUNTED, ("satisfaction", "!=", False)],
            ["item_id", "satisfaction"],
        ):
            rated.setdefault(item, {})[satisfaction] = count
        for item in self:
            done, voices = closed.get(item, {}), rated.get(item, {})
            happy = voices.get("very", 0) + voices.get("fairly", 0)
            item.on_time_rate = _percent(done.get(True, 0), sum(done.values()))
            item.satisfaction_rate = _percent(happy, sum(voices.values()))

    @api.depends("name", "code")
    def _compute_display_name(self):
        for item in self:
            item.display_name = item.name

    def action_open_requests(self):
        """Open the requests for this item."""
        domain = [("item_id", "=", self.id)]
        return self._list_action(
            "community_service.community_request_action", domain, display_name=self.name
        )


def _percent(part, whole):
    return 100.0 * part / whole if whole else 0.0
