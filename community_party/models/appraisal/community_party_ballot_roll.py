from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyBallotRoll(models.Model):
    """Who may vote in an appraisal, and who has; never when, and never how."""

    _name = "community.party.ballot.roll"
    _description = "Roll of a Secret Ballot"
    _inherit = ["community.party.scoped.mixin"]
    _order = "member_id, id"
    _rec_name = "member_id"
    _log_access = False

    appraisal_id = fields.Many2one(
        "community.party.appraisal", required=True, readonly=True, index=True, ondelete="cascade"
    )
    organization_id = fields.Many2one(
        related="appraisal_id.organization_id", store=True, precompute=True
    )
    member_id = fields.Many2one(
        "community.party.member", required=True, readonly=True, index=True, ondelete="restrict"
    )
    has_voted = fields.Boolean("Voted on the phone", readonly=True)
    has_paper = fields.Boolean("Got a paper ballot", readonly=True)

    _member_uniq = models.UniqueIndex(
        "(appraisal_id, member_id)", "This member stands in the roll already."
    )
    _check_once = models.Constraint(
        "CHECK (has_voted IS NOT TRUE OR has_paper IS NOT TRUE)",
        "A member votes on the phone or on paper, not both.",
    )

    @api.depends("member_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.member_id.display_name

    def action_paper(self):
        """Note that members got a paper ballot; they no longer vote on the phone.

        :raises UserError: when somebody voted on the phone, or the box is not open
        """
        self.check_access("write")
        for row in self:
            if row.appraisal_id.state != "voting":
                raise UserError(
                    self.env._(
                        "%(appraisal)s: paper ballots are given out while the box is open.",
                        appraisal=row.appraisal_id.display_name,
                    )
                )
            if row.has_voted:
                raise UserError(
                    self.env._(
                        "%(member)s has voted on the phone already and gets no paper ballot.",
                        member=row.member_id.display_name,
                    )
                )
        self._set_closed(has_paper=True)
        return True
