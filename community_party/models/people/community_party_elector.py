from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityPartyElector(models.Model):
    """A member with a vote on the day of an election: there, away, or approved to be left out.

    The lines follow from the members (``_list_electors`` of the election), so that nobody leaves
    the number of those entitled without a name, a reason and an approval.
    """

    _name = "community.party.elector"
    _description = "Member Entitled to Vote in a Party Election"
    _inherit = ["community.party.scoped.mixin"]
    _order = "election_id, id"
    _rec_name = "member_id"
    _check_company_auto = True

    election_id = fields.Many2one(
        "community.party.election", required=True, index=True, ondelete="cascade", readonly=True
    )
    organization_id = fields.Many2one(
        related="election_id.organization_id", store=True, precompute=True, index=True
    )
    member_id = fields.Many2one(
        "community.party.member",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        readonly=True,
    )
    presence = fields.Selection(
        [
            ("absent", "Did not come"),
            ("present", "Came"),
            ("excluded", "Left out of the count"),
        ],
        string="Came or not",
        required=True,
        default="absent",
    )
    reason = fields.Char("Why left out", help="Ill, abroad, away: as it was approved.")
    approved_by = fields.Char("Left out with approval of")

    _member_uniq = models.UniqueIndex(
        "(election_id, member_id)", "This member stands on the list of this election already."
    )

    @api.constrains("presence", "reason", "approved_by")
    def _check_excluded(self):
        for line in self:
            if line.presence == "excluded" and not (line.reason and line.approved_by):
                raise UserError(
                    self.env._(
                        "%(person)s is entitled to vote on %(date)s and is left out of the count "
                        "only for a reason that was approved: enter both, or leave %(person)s in.",
                        person=line.member_id.name,
                        date=line.election_id.date,
                    )
                )

    def _settled_fields(self):
        if self.election_id.state == "draft":
            return super()._settled_fields()
        return super()._settled_fields() | {"presence", "reason", "approved_by"}

    def _settled_sentence(self, name):
        return self.env._("The votes are counted; take the count back before you change them.")

    def _ending_document(self):
        return self.organization_id
