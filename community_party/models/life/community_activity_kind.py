from odoo import fields, models

MEETING_KINDS = [
    ("general", "Branch general meeting"),
    ("committee", "Branch committee meeting"),
    ("group", "Party group meeting"),
    ("lecture", "Party lecture"),
    ("theme_day", "Themed Party day"),
    ("organization_life", "Organisational life meeting"),
    ("democratic_life", "Democratic life meeting"),
    ("study", "Party study"),
]
# Which rule of tools/voting.py says whether enough of those due are there; the others have none.
QUORUM_RULES = {
    "general": "ordinary",
    "committee": "ordinary",
    "group": "ordinary",
    "organization_life": "ordinary",
    "democratic_life": "democratic_life",
}


class CommunityActivityKind(models.Model):
    """Kinds of Party meetings carry a mark; such a meeting belongs to an organisation."""

    _inherit = "community.activity.kind"

    meeting_kind = fields.Selection(
        MEETING_KINDS, "Party meeting", help="Which duty of organisation life it fulfils."
    )
    also_kind_ids = fields.Many2many(
        "community.activity.kind",
        "community_activity_kind_also_rel",
        "kind_id",
        "also_id",
        "Also fulfils",
        domain=[("meeting_kind", "!=", False)],
        help="A meeting of this kind counts for these kinds as well: an organisational life "
        "meeting that is held as a general meeting is both.",
        check_company=True,
    )
