from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

MAIN_FORCE = ("committee", "secretary", "leader")


class CommunityMediationGroup(models.Model):
    """The mediation group (调解小组), led by the police post.

    Committee staff, branch secretaries and group leaders are its main force. It never seals.
    Whoever leads it is one of its members, for the police post.
    """

    _name = "community.mediation.group"
    _description = "Mediation Group"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    police_post_id = fields.Many2one("res.partner", index="btree_not_null")
    leader_id = fields.Many2one(
        "res.partner", required=True, index=True, help="Of the police post."
    )
    member_ids = fields.One2many("community.mediation.group.member", "group_id", "Members")
    duty_ids = fields.One2many("community.mediation.duty", "group_id", "Rota")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Community",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    force_note = fields.Char("Main force", compute="_compute_force_note")

    @api.depends("member_ids.capacity")
    def _compute_force_note(self):
        for group in self:
            others = group.member_ids.filtered(lambda member: member.capacity != "police")
            force = others.filtered(lambda member: member.capacity in MAIN_FORCE)
            group.force_note = (
                others
                and 2 * len(force) <= len(others)
                and self.env._(
                    "%(few)s of %(all)s members beside the police post are of the residents' "
                    "committee, branch secretaries or group leaders: they are to be most of them.",
                    few=len(force),
                    all=len(others),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        groups = super().create(vals_list)
        groups._add_leader()
        return groups

    def write(self, vals):
        result = super().write(vals)
        if "leader_id" in vals:
            self._add_leader()
        return result

    def _add_leader(self):
        """Make whoever leads a member for the police post, where they are none yet."""
        for group in self:
            if group.leader_id not in group.member_ids.partner_id:
                line = {"partner_id": group.leader_id.id, "capacity": "police"}
                group.member_ids = [Command.create(line)]

    @api.constrains("leader_id", "member_ids")
    def _check_leader(self):
        for group in self:
            for member in group.member_ids:
                if member.partner_id == group.leader_id and member.capacity != "police":
                    raise UserError(
                        self.env._(
                            "%(person)s is a member of “%(group)s” as “%(capacity)s”, but the "
                            "police post leads it: name somebody of the post.",
                            person=member.partner_id.display_name,
                            group=group.name,
                            capacity=member._fields["capacity"].convert_to_export(
                                member.capacity, member
                            ),
                        )
                    )
