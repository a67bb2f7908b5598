from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityMediationDuty(models.Model):
    """Who of the group is on duty on a day."""

    _name = "community.mediation.duty"
    _description = "Duty of the Mediation Group"
    _inherit = ["community.named.mixin"]
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

    @api.constrains("member_id", "group_id")
    def _check_member(self):
        for duty in self:
            if duty.member_id.group_id != duty.group_id:
                raise UserError(
                    self.env._(
                        "%(person)s is no member of “%(group)s”: choose one of its members.",
                        person=duty.member_id.display_name,
                        group=duty.group_id.name,
                    )
                )
