from odoo import api, fields, models


class CommunityPartyMember(models.Model):
    """A person on the way into the Party or in it, in one organisation.

    Members are contacts; a member who lives in the community may also stand in the register.
    """

    _name = "community.party.member"
    _description = "Party Member"
    _inherit = [
        "community.party.scoped.mixin",
        "community.logged.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner", "Contact", required=True, index=True, ondelete="restrict", copy=False
    )
    name = fields.Char("Full name", related="partner_id.name", store=True, index="trigram")
    resident_id = fields.Many2one(
        "community.resident",
        "In the register",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        check_company=True,
    )
    number = fields.Char(copy=False, index=True)
    organization_id = fields.Many2one(tracking=True)
    category_ids = fields.Many2many("community.party.category", string="Kinds")
    stage = fields.Selection(
        [
            ("applicant", "Applicant"),
            ("activist", "Activist"),
            ("candidate", "Candidate"),
            ("probationary", "Probationary member"),
            ("full", "Full member"),
        ],
        default="full",
        required=True,
        index=True,
        tracking=True,
    )
    status = fields.Selection(
        [
            ("normal", "Normal"),
            ("mobile", "Mobile"),
            ("lost_contact", "Lost contact"),
            ("suspended", "Membership suspended"),
            ("transferred", "Transferred"),
            ("removed", "Removed"),
            ("deceased", "Deceased"),
        ],
        default="normal",
        required=True,
        index=True,
        tracking=True,
    )
    date_probation = fields.Date(
        "Admitted on", help="The day on which the branch general meeting accepted the person."
    )
    date_full = fields.Date("Standing from", help="The day on which probation ended.")
    access_count = fields.Integer(
        "Accesses",
        compute="_compute_access_count",
        groups="community_service.group_community_manager,community_service.group_community_auditor",
    )
    active = fields.Boolean(default=True)

    _partner_uniq = models.UniqueIndex(
        "(company_id, partner_id) WHERE active IS TRUE",
        "This contact is in the Party file already.",
    )
    _resident_uniq = models.UniqueIndex(
        "(resident_id) WHERE resident_id IS NOT NULL AND active IS TRUE",
        "This resident is in the Party file already.",
    )

    @api.depends_context("uid")
    def _compute_access_count(self):
        self._count_accesses()
