from odoo import api, fields, models


class CommunityPartyAwardKind(models.Model):
    """A kind of award: who can get it and by which criteria."""

    _name = "community.party.award.kind"
    _description = "Kind of Award"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"
    _shared_by = ("name",)

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    subject = fields.Selection(
        [
            ("organization", "Party organisation"),
            ("member", "Party member"),
            ("mass_organization", "Mass organisation"),
            ("mass_person", "Person of a mass organisation"),
        ],
        "Who gets it",
        default="member",
        required=True,
    )
    criteria = fields.Text(required=True, translate=True)
    needs_assessment = fields.Boolean(
        "After an assessment",
        help="Only after a decided assessment: pledge, comment and public appraisal come first.",
    )
    active = fields.Boolean(default=True)

    @api.model
    def _own_copy_groups(self):
        return "community_party.group_party_manager"
