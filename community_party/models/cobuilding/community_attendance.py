from odoo import api, fields, models
from odoo.exceptions import UserError

from .community_activity_kind import REPRESENTATIVES


class CommunityAttendance(models.Model):
    """A representative at a meeting: due, with one vote, if the term holds on that day."""

    _inherit = "community.attendance"

    representative_id = fields.Many2one(
        "community.party.representative",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        readonly=True,
        help="Follows from the terms; nobody types it.",
    )
    group_name = fields.Char(
        "Speaks for", related="representative_id.group_name", related_sudo=False
    )

    def _is_seated(self):
        """Tell whether the representative is in office on the day of the meeting."""
        return self.representative_id._holds_on(self.date)

    def _person_key(self):
        """Return who it is, as ``community.party.representative`` says it."""
        # sudo: only whose contact it is; the resident may live in a grid of somebody else.
        partner = self.partner_id or self.sudo().resident_id.partner_id
        return ("partner", partner.id) if partner else ("resident", self.resident_id.id)

    # Signed minutes stand still: what was counted then stays, whatever is entered later.

    @api.depends("representative_id.date_from", "representative_id.date_last", "date")
    def _compute_is_due(self):
        seats = self.filtered("representative_id")
        result = super(CommunityAttendance, self - seats)._compute_is_due()
        for seat in seats:
            if not seat.activity_id.date_signed:
                seat.is_due = seat._is_seated() and not seat.exclusion
        return result

    @api.depends("representative_id.date_from", "representative_id.date_last", "date")
    def _compute_has_vote(self):
        seats = self.filtered("representative_id")
        result = super(CommunityAttendance, self - seats)._compute_has_vote()
        for seat in seats:
            if not seat.activity_id.date_signed:
                seat.has_vote = seat._is_seated()
        return result

    @api.constrains("representative_id", "member_id", "activity_id")
    def _check_seat(self):
        for seat in self:
            meets = seat.activity_id.meeting_kind == REPRESENTATIVES
            if seat.member_id and meets:
                raise UserError(
                    self.env._(
                        "“%(meeting)s” is a meeting of representatives: those due follow from the "
                        "terms. Add %(person)s as a guest, by the contact.",
                        meeting=seat.activity_id.name,
                        person=seat.person,
                    )
                )
            if seat.representative_id and not meets:
                raise UserError(
                    self.env._(
                        "“%(meeting)s” is no meeting of representatives: %(person)s is not due as "
                        "one.",
                        meeting=seat.activity_id.name,
                        person=seat.person,
                    )
                )
