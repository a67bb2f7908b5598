from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.community_service.tools.said_day import local_day

AGREEMENTS = [
    ("none", "No agreement"),
    ("conditional", "Signed on condition"),
    ("signed", "Agreement signed"),
    ("decision", "Government decision"),
    ("review", "Review or suit"),
]


class CommunityRelocationFile(models.Model):
    """What one household of a project has, asks for, was told and agreed to.

    The community records; compensation is decided by the government and agreed between it and the
    holder, who alone chooses money or another house (art. 21). Amounts are closed.
    """

    _name = "community.relocation.file"
    _description = "Relocation File"
    _inherit = [
        "community.scoped.mixin",
        "community.logged.mixin",
        "community.claim.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "number"
    _rec_names_search = ["number", "owner_name", "address"]
    _order = "project_id, walk_key, id"
    _check_company_auto = True
    _claim_hides_household = True

    number = fields.Char(required=True, readonly=True, copy=False)
    active = fields.Boolean(default=True)
    project_id = fields.Many2one(
        "community.relocation.project",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    project_state = fields.Selection(related="project_id.state")
    household_id = fields.Many2one(
        "community.household",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        compute="_compute_place",
        store=True,
        precompute=True,
        compute_sudo=True,
        index=True,
        ondelete="restrict",
    )
    building_id = fields.Many2one(
        "community.area",
        compute="_compute_place",
        store=True,
        precompute=True,
        compute_sudo=True,
        index=True,
        ondelete="restrict",
    )
    address = fields.Char(compute="_compute_place", store=True, precompute=True, compute_sudo=True)
    walk_key = fields.Char(
        compute="_compute_place",
        store=True,
        precompute=True,
        compute_sudo=True,
        export_string_translation=False,
    )
    can_open_household = fields.Boolean(
        compute="_compute_can_open_household", export_string_translation=False
    )
    last_visit_date = fields.Date(related="household_id.last_visit_date", string="Last visit")
    # property
    owner_name = fields.Char(
        "Holder of the title",
        compute="_compute_owner_name",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=True,
        help="As the register has it, until somebody enters another one or the household signs.",
    )
    register_owner = fields.Char(
        "Owner by the register",
        compute="_compute_owner_name",
        store=True,
        precompute=True,
        compute_sudo=True,
    )
    register_note = fields.Char(
        "What the register says", compute="_compute_register_note", compute_sudo=True
    )
    owner_unknown = fields.Boolean(
        "Owner unknown", help="Without a known owner the government decides (art. 26)."
    )
    certificate = fields.Char("Title certificate")
    use = fields.Selection(
        [("home", "Home"), ("shop", "Shop"), ("mixed", "Home and shop"), ("other", "Other")],
        "Used as",
        default="home",
    )
    certified_area = fields.Float("Area with a title (m²)", digits=(10, 2))
    uncertified_area = fields.Float("Area without a title (m²)", digits=(10, 2))
    land_area = fields.Float("Land (m²)", digits=(10, 2))
    co_owners = fields.Char("Co-owners of the home")
    structure = fields.Char("Structure of the house", help="Brick, concrete, wood, and the like.")
    storey = fields.Char("Storey and orientation")
    built_year = fields.Char("Built in (year)", size=4)
    annexes = fields.Text(
        "Annexes of the home", help="Sheds, walls, trees, fittings: what each is, and how much."
    )
    lessees = fields.Char("Let to", help="Who rents the home or a part of it, and since when.")
    total_area = fields.Float(
        "Built area (m²)", compute="_compute_total_area", store=True, digits=(10, 2)
    )
    # what they want
    attitude = fields.Selection(
        [
            ("unknown", "Not asked"),
            ("willing", "Willing"),
            ("undecided", "Undecided"),
            ("unwilling", "Not willing"),
        ],
        "Stands",
        default="unknown",
        required=True,
        tracking=True,
        help="As the household said last; nobody is pressed (art. 27).",
    )
    way = fields.Selection(
        [("undecided", "Not chosen yet"), ("money", "Money"), ("exchange", "Exchange of houses")],
        "Chosen by the holder",
        default="undecided",
        required=True,
        help="The holder alone chooses money or an exchange (art. 21).",
    )
    demand_ids = fields.One2many("community.relocation.demand", "file_id", "Demands")
    explanation_ids = fields.One2many("community.relocation.explanation", "file_id", "Explanations")
    offer_ids = fields.One2many("community.relocation.offer", "file_id", "Offers")
    open_demand_count = fields.Integer("Open demands", compute="_compute_line_counts")
    explanation_count = fields.Integer("Explanations given", compute="_compute_line_counts")
    dispute = fields.Text("What is in dispute", help="What is in dispute, and between whom.")
    # agreement: community_relocation_file_state.py
    agreement_state = fields.Selection(
        AGREEMENTS,
        "Agreement",
        default="none",
        required=True,
        tracking=True,
        index=True,
        group_expand=True,
        copy=False,
    )
    date_signed = fields.Date("Agreement signed on", index="btree_not_null", copy=False)
    date_decision = fields.Date("Decided on", copy=False)
    review = fields.Char("Review or suit", help="Before whom, number and day.")
    # transition and moving
    transition = fields.Selection(
        [("own", "Finds a flat, gets the fee"), ("flat", "Gets a flat for the time"), ("no", "No")],
        help="How the household lives until its new home is ready (art. 22).",
    )
    transition_from = fields.Date("Transition from")
    transition_months = fields.Integer("Months of transition")
    transition_to = fields.Date("Transition until", compute="_compute_transition_to", store=True)
    new_address = fields.Char("New home")
    date_compensated = fields.Date(
        "Compensation paid on",
        tracking=True,
        copy=False,
        help="As the deciding body told. Nobody moves before it (art. 27).",
    )
    date_moved = fields.Date("Moved on", tracking=True, index="btree_not_null", copy=False)

    case_ids = fields.One2many("community.mediation.case", "relocation_file_id", "Disputes")
    case_count = fields.Integer("Number of mediation cases", compute="_compute_case_count")

    _household_uniq = models.UniqueIndex(
        "(project_id, household_id)", "This household has a file in this project already."
    )
    _number_uniq = models.UniqueIndex(
        "(company_id, number)", "This number belongs to another relocation file."
    )
    _check_area_sizes = models.Constraint(
        "CHECK (certified_area >= 0 AND uncertified_area >= 0 AND land_area >= 0)",
        "An area is 0 or more.",
    )
    _check_transition_months = models.Constraint(
        "CHECK (transition_months >= 0)", "Months of transition are 0 or more."
    )
    _check_signed = models.Constraint(
        "CHECK (agreement_state NOT IN ('conditional', 'signed') OR date_signed IS NOT NULL)",
        "A signed agreement has its day.",
    )
    _check_moved = models.Constraint(
        "CHECK (date_moved IS NULL OR date_compensated <= date_moved)",
        "Compensation comes first and moving later (art. 27).",
    )
    _board_idx = models.Index("(project_id, agreement_state)")

    @api.depends("household_id.area_id", "household_id.address", "household_id.walk_key")
    def _compute_place(self):
        """Follow the register until the household has moved: the file is about this house."""
        for file in self:
            household = file.household_id
            if file.date_moved and file.address:
                for name in ("area_id", "building_id", "address", "walk_key"):
                    file[name] = file[name]
                continue
            area = household.area_id
            file.area_id, file.address, file.walk_key = area, household.address, household.walk_key
            while area.parent_id and area.kind != "building":
                area = area.parent_id
            file.building_id = area if area.kind == "building" else file.area_id

    @api.depends("household_id.dwelling_id.owner_name", "household_id.head_id.name")
    def _compute_owner_name(self):
        """Follow the register until somebody enters another owner, or something was signed."""
        for file in self:
            told = file.household_id.dwelling_id.owner_name or file.household_id.head_id.name
            is_open = file.agreement_state in (False, "none")
            follows = is_open and file.owner_name in (False, "", file.register_owner)
            # Nobody is left there: the last one known stays.
            file.owner_name = told if follows and told else file.owner_name
            file.register_owner = told or file.register_owner

    @api.depends("date_moved", "household_id.residency_ids.date_to")
    def _compute_register_note(self):
        """Say where the register and the file differ about the move; somebody has to decide."""
        for file in self:
            lines = file.household_id.with_context(active_test=False).residency_ids
            days = lines.mapped("date_to")
            left = max(days) if days and all(days) else None
            note = False
            if left and not file.date_moved:
                note = self.env._(
                    "By the register everybody left this home on %(left)s: enter the move, or "
                    "correct the register.",
                    left=local_day(self.env, left),
                )
            elif left and left != file.date_moved:
                note = self.env._(
                    "By the register everybody left this home on %(left)s, by this file they "
                    "moved on %(moved)s: correct the day that is wrong.",
                    left=local_day(self.env, left),
                    moved=local_day(self.env, file.date_moved),
                )
            elif lines and not left and file.date_moved:
                note = self.env._(
                    "By the register people still live here: enter there that they moved out on "
                    "%(moved)s.",
                    moved=local_day(self.env, file.date_moved),
                )
            file.register_note = note

    @api.constrains("built_year")
    def _check_built_year(self):
        this_year = fields.Date.context_today(self).year
        for file in self:
            year = (file.built_year or "").strip()
            if year and not (year.isdecimal() and 1600 <= int(year) <= this_year):
                raise ValidationError(
                    self.env._(
                        "%(file)s: a house of %(address)s cannot have been built in %(year)s. "
                        "Enter the year in four digits, or leave it empty.",
                        file=file.display_name,
                        address=file.address or "",
                        year=file.built_year,
                    )
                )

    def _survey_people(self):
        """Return the names of who lives in the home today, as far as the reader sees the home."""
        household = self.household_id
        if not self.can_open_household or not household.has_access("read"):
            return ""
        lines = household.residency_ids.filtered(lambda line: not line.date_to)
        return "、".join(lines.resident_id.mapped("name"))

    @api.depends("certified_area", "uncertified_area")
    def _compute_total_area(self):
        for file in self:
            file.total_area = file.certified_area + file.uncertified_area

    @api.depends("demand_ids.result", "explanation_ids")
    @api.depends_context("uid")
    def _compute_line_counts(self):
        self._count_links(
            "open_demand_count", "community.relocation.demand", "file_id", [("result", "=", "open")]
        )
        self._count_links("explanation_count", "community.relocation.explanation", "file_id")

    @api.depends("transition_from", "transition_months")
    def _compute_transition_to(self):
        for file in self:
            months = file.transition_months
            file.transition_to = (
                file.transition_from + relativedelta(months=months)
                if file.transition_from and months > 0
                else False
            )

    # what the mixins ask

    def _in_charge(self):
        """Add the team of the project, those of today, its leader first."""
        today = fields.Date.context_today(self)
        team = self.project_id.member_ids.filtered(
            lambda member: (
                member.date_from <= today and not (member.date_to and member.date_to < today)
            )
        )
        return super()._in_charge() | team.sorted(lambda member: member.role != "lead").user_id

    @api.model
    def _staff_groups(self):
        return (
            "community_mediation.group_mediation_coordinator",
            "community_mediation.group_mediation_mediator",
        )

    def _is_claimable(self):
        return super()._is_claimable() and self.project_state != "closed"

    def _claim_title(self):
        return self.env._("Relocation file %s", self.number)

    # where it starts

    @api.depends("case_ids")
    def _compute_case_count(self):
        for file in self:
            # How many there are belongs to the file; the cases open for their mediators only.
            file.case_count = len(file.sudo().case_ids)

    def action_new_mediation(self):
        """Open, or hand over, the dispute of this file to mediation."""
        self.ensure_one()
        self.check_access("write")
        Case = self.env["community.mediation.case"]
        # The register behind the file is not open to everybody of the team.
        household = self.sudo().household_id
        text = self.dispute or self.env._("Dispute about relocation, file %s", self.number)
        values = Case.sudo()._start_defaults("own", household, description=text)
        kind = self.env.ref("community_mediation.dispute_kind_relocation", False)
        kind = kind and kind._held_by(self.company_id)
        return Case._start(
            values | {"relocation_file_id": self.id, "kind_id": kind.id if kind else False}
        )

    @api.model
    def _list_fields(self):
        names = (
            "address agreement_state attitude building_id date_moved date_signed "
            "explanation_count last_visit_date number open_demand_count owner_name project_id"
        )
        return super()._list_fields() | set(names.split())
