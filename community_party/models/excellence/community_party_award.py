from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.community_service.tools.ending import DIED

HONOURED = ("probationary", "full")
OUT = ("suspended", "removed")
MASS = "mass_organization"
PERSON = "mass_person"


class CommunityPartyAward(models.Model):
    """An award from proposal over public notice to decision, with honour and material part.

    The criteria are those of the day of the proposal. Nobody is proposed, ranked or chosen by the
    program: it holds notice and objections, and keeps who decided.
    """

    _name = "community.party.award"
    _description = "Award"
    _inherit = ["community.party.decided.mixin", "community.workday.mixin"]
    _order = "year desc, kind_id, id"
    _rec_names_search = ["recipient_name", "honour", "number"]
    _check_company_auto = True

    organization_id = fields.Many2one(string="Proposed by", tracking=True)
    kind_id = fields.Many2one(
        "community.party.award.kind",
        "Kind of award",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    subject = fields.Selection(related="kind_id.subject", string="Who gets it")
    member_id = fields.Many2one(
        "community.party.member",
        "Party member",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    recipient_id = fields.Many2one(
        "community.party.organization",
        "Awarded organisation",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    # Whoever a mass organisation names need not be a member of the Party.
    person_id = fields.Many2one(
        "res.partner", "Awarded person", index="btree_not_null", ondelete="restrict"
    )
    # Stored: who moved to another branch is still named where the award was proposed.
    recipient_name = fields.Char(
        "Awarded", compute="_compute_recipient_name", store=True, precompute=True
    )
    year = fields.Integer(
        required=True,
        default=lambda self: fields.Date.context_today(self).year,
        index=True,
        aggregator=None,
    )
    honour = fields.Char(required=True, help="The title as it stands on the certificate.")
    criteria = fields.Text(
        compute="_compute_criteria",
        store=True,
        readonly=False,
        precompute=True,
        help="As they were on the day of the proposal.",
    )
    reason = fields.Text("Deeds", help="What was done, with facts; read in the notice.")
    assessment_id = fields.Many2one(
        "community.party.assessment",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Material part", tracking=True)
    goods = fields.Char("In kind")
    date_paid = fields.Date("Paid from the fund on", readonly=True, copy=False)
    paid_reference = fields.Char("Entry of the fund", readonly=True, copy=False, tracking=True)
    objection_ids = fields.One2many("community.party.objection", "award_id", "Objections")
    doubt = fields.Text("To look at", compute="_compute_doubt")

    _recipient_uniq = models.UniqueIndex(
        "(kind_id, year, COALESCE(member_id, 0), COALESCE(recipient_id, 0), COALESCE(person_id, 0))"
        " WHERE state NOT IN ('rejected', 'revoked')",
        "This award of the year is proposed already for the same recipient.",
    )
    _check_year = models.Constraint(
        "CHECK (year BETWEEN 1990 AND 2200)", "The year of an award has four digits."
    )
    _check_amount = models.Constraint(
        "CHECK (amount IS NULL OR amount >= 0)", "The material part is an amount from 0."
    )

    @api.depends("honour", "recipient_name", "year")
    def _compute_display_name(self):
        for award in self:
            parts = (award.recipient_name, award.honour, str(award.year or ""))
            award.display_name = " ".join(filter(None, parts))

    @api.depends("member_id.name", "recipient_id.name", "person_id.name")
    def _compute_recipient_name(self):
        for award in self:
            names = (award.person_id.name, award.member_id.name, award.recipient_id.name)
            award.recipient_name = next(filter(None, names), False)

    @api.depends("kind_id")
    def _compute_criteria(self):
        for award in self:
            award.criteria = award.kind_id.criteria

    @api.constrains("kind_id", "member_id", "recipient_id", "person_id")
    def _check_recipient(self):
        for award in self:
            subject, kind = award.kind_id.subject, award.recipient_id.kind
            given = (bool(award.member_id), bool(award.recipient_id), bool(award.person_id))
            fits = {
                "member": given == (True, False, False),
                MASS: given == (False, True, False) and kind == MASS,
                # Together with the mass organisation to which the person belongs.
                PERSON: given == (False, True, True) and kind == MASS,
                "organization": given == (False, True, False) and kind != MASS,
            }
            if fits[subject]:
                continue
            labels = dict(award.kind_id._fields["subject"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "“%(award)s” is given to: %(subject)s. Choose one of these and nobody else, or "
                    "another kind of award.",
                    award=award.kind_id.name,
                    subject=labels[award.kind_id.subject],
                )
            )

    @api.constrains("assessment_id", "member_id", "recipient_id")
    def _check_assessment(self):
        for award in self:
            found = award.assessment_id
            own = found.post_id.member_id if found.subject == "post" else found.member_id
            fits = (
                own == award.member_id
                if award.member_id
                else found.subject == "organization" and found.organization_id == award.recipient_id
            )
            if found and not fits:
                raise UserError(
                    self.env._(
                        "%(award)s: %(assessment)s is the assessment of somebody else. Choose one "
                        "of the recipient's own.",
                        award=award.display_name,
                        assessment=found._name_for_reader(),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # What was just rejected must be written before the database looks for the same award.
        self.flush_model(["state"])
        return super().create(vals_list)

    def _obstacles(self, day):
        """Return sentences on what speaks against the award as of a day.

        The same question before the decision, where it refuses, and after it, where it is shown:
        what is entered late is found as well as what was known.

        :param date day: the day of the decision
        """
        self.ensure_one()
        found = []
        # sudo: the file may stand in another branch by now, and speaks against the award as well.
        member = self.member_id.sudo()
        running = member.discipline_ids.filtered_domain(
            Domain("kind", "!=", "improve")
            & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )
        out = member and (member.stage not in HONOURED or member.status in OUT)
        if out or running:
            # What exactly, stands in the member's file, for whoever may read it.
            found.append(
                self.env._(
                    "The file of %(person)s speaks against it: standing or a penalty.",
                    person=self.recipient_name,
                )
            )
        for objection in self.objection_ids.filtered(lambda o: o.state != "dismissed"):
            if objection.state == "open":
                text = self.env._("An objection of %(date)s is not answered.", date=objection.date)
            elif self.state == "granted" or objection.date >= (self.date_notice or objection.date):
                text = self.env._("An objection of %(date)s was upheld.", date=objection.date)
            else:
                # Of a former notice: the proposal was corrected and published anew.
                continue
            found.append(text)
        return found

    @api.depends(
        "state",
        "date_decided",
        "objection_ids.state",
        "member_id.status",
        "member_id.stage",
        "member_id.discipline_ids.date_to",
    )
    def _compute_doubt(self):
        for award in self:
            day = award.date_decided or fields.Date.context_today(award)
            asked = award.state in ("noticed", "granted")
            award.doubt = "\n".join(award._obstacles(day)) if asked else False

    def _award_paid(self, date, reference):
        """Note that the material part was paid, for the domain that keeps the fund.

        :param date date: the day on which it was paid
        :param str reference: number of the entry; False takes a reversed payment back
        :raises UserError: for an award that is not granted or has no amount, or before the day of
            its decision
        """
        if reference:
            self._check_material()
            for award in self:
                if fields.Date.to_date(date) < award.date_decided:
                    raise UserError(
                        self.env._(
                            "%(award)s was granted on %(decided)s and cannot have been paid on "
                            "%(date)s. Correct the day of the payment.",
                            award=award.display_name,
                            decided=award.date_decided,
                            date=date,
                        )
                    )
        # sudo: whoever keeps the money need not be allowed to write awards.
        self.sudo()._set_closed(
            date_paid=date if reference else False, paid_reference=reference or False
        )

    def _check_material(self):
        """Refuse money on an award that is not granted, or that has no amount."""
        for award in self:
            if award.state != "granted" or not award.amount:
                raise UserError(
                    self.env._(
                        "%(award)s has no granted amount: nothing is paid on it. Record the "
                        "decision with its amount first.",
                        award=award.display_name,
                    )
                )

    @api.model
    def _takes_ended(self):
        # An award may be given after a death.
        return super()._takes_ended() | {"member_id": frozenset({DIED})}
