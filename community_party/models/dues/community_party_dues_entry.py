from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityPartyDuesEntry(models.Model):
    """Money of the dues beside the monthly payments: special dues, use, remittance upward.

    中组发〔2008〕3号: one-off special dues from 1,000 yuan on go up to the central authority
    (art. 11); only what somebody gives freely is special dues, none is asked for (art. 14);
    remittance (art. 15, 16). The articles on the use could not be read.
    """

    _name = "community.party.dues.entry"
    _description = "Entry of the Dues Account"
    _inherit = ["community.party.scoped.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Purpose", required=True)
    kind = fields.Selection(
        [
            ("special", "Special dues received"),
            ("received", "Received from above"),
            ("use", "Use of dues"),
            ("remittance", "Remittance"),
        ],
        required=True,
        default="use",
        index=True,
    )
    use_category = fields.Selection(
        [
            ("training", "Training of members and cadres"),
            ("reading", "Reading matter and equipment for study"),
            ("commending", "Commending"),
            ("hardship", "Help for members in hardship"),
            ("disaster", "Help after disasters"),
        ],
        string="Used for",
    )
    member_id = fields.Many2one(
        "community.party.member", index="btree_not_null", ondelete="restrict", check_company=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(required=True, tracking=True)
    goes_up = fields.Boolean(
        "Goes up", compute="_compute_goes_up", store=True, help="Special dues from the limit on."
    )
    document = fields.Char("Voucher", help="Number of the receipt or invoice.")

    _check_amount = models.Constraint("CHECK (amount > 0)", "An amount is above zero.")
    _check_use = models.Constraint(
        "CHECK (kind <> 'use' OR use_category IS NOT NULL)", "Say what the money was used for."
    )
    _check_special = models.Constraint(
        "CHECK (kind <> 'special' OR member_id IS NOT NULL)", "Say which member gave special dues."
    )

    @api.depends("kind", "amount", "date")
    def _compute_goes_up(self):
        Parameter = self.env["community.parameter"]
        for entry in self:
            limit = Parameter._value("party_special_dues_threshold", entry.company_id, entry.date)
            entry.goes_up = entry.kind == "special" and entry.amount >= limit

    @api.constrains("member_id", "organization_id")
    def _check_member(self):
        for entry in self:
            if entry.member_id and entry.member_id.company_id != entry.company_id:
                raise ValidationError(
                    self.env._(
                        "%(member)s belongs to another community than “%(entry)s”.",
                        member=entry.member_id.name,
                        entry=entry.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        entries = super().create(vals_list)
        entries._check_years()
        return entries

    def write(self, vals):
        self._check_years()
        result = super().write(vals)
        self._check_years()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_years()

    def _check_years(self):
        for entry in self:
            self.env["community.party.dues.year"]._check_open(entry.date, entry.company_id)
