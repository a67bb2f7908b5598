from odoo import api, fields, models

KINDS = [
    ("seven_links", "Seven links and seven helps"),
    ("three_ones", "Three ones"),
    ("three_joint", "Three-link joint work"),
    ("pilot", "Pilot of a new mode"),
    ("other", "Other scheme"),
]


class CommunityPartySchemeTemplate(models.Model):
    """A scheme as it is laid down for all organisations of a community, with its items.

    The names of the local schemes come with the program. What stands behind them is local and laid
    down by each place: the program brings no items of theirs, and says so. The steps of a pilot are
    its own proposal.
    """

    _name = "community.party.scheme.template"
    _description = "Laid-Down Scheme"
    _inherit = ["community.shared.mixin"]
    _order = "sequence, id"
    _shared_by = ("name",)

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(KINDS, default="other", required=True)
    basis = fields.Char(
        "Basis document", help="What it stands on: document and number, or own rule."
    )
    purpose = fields.Text("What it is to bring", translate=True)
    active = fields.Boolean(default=True)
    line_ids = fields.One2many(
        "community.party.scheme.template.line", "template_id", "Items", copy=True
    )

    @api.model
    def _own_copy_groups(self):
        return "community_party.group_party_manager"
