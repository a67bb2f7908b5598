from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CommunityPartyOrganization(models.Model):
    """A Party organisation of the community, from the committee down to the groups."""

    _name = "community.party.organization"
    _description = "Party Organisation"
    _inherit = ["community.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "complete_name, id"
    _rec_name = "name"
    _rec_names_search = ["name", "complete_name", "code"]
    _parent_store = True
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram", tracking=True)
    complete_name = fields.Char(
        "Whole name", compute="_compute_complete_name", store=True, recursive=True
    )
    code = fields.Char()
    kind = fields.Selection(
        [
            ("committee", "Party committee"),
            ("general_branch", "General branch"),
            ("branch", "Party branch"),
            ("group", "Party group"),
            ("mass_organization", "Mass organisation"),
        ],
        default="branch",
        required=True,
        index=True,
        tracking=True,
    )
    parent_id = fields.Many2one(
        "community.party.organization",
        "Above it",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("community.party.organization", "parent_id", "Below it")
    # Itself and those above: record rules read the keepers of the whole chain from it.
    chain_ids = fields.Many2many(
        "community.party.organization",
        "community_party_organization_chain_rel",
        "organization_id",
        "above_id",
        compute="_compute_chain_ids",
        store=True,
        recursive=True,
    )
    officer_line_ids = fields.One2many(
        "community.party.officer", "organization_id", "Kept by", copy=False
    )
    area_id = fields.Many2one(
        "community.area", "Place", index="btree_not_null", ondelete="restrict", check_company=True
    )
    member_ids = fields.One2many("community.party.member", "organization_id", "Members")
    date_founded = fields.Date()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Community", required=True, index=True, default=lambda self: self.env.company
    )

    _code_uniq = models.UniqueIndex(
        "(company_id, code) WHERE code IS NOT NULL", "Another organisation has this code."
    )

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for organization in self:
            names = (organization.parent_id.complete_name, organization.name)
            organization.complete_name = " / ".join(filter(None, names))

    @api.depends("parent_id", "parent_id.chain_ids")
    def _compute_chain_ids(self):
        for organization in self:
            organization.chain_ids = organization | organization.parent_id.chain_ids

    @api.model_create_multi
    def create(self, vals_list):
        organizations = super().create(vals_list)
        # Record rules read the chain by SQL, which does not wait for what is still to be computed.
        organizations.flush_recordset(["chain_ids"])
        return organizations

    def write(self, vals):
        result = super().write(vals)
        if "parent_id" in vals:
            # As above; those below it change too.
            self.flush_model(["chain_ids"])
        return result

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._(
                    "“%(organization)s” cannot stand below itself: choose another organisation.",
                    organization=self[:1].name,
                )
            )
