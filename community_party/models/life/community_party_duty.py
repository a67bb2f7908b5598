from odoo import fields, models

from .community_activity_kind import MEETING_KINDS


class CommunityPartyDuty(models.Model):
    """How often an organisation holds a kind of meeting, with the text that says so."""

    _name = "community.party.duty"
    _description = "Duty of Organisation Life"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    meeting_kind = fields.Selection(MEETING_KINDS, "Party meeting", required=True)
    period = fields.Selection(
        [("month", "Every month"), ("quarter", "Every quarter"), ("year", "Every year")],
        "How often it is due",
        required=True,
    )
    times = fields.Integer(default=1, required=True, help="So often in each period.")
    for_committee = fields.Boolean("For Party committees")
    for_general_branch = fields.Boolean("For general branches")
    for_branch = fields.Boolean("For branches")
    for_group = fields.Boolean("For groups")
    needs_committee = fields.Boolean(
        "Needs a committee", help="An organisation without a committee is exempt."
    )
    needs_groups = fields.Boolean(
        "Held by its groups",
        help="A branch without groups is exempt; where it has groups, the duty is theirs.",
    )
    legal_basis = fields.Char(translate=True, help="Document and article.")
    date_as_of = fields.Date(
        "Checked on", help="The day on which somebody compared it with the text. Empty: nobody did."
    )
    source = fields.Char("Read in", translate=True, help="Where the text was read on that day.")
    active = fields.Boolean(default=True)

    _check_times = models.Constraint(
        "CHECK (times BETWEEN 1 AND 31)", "A meeting is due 1 to 31 times in a period."
    )
    _kind_uniq = models.UniqueIndex(
        "(meeting_kind, period) WHERE active IS TRUE",
        "There is a duty of this kind of meeting for this period already.",
    )
