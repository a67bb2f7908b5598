from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityMediationCommitteeMember(models.Model):
    """A seat in the committee."""

    _name = "community.mediation.committee.member"
    _description = "Member of a Mediation Committee"
    _order = "committee_id, role, id"
    _rec_name = "mediator_id"
    _check_company_auto = True

    committee_id = fields.Many2one(
        "community.mediation.committee",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    mediator_id = fields.Many2one(
        "community.mediation.mediator",
        "Committee member",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    role = fields.Selection(
        [("chair", "Chair"), ("deputy", "Deputy chair"), ("member", "Committee member")],
        default="member",
        required=True,
    )
    company_id = fields.Many2one(related="committee_id.company_id", store=True, index=True)

    _member_uniq = models.UniqueIndex(
        "(committee_id, mediator_id)", "This mediator is a member of the committee already."
    )

    @api.constrains("role", "committee_id")
    def _check_one_chair(self):
        for committee in self.committee_id:
            chairs = committee.member_ids.filtered(lambda member: member.role == "chair")
            if len(chairs) > 1:
                raise ValidationError(
                    self.env._(
                        "“%(committee)s” has %(count)s chairs: keep one, and make the others "
                        "members.",
                        committee=committee.name,
                        count=len(chairs),
                    )
                )
