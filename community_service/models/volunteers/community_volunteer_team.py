from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityVolunteerTeam(models.Model):
    """A team of volunteers with a leader, who is one of its members."""

    _name = "community.volunteer.team"
    _description = "Volunteer Team"
    _inherit = ["community.guarded.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Community", default=lambda self: self.env.company, required=True, index=True
    )
    area_id = fields.Many2one(
        "community.area", "Building or estate", check_company=True, ondelete="restrict"
    )
    leader_id = fields.Many2one(
        "community.volunteer",
        "Head of the team",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    member_ids = fields.Many2many(
        "community.volunteer", string="Members of the team", check_company=True
    )
    member_count = fields.Integer("Number of members", compute="_compute_member_count")
    purpose = fields.Char("What the team does", help="What the team is for, in one line.")

    _check_name = models.Constraint("CHECK (length(trim(name)) > 0)", "A team needs a name.")

    @api.depends("member_ids")
    def _compute_member_count(self):
        for team in self:
            team.member_count = len(team.member_ids)

    @api.constrains("leader_id", "member_ids")
    def _check_leader(self):
        for team in self:
            if team.leader_id and team.leader_id not in team.member_ids:
                raise ValidationError(
                    self.env._(
                        "%(leader)s leads %(team)s without being a member: add the person to the "
                        "members first.",
                        leader=team.leader_id.name,
                        team=team.name,
                    )
                )
