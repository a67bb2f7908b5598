from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyDuesWaiver(models.Model):
    """Dues of a member in hardship, reduced or waived for a time (中组发〔2008〕3号 art. 7).

    The branch studies it, the next higher organisation approves: two decisions by two people.
    """

    _name = "community.party.dues.waiver"
    _description = "Waiver of Dues"
    _inherit = ["community.party.filed.mixin", "mail.thread"]
    _order = "date_from desc, id desc"
    _rec_name = "member_id"

    date_from = fields.Date("From month", required=True)
    date_to = fields.Date("To month", required=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary("Still to pay a month", help="0: waived; else the reduced amount.")
    reason = fields.Text(required=True)
    state = fields.Selection(
        [
            ("draft", "Applied for"),
            ("studied", "Studied by the branch"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    studied_by_id = fields.Many2one("res.users", "Studied by", readonly=True, copy=False)
    date_studied = fields.Date("Studied on", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", "Approved by", readonly=True, copy=False)
    date_approved = fields.Date("Approved on", readonly=True, copy=False)

    _check_period = models.Constraint(
        "CHECK (date_to >= date_from)", "A waiver cannot end before it begins."
    )
    _check_amount = models.Constraint("CHECK (amount >= 0)", "An amount is not below zero.")
    _check_two_people = models.Constraint(
        "CHECK (approved_by_id <> studied_by_id)",
        "A waiver needs two different people: one for the branch, one for the organisation above.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._whole_months(vals) for vals in vals_list])

    def _settled_fields(self):
        if self.state == "draft":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but()

    def _settled_sentence(self, name):
        return self.env._(
            "The waiver of %(member)s is decided on already: ask for a new one.",
            member=self.member_id.name,
        )

    def write(self, vals):
        return super().write(self._whole_months(vals))

    def _whole_months(self, vals):
        vals = dict(vals)
        for name in ("date_from", "date_to"):
            if vals.get(name):
                vals[name] = fields.Date.to_date(vals[name]).replace(day=1)
        return vals

    def action_study(self):
        """Record the branch's opinion that the waiver is right, in the current user's name."""
        self.check_access("write")
        for waiver in self:
            waiver._check_state("draft")
            waiver._set_closed(
                state="studied",
                studied_by_id=self.env.user.id,
                date_studied=fields.Date.context_today(self),
            )

    def action_approve(self):
        """Approve for the organisation above: by somebody else than for the branch.

        Months of the period that are assessed follow at once; what was paid too much is proposed.

        :raises UserError: the same person, no officer, or the branch has not studied it yet
        """
        self.check_access("write")
        for waiver in self:
            waiver._check_state("studied")
            if waiver.studied_by_id == self.env.user:
                raise UserError(
                    self.env._(
                        "%(user)s studied the waiver of %(member)s for the branch: somebody of "
                        "the organisation above approves it.",
                        user=self.env.user.name,
                        member=waiver.member_id.name,
                    )
                )
            waiver._expect_officer()
            # sudo: as above.
            waiver.sudo()._set_closed(
                state="approved",
                approved_by_id=self.env.user.id,
                date_approved=fields.Date.context_today(self),
            )
            waiver.member_id._follow_dues()

    def action_refuse(self):
        """Refuse a waiver that is not approved yet."""
        self.check_access("write")
        for waiver in self:
            waiver._check_state("draft", "studied")
            waiver._expect_officer()
            # sudo: as above.
            waiver.sudo()._set_closed(state="refused")

    def _state_sentence(self, state, needed):
        return self.env._(
            "The waiver of %(member)s is in the state “%(state)s”: this step comes at "
            "“%(expected)s”.",
            member=self.member_id.name,
            state=state,
            expected=" / ".join(needed),
        )

    def _expect_officer(self):
        if not self.env.user.has_group("community_party.group_party_officer"):
            raise UserError(
                self.env._(
                    "The waiver of %(member)s is decided by an officer of the organisation above.",
                    member=self.member_id.name,
                )
            )
