from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyCandidate(models.Model):
    """A member who stands in an election, with the votes for them."""

    _name = "community.party.candidate"
    _description = "Candidate in a Party Election"
    _inherit = ["community.party.scoped.mixin"]
    _order = "election_id, votes desc, id"
    _rec_name = "member_id"
    _check_company_auto = True

    election_id = fields.Many2one(
        "community.party.election", required=True, index=True, ondelete="cascade"
    )
    organization_id = fields.Many2one(
        related="election_id.organization_id", store=True, precompute=True, index=True
    )
    member_id = fields.Many2one(
        "community.party.member", required=True, index=True, ondelete="restrict", check_company=True
    )
    kind = fields.Selection(
        [
            ("secretary", "Secretary"),
            ("deputy_secretary", "Deputy secretary"),
            ("committee", "Committee member"),
        ],
        required=True,
        default="committee",
    )
    votes = fields.Integer("Votes for")
    is_elected = fields.Boolean("Elected", readonly=True, copy=False)

    _member_uniq = models.UniqueIndex(
        "(election_id, member_id)", "This member stands in this election already."
    )

    @api.constrains("member_id", "votes")
    def _check_votes(self):
        for candidate in self:
            election = candidate.election_id
            if election.state != "draft":
                raise UserError(
                    self.env._("The votes are counted; take the count back before you change them.")
                )
            if candidate.member_id not in candidate.member_id._voting_on(election.date):
                raise UserError(
                    self.env._(
                        "%(person)s has no vote on %(date)s and cannot stand: choose another "
                        "candidate.",
                        person=candidate.member_id.name,
                        date=election.date,
                    )
                )
            if not 0 <= candidate.votes <= election.valid:
                raise UserError(
                    self.env._(
                        "%(person)s: %(votes)s votes of %(valid)s valid ballots: correct the "
                        "numbers.",
                        person=candidate.member_id.name,
                        votes=candidate.votes,
                        valid=election.valid,
                    )
                )

    def _settled_fields(self):
        if self.election_id.state == "draft":
            return super()._settled_fields()
        return super()._settled_fields() | {"votes", "member_id", "kind"}

    def _settled_sentence(self, name):
        return self.env._("The votes are counted; take the count back before you change them.")

    def _ending_document(self):
        return self.organization_id
