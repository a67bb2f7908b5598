from odoo import api, fields, models

from odoo.addons.community_service.tools.ending import MOVED
from odoo.addons.community_service.tools.periods import whole_years

from .community_mediation_case import ENDED

SIDES = [("one", "First side"), ("two", "Second side"), ("third", "Others concerned")]


# A party of flesh and blood; the others are organisations.
PEOPLE = ("resident", "person")

# What an agreement says of a party beside the name (Ministry of Justice 2002, art. 34).
PERSON_PARTS = ("sex", "birth_date", "ethnicity", "occupation", "address", "phone_input")
BODY_PARTS = ("address", "phone_input", "agent_name")


class CommunityMediationParticipant(models.Model):
    """A party of a dispute: a resident, or somebody from outside such as the developer.

    The name is kept on the record: a mediator need not see the register to know the parties.
    """

    _name = "community.mediation.participant"
    _description = "Party of a Dispute"
    _inherit = [
        "community.mediation.part",
        "community.secret.mixin",
        "community.contact.source.mixin",
    ]
    _order = "case_id, side, id"
    _check_company_auto = True
    _secret_fields = ("phone",)
    _reveal_group = "community_mediation.group_mediation_mediator"

    side = fields.Selection(SIDES, default="one", required=True)
    kind = fields.Selection(
        [
            ("resident", "Resident"),
            ("person", "Person from outside"),
            ("developer", "Developer"),
            ("property", "Property manager"),
            ("company", "Other company"),
            ("body", "Office or institution"),
        ],
        compute="_compute_kind",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    resident_id = fields.Many2one(
        "community.resident", index="btree_not_null", ondelete="restrict", check_company=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Contact", index="btree_not_null", ondelete="restrict"
    )
    name = fields.Char(
        "Full name",
        compute="_compute_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        compute_sudo=True,
    )
    address = fields.Char(
        compute="_compute_address",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=True,
    )
    sex = fields.Selection(
        [("male", "Male"), ("female", "Female")],
        compute="_compute_person",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=True,
    )
    birth_date = fields.Date(
        "Date of birth",
        compute="_compute_person",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=True,
    )
    ethnicity = fields.Char(
        compute="_compute_person",
        store=True,
        readonly=False,
        precompute=True,
        compute_sudo=True,
    )
    occupation = fields.Char("Occupation or post")
    missing_parts = fields.Char("To be asked", compute="_compute_missing_parts")
    phone = fields.Char(groups=fields.NO_ACCESS, copy=False)
    phone_input = fields.Char(
        "Phone number",
        compute="_compute_phone_input",
        inverse="_inverse_phone_input",
        compute_sudo=True,
        exportable=False,
    )
    agent_name = fields.Char("Agent", help="Who speaks and signs for the party.")
    agent_authority = fields.Char(
        "Authority of the agent", help="The written authority: its day and what it covers."
    )
    is_voluntary = fields.Boolean("Wants mediation", default=True)
    signed_on = fields.Date("Signed the agreement on", copy=False)
    date_returned = fields.Date(
        "Letter came back on",
        copy=False,
        help="When the post brought back an invitation or a paper of the case: a sign that nobody "
        "hears of this person.",
    )
    household_id = fields.Many2one(related="resident_id.household_id", compute_sudo=True)

    _person_uniq = models.UniqueIndex(
        "(case_id, resident_id) WHERE resident_id IS NOT NULL",
        "This person is a party of the dispute already.",
    )
    _check_agent = models.Constraint(
        "CHECK (agent_name IS NULL OR length(trim(agent_authority)) > 0)",
        "An agent needs an authority in writing: enter its day and what it covers.",
    )

    @api.depends("resident_id")
    def _compute_kind(self):
        for party in self:
            party.kind = "resident" if party.resident_id else party.kind or "person"

    @api.depends("resident_id", "partner_id")
    def _compute_name(self):
        for party in self:
            party.name = party.resident_id.name or party.partner_id.name or party.name

    @api.depends("resident_id")
    def _compute_address(self):
        for party in self:
            party.address = party.resident_id.household_id.address or party.address

    @api.depends("resident_id")
    def _compute_person(self):
        for party in self:
            resident = party.resident_id
            party.sex = resident.sex or party.sex
            party.birth_date = resident.birth_date or party.birth_date
            party.ethnicity = resident.ethnicity or party.ethnicity

    @api.depends("kind", *PERSON_PARTS, *BODY_PARTS)
    def _compute_missing_parts(self):
        for party in self:
            names = PERSON_PARTS if party.kind in PEOPLE else BODY_PARTS
            party.missing_parts = self.env._(", ").join(
                party._fields[name]._description_string(self.env)
                for name in names
                if not (party[name].strip() if isinstance(party[name], str) else party[name])
            )

    def _is_person(self):
        return self.kind in PEOPLE

    def _age(self):
        """Return the age on the day on which the dispute was received; empty where unknown."""
        self.ensure_one()
        day = self.case_id.date_received
        return whole_years(self.birth_date, day) if self.birth_date and day else ""

    def _printed_phone(self):
        """Return the number for a paper of the file; that it left is logged."""
        self.ensure_one()
        self.check_access("read")
        # The number is closed; it leaves on paper only, for whoever may print the file.
        phone = self.sudo().phone
        if phone:
            reason = self.env._("Printed on a paper of the file")
            self.env["community.access.log"]._log(
                "reveal", self, reason=reason, field_names=["phone"]
            )
        return phone or ""

    @api.depends("phone")
    def _compute_phone_input(self):
        for party in self:
            party.phone_input = party._secret_hint("phone")

    def _inverse_phone_input(self):
        for party in self:
            party._set_secret("phone", party.phone_input)

    @api.constrains("case_id", "resident_id", "partner_id")
    def _check_no_mediator(self):
        self.case_id._check_mediators()

    @api.constrains("signed_on", "date_returned")
    def _check_signed(self):
        self._check_not_future("signed_on")
        self._check_not_future("date_returned")

    def _settled_fields(self):
        return super()._settled_fields() | (
            {
                "side",
                "resident_id",
                "partner_id",
                "name",
                "signed_on",
                "sex",
                "birth_date",
                "ethnicity",
                "occupation",
            }
            if self.case_id.state in ENDED
            else set()
        )

    @api.model
    def _takes_ended(self):
        # Whoever has moved away may still be a side of a dispute.
        return super()._takes_ended() | {"resident_id": frozenset({MOVED})}

    def _ending_document(self):
        return self.case_id

    def _people_day(self, name):
        # A side is whoever was one when the dispute came up.
        return self.case_id.date_received or super()._people_day(name)

    # what the no-contact watch learns from it

    @api.model
    def _contact_fields(self):
        return super()._contact_fields() | {"date_returned", "resident_id"}

    def _contact_word(self):
        return "signal" if self.date_returned and self.resident_id else ""

    def _contact_homes(self):
        return self.resident_id.household_id

    def _contact_text(self):
        return f"{self.date_returned} {self.case_id.display_name}"

    def _contact_document(self):
        return self.case_id
