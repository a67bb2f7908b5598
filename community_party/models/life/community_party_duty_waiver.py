from odoo import fields, models

from .community_activity_kind import MEETING_KINDS


class CommunityPartyDutyWaiver(models.Model):
    """Leave of the organisation above not to hold a kind of meeting for some time, with reason."""

    _name = "community.party.duty.waiver"
    _description = "Leave from a Duty"
    _inherit = ["community.party.scoped.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "organization_id"
    _check_company_auto = True

    meeting_kind = fields.Selection(MEETING_KINDS, "Party meeting", required=True)
    date_from = fields.Date("Starts on", required=True)
    date_to = fields.Date("Ends on", required=True)
    reason = fields.Char(required=True)
    approved_by = fields.Char(
        "Approving organisation", required=True, help="The organisation above that gave leave."
    )

    _check_dates = models.Constraint(
        "CHECK (date_to >= date_from)", "It cannot end before it begins."
    )
