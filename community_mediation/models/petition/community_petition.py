from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

KINDS = [
    ("suggestion", "Suggestion or opinion"),
    ("accusation", "Accusation"),
    ("request", "Appeal or request"),
]
CHANNELS = [
    ("visit", "Visit"),
    ("letter", "Letter"),
    ("phone", "Phone"),
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


class CommunityPetition(models.Model):
    """A petition (信访): a suggestion, an accusation or a request, on its way to an answer.

    The community registers, hands on, follows and tells; the responsible body answers. Every matter
    is entered and none is dropped (Regulations on Petition Work, art. 17-23). States change through
    actions only. The number carries no personal data.
    """

    _name = "community.petition"
    _description = "Petition"
    _inherit = [
        "community.help.mixin",
        "community.logged.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_name = "number"
    _rec_names_search = ["number", "person_ids.name"]
    _order = "date_received desc, id desc"
    _check_company_auto = True
    _grid_by_area = True
    # A claim tells that somebody takes part, not whose petition it is.
    _claim_hides_household = True

    number = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        STATES, default="registered", required=True, readonly=True, copy=False, index=True
    )
    kind = fields.Selection(KINDS, default="request", required=True)
    channel = fields.Selection(CHANNELS, default="visit", required=True)
    topic = fields.Selection(TOPICS, "Matter", default="other", required=True, index=True)
    description = fields.Text(
        "What is asked, and the facts",
        required=True,
        help="What is said is written down here in the petitioner's words.",
    )
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
    company_id = fields.Many2one(required=True, default=lambda self: self.env.company)
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
        "community.petition.transfer", "petition_id", "Handed on", readonly=True
    )
    review_ids = fields.One2many(
        "community.petition.review", "petition_id", "Reviews", readonly=True
    )
    contribution_count = fields.Integer(compute_sudo=True)

    # days
    date_received = fields.Date(
        "Received on", default=fields.Date.context_today, required=True, index=True
    )
    date_accepted = fields.Date("Accepted on", readonly=True, copy=False)
    date_closed = fields.Date("Closed on", readonly=True, copy=False, index="btree_not_null")
    is_urgent = fields.Boolean(
        "Urgent", help="Might harm people or order: it is reported the same day (art. 18, 46)."
    )
    date_reported = fields.Date("Reported on", readonly=True, copy=False)

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
    _list_idx = models.Index("(date_received DESC, id DESC)")

    @api.model
    def _default_user_id(self):
        officer = "community_mediation.group_petition_officer"
        return self.env.user if self.env.user.has_group(officer) else False

    @api.depends("household_id")
    def _compute_area_id(self):
        for petition in self:
            petition.area_id = petition.household_id.area_id or petition.area_id

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
    def _check_not_future(self):
        today = fields.Date.context_today(self)
        for petition in self:
            if petition.date_received > today:
                raise UserError(
                    self.env._(
                        "%(petition)s: received on %(date)s lies in the future. Enter the day on "
                        "which it came in.",
                        petition=petition.display_name,
                        date=petition.date_received,
                    )
                )

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

    @api.model
    def _domain_running(self):
        """Return the domain of petitions that somebody still has to answer."""
        return Domain("state", "in", RUNNING)
