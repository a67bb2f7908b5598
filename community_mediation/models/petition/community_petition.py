from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.scatter import scatter_ids

KINDS = [
    ("suggestion", "Suggestion or opinion"),
    ("accusation", "Accusation"),
    ("request", "Appeal or request"),
]

CHANNELS = [
    ("visit", "In person"),
    ("letter", "Letter"),
    ("phone", "Phone call"),
    ("online", "Online"),
    ("fax", "Fax"),
    ("hotline", "12345 hotline"),
    ("street", "From the sub-district office"),
]

STATES = [
    ("registered", "Registered"),
    ("handed", "Handed on"),
    ("accepted", "Accepted"),
    ("answered", "Answered"),
    ("review", "In review"),
    ("settled", "Settled"),
    ("declined", "Not accepted"),
    ("redirected", "Sent to its legal path"),
    ("joined", "Joined to another"),
    ("closed", "Closed"),
]

TOPICS = [
    ("relocation", "Relocation and compensation"),
    ("property", "Property management"),
    ("aid", "Aid and allowances"),
    ("environment", "Environment and noise"),
    ("order", "Order and safety"),
    ("labour", "Work and wages"),
    ("land", "Land and houses"),
    ("facility", "Roads, pipes, lights"),
    ("conduct", "Conduct of officials"),
    ("other", "Other"),
]

RUNNING = ("registered", "handed", "accepted", "review")

ENDED = ("joined", "closed")

# Until somebody has answered, others may join those who signed.
UNANSWERED = ("registered", "handed", "accepted")

REPEAT_DAYS = 180


class CommunityPetition(models.Model):
    """A petition (信访): a suggestion, an accusation or a request, on its way to an answer.

    The community registers, hands on, follows and tells; the responsible body answers. Every matter
    is entered and none is dropped (Regulations on Petition Work, art. 17-23). States change through
    actions only. The number carries no personal data.
    """

    _name = "community.petition"
    _description = "Petition"
    _inherit = ["community.assigned.mixin", "community.receipt.mixin", "community.matter.mixin"]
    _rec_names_search = ["number", "person_ids.name"]
    _ended_states = ENDED
    _move_model = "community.petition.move"
    _move_link = "petition_id"
    _receipt_report = "community_mediation.community_petition_report_receipt"

    state = fields.Selection(
        STATES, default="registered", required=True, readonly=True, copy=False, index=True
    )
    kind = fields.Selection(KINDS, default="request", required=True)
    channel = fields.Selection(CHANNELS, default="visit", required=True)
    topic = fields.Selection(TOPICS, default="other", required=True, index=True)
    description = fields.Text(
        "What is asked, and the facts",
        required=True,
        help="What is said is written down here in the petitioner's words.",
    )
    user_id = fields.Many2one(
        "res.users",
        "In charge",
        default=lambda self: self._default_user_id(),
        index="btree_not_null",
        domain=[("share", "=", False)],
    )
    # who
    is_anonymous = fields.Boolean("Without a name")
    is_reachable = fields.Boolean(
        "Name and address are clear",
        compute="_compute_is_reachable",
        store=True,
        readonly=False,
        precompute=True,
        help="Otherwise nobody can be told, and the days of the notice do not run (art. 23).",
    )
    person_ids = fields.One2many("community.petition.person", "petition_id", "Petitioners")
    signer_count = fields.Integer("Signers", compute="_compute_signers", store=True)
    signer_household_count = fields.Integer(
        "Households that signed", compute="_compute_signers", store=True
    )
    is_joint = fields.Boolean("Joint", compute="_compute_signers", store=True)
    # who answers
    body_id = fields.Many2one(
        "res.partner",
        "Responsible body",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
        copy=False,
        help="The body that has to answer. Empty as long as the community itself deals with it.",
    )
    transfer_ids = fields.One2many(
        "community.petition.transfer", "petition_id", "Record of passing on", readonly=True
    )
    review_ids = fields.One2many(
        "community.petition.review", "petition_id", "Reviews", readonly=True
    )
    # days
    is_urgent = fields.Boolean(
        "Urgent",
        help="Might harm people or order: it is reported in time (art. 25 and 46, 4). The text "
        "names no day; the same day is what the place has chosen.",
    )
    date_reported = fields.Date("Reported on", readonly=True, copy=False)

    file_id = fields.Many2one(
        "community.relocation.file",
        "Relocation file",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    issue_id = fields.Many2one(
        "community.legacy.issue",
        "Legacy issue",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    case_ids = fields.One2many("community.mediation.case", "petition_id", "Mediation cases")
    case_count = fields.Integer("In mediation", compute="_compute_case_count", compute_sudo=True)
    is_hardship = fields.Boolean(
        "Real hardship", help="Tell the petitioner about aid, or help to apply for it (art. 37)."
    )
    date_aid_told = fields.Date("Aid told on", readonly=True, copy=False)
    aid_need_id = fields.Many2one(
        "community.visit.need",
        "Need for aid",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    aid_progress = fields.Char(
        "Progress of the aid", compute="_compute_aid_progress", compute_sudo=True
    )
    similar_ids = fields.Many2many(
        "community.petition", string="Perhaps the same matter", compute="_compute_similar_ids"
    )
    similar_count = fields.Integer("Perhaps the same", compute="_compute_similar_ids")

    _number_uniq = models.UniqueIndex(
        "(company_id, number)", "This number belongs to another petition."
    )
    _check_accepted = models.Constraint(
        "CHECK (date_accepted IS NULL OR date_accepted >= date_received)",
        "A petition cannot be accepted before it was received.",
    )
    _check_closed = models.Constraint(
        "CHECK ((state IN ('closed', 'joined')) = (date_closed IS NOT NULL))",
        "A petition that is closed has its day.",
    )

    def init(self):
        """Let a gap among the numbers of rows tell nothing of an accusation in between."""
        scatter_ids(self.env.cr, self._table)

    @api.model
    def _default_user_id(self):
        officer = "community_mediation.group_petition_officer"
        return self.env.user if self.env.user.has_group(officer) else False

    @api.depends("is_anonymous", "person_ids.address", "person_ids.household_id")
    def _compute_is_reachable(self):
        for petition in self:
            petition.is_reachable = not petition.is_anonymous and any(
                person.address or person.household_id for person in petition.person_ids
            )

    @api.depends("person_ids.household_id", "person_ids.address")
    def _compute_signers(self):
        """Count people and homes once each, whatever becomes of the petition afterwards."""
        for petition in self:
            people = petition.person_ids
            homes = {
                person.household_id.id or (person.address or "").strip() or f"#{person.id}"
                for person in people
            }
            petition.signer_count = len(people)
            petition.signer_household_count = len(homes)
            petition.is_joint = len(people) > 1

    @api.depends("number")
    def _compute_display_name(self):
        # Number only: titles travel into mails, activities and the browser's history.
        for petition in self:
            petition.display_name = petition.number or self.env._("New petition")

    @api.constrains("date_received")
    def _check_date_received(self):
        self._check_not_future("date_received")

    @api.constrains("is_anonymous", "person_ids")
    def _check_anonymous(self):
        for petition in self:
            if petition.is_anonymous and petition.person_ids:
                raise UserError(
                    self.env._(
                        "%(petition)s came without a name, but %(count)s petitioners are entered. "
                        "Take the mark off, or take the names out.",
                        petition=petition.display_name,
                        count=len(petition.person_ids),
                    )
                )

    # what the mixins ask

    def _is_claimable(self):
        # Nobody outside may learn that an accusation exists.
        return super()._is_claimable() and self.state not in ENDED and self.kind != "accusation"

    def _claim_title(self):
        return self.env._("Petition %s", self.display_name)

    def _claim_kin(self):
        main = self.joined_id or self
        family = main | main.joined_ids
        return [family, family.need_id]

    # What a petition leads to, and the petitions that may be about the same matter.

    @api.depends("case_ids")
    def _compute_case_count(self):
        # The number alone: the cases themselves are open to their mediators only.
        for petition in self:
            petition.case_count = len(petition.case_ids)

    @api.depends("aid_need_id.state", "aid_need_id.follow_up_id")
    def _compute_aid_progress(self):
        # As superuser: number and state of the aid case alone, its content is open to its officers.
        for petition in self:
            need = petition.aid_need_id
            record = need
            if need.follow_up_model == "community.aid.case":
                record = self.env["community.aid.case"].browse(need.follow_up_id).exists() or need
            states = dict(record._fields["state"]._description_selection(self.env))
            number = record.number or "" if record != need else ""
            petition.aid_progress = f"{number} {states.get(record.state, '')}".strip()

    @api.depends("person_ids.resident_id", "household_id", "area_id", "topic", "date_received")
    def _compute_similar_ids(self):
        """Propose earlier petitions of the same home or people, or on the same matter and place.

        They are shown, never joined by themselves.
        """
        for petition in self:
            if petition.kind == "accusation" or not petition.date_received:
                petition.similar_ids, petition.similar_count = False, 0
                continue
            near = Domain.FALSE
            if people := petition.person_ids.resident_id:
                near |= Domain("person_ids.resident_id", "in", people.ids)
            if petition.household_id:
                near |= Domain("household_id", "=", petition.household_id.id)
            if petition.area_id:
                near |= Domain("area_id", "=", petition.area_id.id)
            found = self.search(
                near
                & Domain("topic", "=", petition.topic)
                & Domain("kind", "!=", "accusation")
                & Domain("state", "!=", "joined")
                & Domain("id", "not in", (petition._origin | petition.joined_id).ids)
                & Domain("date_received", ">=", petition.date_received - timedelta(REPEAT_DAYS))
                & Domain("date_received", "<=", petition.date_received),
                limit=5,
            )
            petition.similar_ids, petition.similar_count = found, len(found)

    @api.constrains("kind", "file_id", "issue_id")
    def _check_accusation_stands_alone(self):
        for petition in self:
            if petition.kind == "accusation" and (petition.file_id or petition.issue_id):
                raise UserError(
                    self.env._(
                        "%(petition)s is an accusation and is linked to no other file: whoever may "
                        "read that one would learn of it. Take the link out.",
                        petition=petition.display_name,
                    )
                )

    def action_mediation(self):
        """Hand the dispute in it to mediation (art. 33, 37); the petition keeps its own clock.

        :raises UserError: for an accusation
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open(self)
        self._check_not_accusation()
        Case = self.env["community.mediation.case"]
        values = Case._start_defaults(
            "petition", self.household_id, self.resident_id, self.description
        )
        return Case._start(values | {"petition_id": self.id, "area_id": self.area_id.id})

    def action_aid(self):
        """Tell or help a petitioner in hardship to apply for aid (art. 37).

        The household's grid worker gets a need on the list, from which the aid case starts; it says
        nothing of the petition. Without a household the day of the talk is noted.

        :raises UserError: for an accusation
        """
        self.ensure_one()
        self.check_access("write")
        self._check_open(self)
        self._check_not_accusation()
        values = {"is_hardship": True, "date_aid_told": fields.Date.context_today(self)}
        if self.household_id and not self.date_aid_told:
            # The petition officer need not have the right to read this grid and write its needs.
            grid = self.household_id.sudo().grid_id
            # Superuser for the same reason.
            need = (
                self.env["community.visit.need"]
                .sudo()
                .create(
                    {
                        "name": self.env._("In hardship: help to apply for aid"),
                        "kind": "aid",
                        "household_id": self.household_id.id,
                        "user_id": grid.officer_ids[:1].id or self.env.uid,
                    }
                )
            )
            values["aid_need_id"] = need.id
        # Superuser for the same reason: the need itself is not the officer's to read.
        self.sudo()._set_closed(**values)

    def _check_not_accusation(self):
        for petition in self:
            if petition.kind == "accusation":
                raise UserError(
                    self.env._(
                        "%(petition)s is an accusation: nothing of it goes to anybody but the body "
                        "that examines it.",
                        petition=petition.display_name,
                    )
                )

    def action_open_similar(self):
        """Open the petitions that may be about the same matter."""
        return self._list_action(
            "community_mediation.community_petition_action", [("id", "in", self.similar_ids.ids)]
        )

    # Where a petition starts: at the door, at the window, from a request; by any worker.

    @api.model
    def _start(self, values):
        """Open a new petition to who keeps the register; anybody else gets the short form.

        :param dict values: what is known of it
        :return: action
        """
        defaults = {f"default_{name}": value for name, value in values.items() if value}
        if self.has_access("create"):
            return {
                "type": "ir.actions.act_window",
                "name": self.env._("Petition"),
                "res_model": self._name,
                "views": [(False, "form")],
                "context": defaults,
            }
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take a petition"),
            "res_model": "community.petition.intake",
            "views": [(False, "form")],
            "target": "new",
            "context": defaults,
        }

    @api.model
    def _list_fields(self):
        names = (
            "area_id body_id channel clock date_next date_received is_late kind number rating "
            "signer_count signer_household_count state topic user_id"
        )
        return super()._list_fields() | set(names.split())
