from odoo import api, fields, models


class CommunityRelocationMember(models.Model):
    """Somebody of the coordination team (动迁协调小分队), from a day to a day.

    Users of the team see the project's files from the first to the last day of their line.
    """

    _name = "community.relocation.member"
    _description = "Member of a Coordination Team"
    _inherit = ["community.guarded.mixin"]
    _order = "project_id, role, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    project_id = fields.Many2one(
        "community.relocation.project", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
    )
    user_id = fields.Many2one(
        "res.users", index="btree_not_null", ondelete="restrict", domain=[("share", "=", False)]
    )
    role = fields.Selection(
        [
            ("lead", "Leader"),
            ("explain", "Explains policy"),
            ("contact", "Keeps contact with the developer"),
            ("member", "Member"),
        ],
        default="member",
        required=True,
    )
    date_from = fields.Date("Starts on", default=fields.Date.context_today, required=True)
    date_to = fields.Date("Until")

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "Somebody leaves the team on or after the day they joined it.",
    )
    _user_idx = models.Index("(user_id, project_id) WHERE user_id IS NOT NULL")

    @api.model
    def _staff_groups(self):
        return self.env["community.relocation.file"]._staff_groups()

    @api.depends("user_id")
    def _compute_partner_id(self):
        for member in self:
            member.partner_id = member.user_id.partner_id or member.partner_id
