from odoo import fields, models

REPRESENTATIVES = "representatives"


class CommunityActivityKind(models.Model):
    """What organisations of the Party hold with those whom units send and with representatives,
    and mass organisations for their people: no duty of organisation life."""

    _inherit = "community.activity.kind"

    meeting_kind = fields.Selection(
        selection_add=[
            ("joint", "Joint committee meeting"),
            (REPRESENTATIVES, "Meeting of representatives"),
            ("mass", "Activity of a mass organisation"),
        ],
        ondelete={"joint": "set null", REPRESENTATIVES: "set null", "mass": "set null"},
    )
