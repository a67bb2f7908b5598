from odoo import api, fields, models

from odoo.addons.community_service.tools.ending import MOVED

from .community_mediation_case import ENDED

SIDES = [("one", "First side"), ("two", "Second side"), ("third", "Others concerned")]


class CommunityMediationParticipant(models.Model):
    """A party of a dispute: a resident, or somebody from outside such as the developer.

    The name is kept on the record: a mediator need not see the register to know the parties.
    """

    _name = "community.mediation.participant"
    _description = "Party of a Dispute"
    _inherit = ["community.mediation.part", "community.secret.mixin"]
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

    @api.constrains("signed_on")
    def _check_signed(self):
        self._check_not_future("signed_on")

    def _settled_fields(self):
        return super()._settled_fields() | (
            {"side", "resident_id", "partner_id", "name", "signed_on"}
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
