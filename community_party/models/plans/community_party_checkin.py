from odoo import api, fields, models
from odoo.exceptions import UserError

HERE = ("normal", "mobile")


class CommunityPartyCheckin(models.Model):
    """A member or a unit whose organisation is elsewhere and who reports here (双报到).

    Members report where they live and units where they stand; the relation stays where it is. What
    they take on is a pledge like any other, and the unit is told of it.
    """

    _name = "community.party.checkin"
    _description = "Reported to the Community"
    _inherit = ["community.party.scoped.mixin"]
    _order = "date desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    kind = fields.Selection(
        [("member", "Member in service"), ("unit", "Stationed unit")],
        required=True,
        default="member",
    )
    partner_id = fields.Many2one(
        "res.partner", "Who reports", required=True, index=True, ondelete="restrict"
    )
    organization_id = fields.Many2one(
        string="Reports to", default=lambda self: self._default_organization()
    )
    home_organization = fields.Char(
        "Organisation at work", help="Where the relation stays, or the unit's own organisation."
    )
    work_unit_id = fields.Many2one(
        "res.partner",
        "Works at",
        domain="[('is_company', '=', True)]",
        index="btree_not_null",
        ondelete="restrict",
    )
    date = fields.Date("Checked in on", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", help="The last day.")
    offers = fields.Char("Can offer", help="Skills, rooms, things: what may be asked for.")
    times = fields.Char("Has time", help="e.g. on Saturdays.")
    pledge_ids = fields.One2many("community.party.pledge", "checkin_id", "Pledges")
    pledge_count = fields.Integer("Number of pledges", compute="_compute_pledge_count")
    kept_count = fields.Integer("Pledges kept", compute="_compute_pledge_count")
    date_told = fields.Date(
        "Unit told on", help="The day on which the unit was told what was taken on and kept."
    )
    note = fields.Text()

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date)", "It cannot end before it begins."
    )
    _open_uniq = models.UniqueIndex(
        "(company_id, partner_id) WHERE date_to IS NULL", "They have reported here already."
    )

    @api.model
    def _default_organization(self):
        return self.env["community.party.organization"]._kept_by_me()[:1].id

    @api.depends("pledge_ids.state")
    @api.depends_context("uid")
    def _compute_pledge_count(self):
        made = [("state", "not in", ("withdrawn", "lapsed"))]
        self._count_links("pledge_count", "community.party.pledge", "checkin_id", made)
        kept = [("state", "=", "confirmed")]
        self._count_links("kept_count", "community.party.pledge", "checkin_id", kept)

    @api.constrains("kind", "partner_id", "work_unit_id", "home_organization", "company_id")
    def _check_from_elsewhere(self):
        # Whether the relation stands here is asked of the whole file, and told by this sentence
        # alone to somebody who keeps a part of it.
        members = self.env["community.party.member"].sudo()
        for line in self:
            if (line.kind == "unit") != line.partner_id.is_company:
                raise UserError(
                    self.env._(
                        "%(name)s: a unit that reports is a company, a member a person. Choose "
                        "the other kind, or another contact.",
                        name=line.partner_id.name,
                    )
                )
            if line.kind == "member" and not (line.work_unit_id or line.home_organization):
                raise UserError(
                    self.env._(
                        "%(name)s: say at which unit or organisation the relation stays.",
                        name=line.partner_id.name,
                    )
                )
            here = members.search_count(
                [
                    ("partner_id", "=", line.partner_id.id),
                    ("company_id", "=", line.company_id.id),
                    ("status", "in", HERE),
                    ("stage", "in", ("full", "probationary")),
                ],
                limit=1,
            )
            if here:
                raise UserError(
                    self.env._(
                        "The relation of %(name)s stands here: a member of this community does not "
                        "report to it. Enter the pledge as the member's.",
                        name=line.partner_id.name,
                    )
                )

    @api.constrains("date")
    def _check_date(self):
        self._check_not_future("date")

    def action_open_pledges(self):
        """Open what they have taken on."""
        return self._links_action("community_party.community_party_pledge_action", "checkin_id")
