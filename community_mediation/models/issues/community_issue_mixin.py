from odoo import api, fields, models


class CommunityIssueMixin(models.AbstractModel):
    """What happened in the community or has been left over, and who is in charge of it.

    Its number is drawn when it is entered. A model that inherits it says which states follow
    ``open``, and in which table the helpers stand.
    """

    _name = "community.issue.mixin"
    _description = "Issue of the Community"
    _inherit = [
        "community.assigned.mixin",
        "community.logged.mixin",
        "community.claim.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _rec_names_search = ["number", "name"]
    _check_company_auto = True

    number = fields.Char(readonly=True, copy=False, index=True)
    name = fields.Char(required=True)
    state = fields.Selection(
        lambda self: [],  # each model has states of its own
        default="open",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company",
        "Community",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    area_id = fields.Many2one(
        "community.area",
        "Building or estate",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    project_id = fields.Many2one(
        "community.relocation.project",
        "Relocation project",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "In charge",
        default=lambda self: self.env.user,
        required=True,
        index=True,
        domain=[("share", "=", False)],
    )
    helper_ids = fields.Many2many("res.users", string="Helpers", domain=[("share", "=", False)])
    date_closed = fields.Date("Closed on", readonly=True, copy=False, index="btree_not_null")
    # How many take part is part of the file, whoever of them the reader may look up.
    contribution_count = fields.Integer(compute_sudo=True)

    @api.depends("number", "name")
    def _compute_display_name(self):
        # The number only: titles travel into mails and activities.
        for issue in self:
            issue.display_name = issue.number or issue.name

    @api.model
    def _born_values(self, vals):
        company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
        number = self.env["ir.sequence"]._community_number(
            self._name, company, fields.Date.context_today(self)
        )
        return super()._born_values(vals) | {"number": number}

    def _claim_title(self):
        return self.display_name  # its number says what it is
