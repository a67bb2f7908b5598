from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityMediationGroupMember(models.Model):
    """Somebody of the mediation group, and as what."""

    _name = "community.mediation.group.member"
    _description = "Member of a Mediation Group"
    _order = "group_id, capacity, id"
    _rec_name = "partner_id"

    group_id = fields.Many2one(
        "community.mediation.group", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="restrict"
    )
    capacity = fields.Selection(
        [
            ("police", "Police post"),
            ("committee", "Residents' committee"),
            ("secretary", "Branch secretary"),
            ("leader", "Group leader"),
            ("lawyer", "Lawyer"),
            ("volunteer", "Volunteer"),
        ],
        required=True,
    )
    company_id = fields.Many2one(related="group_id.company_id", store=True, index=True)

    _member_uniq = models.UniqueIndex(
        "(group_id, partner_id)", "This person is a member of the group already."
    )

    @api.constrains("partner_id", "capacity", "group_id")
    def _check_leader(self):
        self.group_id._check_leader()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_leader(self):
        for member in self:
            if member.partner_id == member.group_id.leader_id:
                raise UserError(
                    self.env._(
                        "%(person)s leads “%(group)s” and stays among its members: name another "
                        "leader first.",
                        person=member.partner_id.display_name,
                        group=member.group_id.name,
                    )
                )
