from odoo import api, fields, models
from odoo.exceptions import UserError


class CommunityRelocationTalk(models.Model):
    """A contact with the developer, a contractor or the deciding body about a project."""

    _name = "community.relocation.talk"
    _description = "Contact about a Relocation"
    _inherit = ["community.guarded.mixin"]
    _order = "date desc, id desc"
    _rec_name = "subject"
    _check_company_auto = True

    project_id = fields.Many2one(
        "community.relocation.project", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    file_id = fields.Many2one(
        "community.relocation.file",
        "About the household",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('project_id', '=', project_id)]",
    )
    date = fields.Date(default=fields.Date.context_today, required=True)
    partner_id = fields.Many2one(
        "res.partner", "Talked with", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users", "Done by", default=lambda self: self.env.user, required=True, index=True
    )
    subject = fields.Char(required=True)
    result = fields.Text("What was said")
    next_step = fields.Char()
    date_next = fields.Date("Until")
    is_done = fields.Boolean("Finished")

    @api.constrains("date", "next_step", "date_next", "is_done")
    def _check_sense(self):
        self._check_not_future("date")
        for talk in self:
            if talk.next_step and not talk.date_next and not talk.is_done:
                raise UserError(
                    self.env._(
                        "“%(talk)s”: the next step “%(step)s” has no day. Say until when.",
                        talk=talk.subject,
                        step=talk.next_step,
                    )
                )
