from odoo import api, fields, models

from odoo.addons.community_service.tools.ending import MOVED


class CommunityMediationMediator(models.Model):
    """A people's mediator, or a helper who is invited with the consent of the sides (art. 20)."""

    _name = "community.mediation.mediator"
    _description = "Mediator"
    _inherit = ["community.person.mixin", "community.guarded.mixin"]
    _order = "kind, name, id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="restrict"
    )
    name = fields.Char("Name of the mediator", related="partner_id.name", store=True)
    user_id = fields.Many2one(
        "res.users",
        "Works as",
        index="btree_not_null",
        ondelete="restrict",
        domain=[("share", "=", False)],
        help="The login with which the files of the own cases are kept.",
    )
    resident_id = fields.Many2one(
        "community.resident",
        "In the register",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="The same person in the register: kinship and household are checked with it.",
    )
    kind = fields.Selection(
        [
            ("full_time", "Full-time mediator"),
            ("part_time", "Part-time mediator"),
            ("helper", "Invited helper"),
        ],
        default="part_time",
        required=True,
    )
    sex = fields.Selection([("male", "Male"), ("female", "Female")])
    expertise = fields.Char(help="Law, medicine, property management…")
    phone = fields.Char(related="partner_id.phone")
    case_ids = fields.Many2many(
        "community.mediation.case",
        "community_mediation_case_mediator_rel",
        "mediator_id",
        "case_id",
        "Cases",
        readonly=True,
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Community",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _partner_uniq = models.UniqueIndex(
        "(company_id, partner_id)", "This contact is a mediator already."
    )
    _user_uniq = models.UniqueIndex(
        "(company_id, user_id) WHERE user_id IS NOT NULL",
        "This login belongs to another mediator.",
    )

    @api.model
    def _own(self):
        """Return the current user as a mediator of this community, or none."""
        return self.search(
            [("user_id", "=", self.env.uid), ("company_id", "=", self.env.company.id)], limit=1
        )

    @api.model
    def _takes_ended(self):
        # A mediator need not live here.
        return super()._takes_ended() | {"resident_id": frozenset({MOVED})}
