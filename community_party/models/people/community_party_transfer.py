from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

OPEN = ("draft", "issued")


class CommunityPartyTransfer(models.Model):
    """A member's relation on its way from one organisation to another.

    Rules on the education and management of members, art. 25: it moves with work or residence; a
    receiving branch may not refuse; the old one keeps responsibility until it is received. The days
    of a letter are custom of the organisation departments, no article names them. Nothing
    changes on the member before a named person presses *Received*.
    """

    _name = "community.party.transfer"
    _description = "Transfer of Relation"
    _inherit = ["community.party.scoped.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_issued desc, id desc"
    _rec_name = "number"
    _check_company_auto = True

    number = fields.Char(readonly=True, copy=False, index=True)
    direction = fields.Selection(
        [("outgoing", "Out"), ("incoming", "In"), ("internal", "Within the community")],
        required=True,
        default="outgoing",
        index=True,
    )
    member_id = fields.Many2one(
        "community.party.member",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty for somebody who comes in: the file is opened on receipt.",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        compute="_compute_partner_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
    )
    from_organization_id = fields.Many2one(
        "community.party.organization",
        "From organisation",
        compute="_compute_from_organization_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    to_organization_id = fields.Many2one(
        "community.party.organization",
        "To organisation",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    other_name = fields.Char("Organisation elsewhere", help="Whole name, as on its seal.")
    organization_id = fields.Many2one(
        compute="_compute_organization_id", store=True, precompute=True, string="Responsible"
    )
    channel = fields.Selection(
        [("system", "Member system"), ("letter", "Letter of introduction")],
        required=True,
        default="system",
    )
    reach = fields.Selection(
        [("city", "Inside the city"), ("outside", "Outside the city")],
        required=True,
        default="city",
    )
    valid_days = fields.Integer(
        "Valid (days)", compute="_compute_valid_days", store=True, readonly=False, precompute=True
    )
    reason = fields.Selection(
        [
            ("work", "Work"),
            ("residence", "Residence"),
            ("away", "Away for six months or more"),
            ("graduation", "Graduation"),
            ("other", "Other"),
        ],
        "Reason of the transfer",
        required=True,
        default="residence",
    )
    stage = fields.Selection(
        [("probationary", "Probationary member"), ("full", "Full member")],
        "Kind of membership",
        default="full",
    )
    date_probation = fields.Date("Admitted to the Party on")
    date_full = fields.Date("Standing from")
    dues_paid_until = fields.Date(
        "Dues paid up to",
        compute="_compute_dues_paid_until",
        store=True,
        readonly=False,
        help="The month that the letter names.",
    )
    date_issued = fields.Date("Issued on", copy=False)
    date_valid_until = fields.Date(
        "Valid until", compute="_compute_date_valid_until", store=True, index=True
    )
    date_received = fields.Date("Received on", copy=False)
    date_slip_due = fields.Date(
        "Receipt slip by", compute="_compute_date_slip_due", store=True, copy=False
    )
    date_slip = fields.Date("Receipt slip on", copy=False)
    state = fields.Selection(
        [
            ("draft", "Drafted"),
            ("issued", "Letter issued"),
            ("received", "Received"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    is_overdue = fields.Boolean(
        "Overdue", compute="_compute_is_overdue", search="_search_is_overdue"
    )
    issued_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    received_by_id = fields.Many2one("res.users", "Entered by", readonly=True, copy=False)
    cancel_reason = fields.Char("Reason for cancelling", tracking=True)

    _one_open = models.UniqueIndex(
        "(company_id, partner_id) WHERE state IN ('draft', 'issued')",
        "This member has an open transfer: close or cancel that one first.",
    )
    _check_two_organizations = models.Constraint(
        "CHECK (from_organization_id <> to_organization_id)",
        "The member is in that branch already: choose another one.",
    )
    _check_member = models.Constraint(
        "CHECK (direction = 'incoming' OR member_id IS NOT NULL)", "Say who is transferred."
    )

    @api.depends("member_id")
    def _compute_partner_id(self):
        for transfer in self:
            transfer.partner_id = transfer.member_id.partner_id or transfer.partner_id

    @api.depends("member_id", "direction")
    def _compute_from_organization_id(self):
        for transfer in self:
            if transfer.state not in OPEN:
                continue
            transfer.from_organization_id = (
                False
                if transfer.direction == "incoming"
                else transfer.member_id.organization_id or transfer.from_organization_id
            )

    @api.depends("direction", "from_organization_id", "to_organization_id", "state")
    def _compute_organization_id(self):
        for transfer in self:
            here = transfer.from_organization_id
            if transfer.direction == "incoming" or (
                transfer.direction == "internal" and transfer.state == "received"
            ):
                here = transfer.to_organization_id
            transfer.organization_id = here

    @api.depends("reach")
    def _compute_valid_days(self):
        parameter = self.env["community.parameter"]
        for transfer in self:
            transfer.valid_days = parameter._whole(
                f"party_letter_days_{transfer.reach or 'city'}",
                transfer.company_id,
                transfer.date_issued,
            )

    @api.depends("member_id")
    def _compute_dues_paid_until(self):
        for transfer in self:
            transfer.dues_paid_until = (
                transfer.member_id.dues_paid_until or transfer.dues_paid_until
            )

    @api.depends("date_issued", "valid_days")
    def _compute_date_valid_until(self):
        for transfer in self:
            transfer.date_valid_until = transfer.date_issued and (
                transfer.date_issued + relativedelta(days=transfer.valid_days)
            )

    @api.depends("date_received", "date_valid_until")
    def _compute_date_slip_due(self):
        Parameter = self.env["community.parameter"]
        for transfer in self:
            start = transfer.date_received or transfer.date_valid_until
            months = Parameter._whole("party_letter_slip_months", transfer.company_id, start)
            transfer.date_slip_due = start and start + relativedelta(months=months)

    @api.depends("state", "date_valid_until")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for transfer in self:
            until = transfer.date_valid_until
            transfer.is_overdue = transfer.state == "issued" and bool(until) and until < today

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [
            ("state", "=", "issued"),
            ("date_valid_until", "<", fields.Date.context_today(self)),
        ]

    @api.constrains("valid_days")
    def _check_valid_days(self):
        Parameter = self.env["community.parameter"]
        for transfer in self:
            most = Parameter._whole(
                "party_letter_days_most", transfer.company_id, transfer.date_issued
            )
            if not 0 < transfer.valid_days <= most:
                raise ValidationError(
                    self.env._(
                        "%(transfer)s: a letter is valid for 1 to %(most)s days, not %(days)s.",
                        transfer=transfer.number,
                        most=most,
                        days=transfer.valid_days,
                    )
                )

    @api.constrains("direction", "from_organization_id", "to_organization_id", "other_name")
    def _check_ends(self):
        for transfer in self:
            inside = transfer.direction == "internal"
            if (inside or transfer.direction == "incoming") and not transfer.to_organization_id:
                raise ValidationError(self.env._("Say which organisation receives the member."))
            if not inside and not (transfer.other_name or "").strip():
                raise ValidationError(
                    self.env._("Enter the whole name of the organisation elsewhere.")
                )
            elsewhere = (transfer.other_name or "").strip()
            here = transfer.from_organization_id | transfer.to_organization_id
            if not inside and elsewhere in here.mapped("name"):
                raise ValidationError(
                    self.env._(
                        "“%(organization)s” is the member's own organisation: choose another one.",
                        organization=elsewhere,
                    )
                )

    @api.model
    def _born_values(self, vals):
        # sudo: a branch may not touch the sequence itself.
        sequence = self.env["ir.sequence"].sudo()
        return super()._born_values(vals) | {
            "number": sequence.next_by_code("community.party.transfer")
        }

    @api.model_create_multi
    def create(self, vals_list):
        # A transfer just closed must be written before the database looks for open ones.
        self.flush_model(["state"])
        self.check_access("create")
        if not self.env.su:
            # The days of the letter are those of its steps.
            days = ("date_issued", "date_received")
            vals_list = [{k: v for k, v in vals.items() if k not in days} for vals in vals_list]
        self._community_check_links(vals_list)
        for vals in vals_list:
            self._refuse_ends(vals)
        return super().create(vals_list)

    @api.model
    def _refuse_ends(self, vals):
        """Refuse what no letter can do, in a sentence that names the member.

        The database refuses it too; its message cannot name anybody.

        :raises UserError: the member is on the way already, or in that branch already
        """
        # Whoever writes a letter is told of another one, whoever wrote that.
        member = self.env["community.party.member"].sudo().browse(vals.get("member_id") or ())
        partner = member.partner_id.id or vals.get("partner_id")
        company = member.company_id or self.env.company
        earlier = self.sudo().search(
            [
                ("partner_id", "=", partner),
                ("company_id", "=", company.id),
                ("state", "in", OPEN),
                ("id", "not in", self.ids),
            ],
            limit=1,
        )
        if partner and earlier:
            raise UserError(
                self.env._(
                    "%(person)s is on the way already with transfer %(number)s: receive or cancel "
                    "that one first.",
                    person=earlier.partner_id.name,
                    number=earlier.number,
                )
            )
        there = vals.get("to_organization_id")
        if member and there and there == member.organization_id.id:
            raise UserError(
                self.env._(
                    "%(person)s is in “%(organization)s” already: choose another organisation.",
                    person=member.name,
                    organization=member.organization_id.name,
                )
            )

    def _settled_fields(self):
        if self.state == "draft":
            return super()._settled_fields()
        later = {"date_slip", "cancel_reason"}
        if self.state == "issued":
            later.add("date_received")
        return super()._settled_fields() | self._all_fields_but(*later)

    def _settled_sentence(self, name):
        return self.env._(
            "Transfer %(number)s is issued: cancel it and write a new one.", number=self.number
        )

    def write(self, vals):
        if "to_organization_id" in vals:
            for transfer in self.filtered(lambda t: t.state == "draft" and t.member_id):
                transfer._refuse_ends({"member_id": transfer.member_id.id, **vals})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        for transfer in self:
            if transfer.state != "draft":
                raise UserError(
                    self.env._(
                        "Transfer %(number)s is issued and stays in the file: cancel it instead.",
                        number=transfer.number,
                    )
                )
