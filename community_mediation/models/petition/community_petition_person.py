from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.community_service.tools.ending import MOVED

from .community_petition import UNANSWERED


class CommunityPetitionPerson(models.Model):
    """Somebody who signed a petition, once each; a few of them speak for all (art. 20)."""

    _name = "community.petition.person"
    _description = "Petitioner"
    _inherit = [
        "community.petition.part",
        "community.secret.mixin",
        "community.contact.source.mixin",
    ]
    _order = "petition_id, is_representative desc, id"
    _secret_fields = ("phone",)
    _reveal_group = "community_mediation.group_petition_officer"

    resident_id = fields.Many2one(
        "community.resident", index="btree_not_null", ondelete="restrict", check_company=True
    )
    name = fields.Char(
        "Full name",
        compute="_compute_from_resident",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="As it is signed; of somebody who is not in the register, too.",
    )
    household_id = fields.Many2one(
        "community.household",
        compute="_compute_from_resident",
        store=True,
        readonly=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    address = fields.Char(
        compute="_compute_from_resident", store=True, readonly=False, precompute=True
    )
    phone = fields.Char("Phone number", groups=fields.NO_ACCESS, copy=False)
    phone_input = fields.Char(
        "Phone",
        compute="_compute_phone_input",
        inverse="_inverse_phone_input",
        compute_sudo=True,
        exportable=False,
    )
    date_returned = fields.Date(
        "Letter came back on",
        copy=False,
        help="When the post brought back the notice or the answer: the petitioner has not been "
        "told, and it is a sign that nobody hears of this person.",
    )
    is_representative = fields.Boolean(
        "Speaks for all",
        help="Of a joint petition; how many may is a number of the rules (art. 20).",
    )

    _resident_uniq = models.UniqueIndex(
        "(petition_id, resident_id) WHERE resident_id IS NOT NULL",
        "This resident has signed the petition already: one person is one line.",
    )
    _name_uniq = models.UniqueIndex(
        "(petition_id, name, (coalesce(address, ''))) WHERE resident_id IS NULL",
        "Somebody with this name and address has signed already: one person is one line.",
    )

    @api.depends("resident_id")
    def _compute_from_resident(self):
        for person in self:
            resident = person.resident_id
            person.name = resident.name or person.name
            person.household_id = resident.household_id
            person.address = resident.household_id.address or person.address

    @api.depends("phone")
    def _compute_phone_input(self):
        for person in self:
            person.phone_input = person._secret_hint("phone")

    def _inverse_phone_input(self):
        for person in self:
            person._set_secret("phone", person.phone_input)

    @api.constrains("is_representative", "petition_id")
    def _check_representatives(self):
        Parameter = self.env["community.parameter"]
        for petition in self.petition_id:
            most = Parameter._whole(
                "petition_representatives", petition.company_id, petition.date_received
            )
            named = petition.person_ids.filtered("is_representative")
            if len(named) > most:
                raise UserError(
                    self.env._(
                        "%(petition)s: %(person)s would be representative number %(number)s, and "
                        "at most %(most)s may speak for a joint petition (Regulations on Petition "
                        "Work, art. 20). Take the mark off somebody.",
                        petition=petition.display_name,
                        person=named[-1].name,
                        number=len(named),
                        most=most,
                    )
                )

    @api.constrains("date_returned")
    def _check_returned(self):
        self._check_not_future("date_returned")

    @api.constrains("petition_id")
    def _check_named(self):
        # Also a line that is entered by itself names somebody.
        self.petition_id._check_anonymous()

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        ids = {vals["petition_id"] for vals in vals_list if vals.get("petition_id")}
        petitions = self.env["community.petition"].browse(ids)
        petitions._check_open(self)
        if not self.env.su:
            self._check_unanswered(petitions)
        return super().create(vals_list)

    @api.model
    def _check_unanswered(self, petitions):
        """Refuse to change who signed once it was answered: so many were answered, and these."""
        for petition in petitions:
            if petition.state not in UNANSWERED:
                raise UserError(
                    self.env._(
                        "%(petition)s has been answered: those who signed stay counted.",
                        petition=petition.display_name,
                    )
                )

    def _settled_fields(self):
        settled = super()._settled_fields()
        if self.petition_id.state not in UNANSWERED:
            # How somebody is reached may change; who signed does not.
            settled |= {
                "petition_id",
                "resident_id",
                "name",
                "household_id",
                "address",
                "is_representative",
            }
        return settled

    def _settled_sentence(self, name):
        return self.env._(
            "%(petition)s has been answered: those who signed stay as they are. A telephone number "
            "can still be entered.",
            petition=self.petition_id.display_name,
        )

    def write(self, vals):
        self.petition_id._check_open(self)
        result = super().write(vals)
        self.petition_id._check_open(self)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        # Who signed stays countable after the answer.
        self._check_unanswered(self.petition_id)

    @api.model
    def _takes_ended(self):
        # Whoever has moved away may still have signed.
        return super()._takes_ended() | {"resident_id": frozenset({MOVED})}

    def _ending_document(self):
        return self.petition_id

    def _people_day(self, name):
        return self.petition_id.date_received or super()._people_day(name)

    # what the no-contact watch learns from it

    @api.model
    def _contact_fields(self):
        return super()._contact_fields() | {"date_returned", "resident_id", "petition_id"}

    def _contact_word(self):
        # An accusation tells nobody of itself, not even by a line that says nothing.
        if self.petition_id.kind == "accusation":
            return ""
        return "signal" if self.date_returned and self.resident_id else ""

    def _contact_homes(self):
        return self.resident_id.household_id

    def _contact_text(self):
        return f"{self.date_returned} {self.petition_id.display_name}"

    def _contact_document(self):
        return self.petition_id
