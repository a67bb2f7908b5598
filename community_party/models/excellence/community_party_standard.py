from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyStandard(models.Model):
    """A published standard by which an organisation, a member, a post or a unit is assessed.

    Five goods, five leads and the four-good leading group come with the program; names, weights and
    further standards are the community's own. What was assessed keeps the wording of its day.
    """

    _name = "community.party.standard"
    _description = "Standard of Excellence"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"
    _shared_by = ("name",)

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("five_goods", "Five goods"),
            ("five_leads", "Five leads"),
            ("four_good", "Four-good leading group"),
            ("overall", "Overall rating of the year"),
            ("other", "Other standard"),
        ],
        default="other",
        required=True,
    )
    subject = fields.Selection(
        [
            ("organization", "Organisation"),
            ("member", "Party member"),
            ("post", "Post"),
            ("unit", "Unit"),
        ],
        "Who is assessed",
        default="organization",
        required=True,
    )
    basis = fields.Char(
        "Basis document", help="What it stands on: document and number, or own rule."
    )
    note = fields.Text("How it is judged", translate=True)
    active = fields.Boolean(default=True)
    line_ids = fields.One2many(
        "community.party.standard.line", "standard_id", "Criteria", copy=True
    )

    @api.model
    def _own_copy_groups(self):
        return "community_party.group_party_manager"

    def _check_usable(self):
        """Refuse an assessment by a standard that cannot give a result.

        :raises UserError: without criteria; of an overall rating in which Party work is all or
            nothing (it is one part among others)
        """
        for standard in self:
            lines = standard.line_ids
            if not lines:
                raise UserError(
                    self.env._(
                        "“%(standard)s” has no criteria: a manager enters them with their weights, "
                        "then it is assessed by them.",
                        standard=standard.name,
                    )
                )
            parts = set(lines.mapped("is_party_work"))
            if standard.kind == "overall" and parts != {True, False}:
                raise UserError(
                    self.env._(
                        "“%(standard)s” is an overall rating: Party work is one part of it. Mark "
                        "at least one criterion as Party work and leave at least one unmarked.",
                        standard=standard.name,
                    )
                )

    def _carry(self):
        """Carry changed criteria to the assessments whose pledge is not public yet."""
        # sudo: whoever may edit the standard changes what all organisations are assessed by.
        drafts = self.env["community.party.assessment"].sudo()
        drafts.search([("standard_id", "in", self.ids), ("state", "=", "draft")])._fill()
