from odoo import fields, models


class CommunityMediationGroup(models.Model):
    """The mediation group (调解小组), led by the police post.

    Committee staff, branch secretaries and group leaders are its main force. It never seals.
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


class CommunityMediationDuty(models.Model):
    """Who of the group is on duty on a day."""

    _name = "community.mediation.duty"
    _description = "Duty of the Mediation Group"
    _order = "date, id"
    _rec_name = "date"
    _check_company_auto = True

    group_id = fields.Many2one(
        "community.mediation.group",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    date = fields.Date("Day", required=True, default=fields.Date.context_today, index=True)
    member_id = fields.Many2one(
        "community.mediation.group.member",
        "On duty",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('group_id', '=', group_id)]",
    )
    company_id = fields.Many2one(related="group_id.company_id", store=True, index=True)

    _day_uniq = models.UniqueIndex(
        "(group_id, date, member_id)", "This member is on duty on that day already."
    )
