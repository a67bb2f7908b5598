from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityRelocationOffer(models.Model):
    """An offer as the deciding body told it; the community neither makes nor changes one.

    Parts of the compensation: value of the house, moving and temporary housing, loss of business
    (art. 17). The amount is closed: it is shown on a logged question with a reason only.
    """

    _name = "community.relocation.offer"
    _description = "Offer in a Relocation"
    _inherit = ["community.relocation.part", "community.secret.mixin"]
    _order = "file_id, date desc, id desc"
    _rec_names_search = ["file_id.number"]
    _secret_fields = ("amount",)
    _reveal_group = "community_mediation.group_mediation_coordinator"

    date = fields.Date("Told on", default=fields.Date.context_today, required=True)
    body_id = fields.Many2one(
        "res.partner",
        "Body that told",
        compute="_compute_body_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    part = fields.Selection(
        [
            ("house", "Value of the house"),
            ("exchange", "House in exchange"),
            ("moving", "Moving fee"),
            ("transition", "Transition fee"),
            ("business", "Loss of business"),
            ("reward", "Subsidy or reward"),
        ],
        "Part of the offer",
        default="house",
        required=True,
    )
    flat_place = fields.Char("House offered", help="Place of the house in exchange.")
    flat_area = fields.Float("Its area (m²)", digits=(10, 2))
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(groups=fields.NO_ACCESS, copy=False)
    amount_input = fields.Char(
        "Amount (yuan)",
        compute="_compute_amount_input",
        inverse="_inverse_amount_input",
        compute_sudo=True,
        exportable=False,
        help="Closed once entered.",
    )
    note = fields.Char()

    @api.depends_context("lang")
    @api.depends("file_id.number", "part")
    def _compute_display_name(self):
        parts = dict(self._fields["part"]._description_selection(self.env))
        for offer in self:
            offer.display_name = " ".join(
                filter(None, (offer.file_id.number, parts.get(offer.part)))
            )

    @api.depends("file_id")
    def _compute_body_id(self):
        for offer in self:
            offer.body_id = offer.body_id or offer.project_id.body_id

    @api.depends("amount")
    def _compute_amount_input(self):
        for offer in self:
            offer.amount_input = offer._secret_hint("amount")

    def _inverse_amount_input(self):
        for offer in self:
            offer._set_secret("amount", offer.amount_input)

    @api.constrains("flat_area")
    def _check_flat_area(self):
        for offer in self:
            if offer.flat_area < 0:
                raise UserError(
                    self.env._(
                        "%(file)s: the house offered has %(value)s m², but an area is 0 or more.",
                        file=offer.file_id.number,
                        value=f"{offer.flat_area:g}",
                    )
                )

    @api.constrains("body_id", "company_id")
    def _check_body(self):
        for offer in self:
            if offer.body_id == offer.company_id.partner_id:
                raise UserError(
                    self.env._(
                        "%(file)s: the community makes no offers. Name the body that told it.",
                        file=offer.file_id.number,
                    )
                )
