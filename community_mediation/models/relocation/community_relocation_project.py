from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("shanty", "Shanty-town renovation"),
    ("expropriation", "House expropriation"),
    ("requisition", "Land requisition"),
    ("demolition", "Demolition and relocation"),
    ("new_estate", "New estate"),
]
LAND_KINDS = [("state", "State-owned land"), ("collective", "Collective land"), ("both", "Both")]
AGREED = ("conditional", "signed")


class CommunityRelocationProject(models.Model):
    """A renovation, expropriation or new estate (动迁, 棚改, 征收) that households are moved by.

    The city or county government decides it and its compensation (Regulation on the Expropriation
    of Houses on State-owned Land 2011, art. 4 and 8); the community visits, explains, registers and
    coordinates, and nothing here lets it decide. Collective land follows other rules (see
    ``land_kind``).
    """

    _name = "community.relocation.project"
    _description = "Relocation Project"
    _inherit = [
        "community.guarded.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_start desc, id desc"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(
        "Short code", required=True, help="The numbers of its household files begin with it."
    )
    kind = fields.Selection(KINDS, default="shanty", required=True)
    land_kind = fields.Selection(
        LAND_KINDS,
        "Kind of land",
        default="state",
        required=True,
        help="Collective land follows other rules than state-owned land.",
    )
    state = fields.Selection(
        [
            ("preparing", "Preparing"),
            ("signing", "Signing"),
            ("moving", "Moving"),
            ("closed", "Closed"),
        ],
        default="preparing",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Community",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    area_ids = fields.Many2many(
        "community.area",
        "community_relocation_project_area_rel",
        "project_id",
        "area_id",
        "Places in scope",
        check_company=True,
    )
    body_id = fields.Many2one(
        "res.partner",
        "Deciding body",
        required=True,
        index=True,
        ondelete="restrict",
        help="The government that decides the project and its compensation, or its department. "
        "Never the residents' committee.",
    )
    developer_ids = fields.Many2many(
        "res.partner",
        "community_relocation_project_developer_rel",
        "project_id",
        "partner_id",
        "Developer and contractors",
    )
    policy_ids = fields.Many2many(
        "community.relocation.policy",
        "community_relocation_project_policy_rel",
        "project_id",
        "policy_id",
        "Explained at present",
        help="Proposed in each new explanation, so that nobody chooses them at every door.",
        check_company=True,
    )
    note = fields.Text()

    # days
    date_start = fields.Date("Start", default=fields.Date.context_today, required=True, index=True)
    date_sign_from = fields.Date("Signing from")
    date_sign_to = fields.Date("Signing until", tracking=True)
    date_closed = fields.Date("Closed on", readonly=True, copy=False)
    target_rate = fields.Float(
        "Target signing rate (%)",
        digits=(5, 2),
        help="Set for this project by the deciding body; no rate holds for the whole country.",
    )
    is_conditional = fields.Boolean(
        "Conditional signing",
        help="Agreements are signed on condition and take effect once the target is reached.",
    )

    date_effect = fields.Date(
        "Agreements in effect from",
        readonly=True,
        copy=False,
        help="The target was reached: agreements on condition hold, new ones are plain.",
    )

    # people, steps, files
    member_ids = fields.One2many("community.relocation.member", "project_id", "Coordination team")
    step_ids = fields.One2many("community.relocation.step", "project_id", "Steps and notices")
    file_ids = fields.One2many("community.relocation.file", "project_id", "Household files")
    talk_ids = fields.One2many("community.relocation.talk", "project_id", "Contacts")
    file_count = fields.Integer("Households in scope", compute="_compute_counts")
    signed_count = fields.Integer("Households agreed", compute="_compute_counts")
    unwilling_count = fields.Integer("Households not willing", compute="_compute_counts")
    moved_count = fields.Integer("Households moved", compute="_compute_counts")
    signing_rate = fields.Float("Signing rate (%)", compute="_compute_counts", digits=(5, 1))
    is_target_reached = fields.Boolean("Target reached", compute="_compute_counts")
    missing_count = fields.Integer(
        "Households without a file", compute="_compute_missing_count", compute_sudo=True
    )

    _code_uniq = models.UniqueIndex(
        "(company_id, code)", "Another project of this community has this short code."
    )

    @api.depends("file_ids.agreement_state", "file_ids.date_moved", "file_ids.attitude")
    def _compute_counts(self):
        File = self.env["community.relocation.file"]
        totals = {}
        groups = File._read_group(
            [("project_id", "in", self.ids)],
            ["project_id", "agreement_state", "attitude"],
            ["__count", "date_moved:count"],
        )
        for project, state, attitude, count, moved in groups:
            row = totals.setdefault(project.id, [0, 0, 0, 0])
            row[0] += count
            row[1] += count if state in AGREED else 0
            row[2] += count if attitude == "unwilling" and state == "none" else 0
            row[3] += moved
        for project in self:
            total, signed, unwilling, moved = totals.get(project._origin.id, (0, 0, 0, 0))
            project.file_count, project.signed_count = total, signed
            project.unwilling_count, project.moved_count = unwilling, moved
            rate = signed / total * 100 if total else 0.0
            project.signing_rate = rate
            project.is_target_reached = bool(total and rate >= project.target_rate > 0)

    @api.depends("area_ids", "file_ids")
    def _compute_missing_count(self):
        for project in self:
            domain = project._missing_domain()
            project.missing_count = self.env["community.household"].search_count(domain)

    @api.constrains("date_sign_from", "date_sign_to")
    def _check_window(self):
        for project in self:
            start, end = project.date_sign_from, project.date_sign_to
            if end and (not start or end < start):
                raise UserError(
                    self.env._(
                        "%(project)s: the signing time ends on %(end)s but begins on %(start)s. "
                        "Enter a first day that is not after the last.",
                        project=project.name,
                        start=start or "?",
                        end=end,
                    )
                )
        # What was signed or decided in the window of before has to fit the new one.
        self.with_context(active_test=False).file_ids._check_agreement()

    @api.constrains("target_rate")
    def _check_target_rate(self):
        for project in self:
            if not 0 <= project.target_rate <= 100:
                raise UserError(
                    self.env._(
                        "%(project)s: a target signing rate of %(rate)s %% cannot be. Enter a "
                        "number from 0 to 100.",
                        project=project.name,
                        rate=project.target_rate,
                    )
                )

    @api.constrains("body_id", "company_id")
    def _check_body(self):
        """The residents' committee is never made the responsible body of a relocation."""
        for project in self:
            if project.body_id == project.company_id.partner_id:
                raise UserError(
                    self.env._(
                        "%(project)s: the community itself cannot be the deciding body. Choose "
                        "the government or the department that decides.",
                        project=project.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_filed(self):
        for project in self:
            if project.with_context(active_test=False).file_ids:
                raise UserError(
                    self.env._(
                        "%(project)s has household files, which are kept: archive it instead.",
                        project=project.name,
                    )
                )
