from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.community_service.models.visits.community_claim_mixin import OPEN
from odoo.addons.community_service.tools.said_day import local_day

from ..people.community_party_member_finding import HERE

# What the claim of the service holds, entered on either side.
SHARED = ("role", "target", "quantity", "unit", "date", "date_due")
# Who took the matter on: chosen once.
WHO = ("kind", "member_id", "responsibility_id", "checkin_id", "partner_id", "organization_id")
# In the service nothing says that somebody is a Party member.
CAPACITIES = {"organization": "unit", "unit": "unit"}


class CommunityPartyPledge(models.Model):
    """An open need that a member, a centre household, an organisation or a unit took on (认领).

    It is made from a line of what may be taken on, whose words tell of nobody, and stands on one
    claim of the service. Closing the need proposes that it was kept and a named person confirms:
    the claim, this record and the report count it once, because it is one.
    """

    _name = "community.party.pledge"
    _description = "Pledge on a Need"
    _inherit = ["community.party.scoped.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    offer_id = fields.Many2one("community.claim.offer", "To take on", store=False)
    contribution_id = fields.Many2one(
        "community.contribution",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
        export_string_translation=False,
    )
    name = fields.Char("Matter", required=True, readonly=True, copy=False)
    matter = fields.Selection(
        lambda self: (
            self.env["community.claim.offer"]._fields["kind"]._description_selection(self.env)
        ),
        "Type",
        readonly=True,
        copy=False,
        index=True,
    )
    area_id = fields.Many2one(
        "community.area", "Estate", readonly=True, copy=False, index="btree_not_null"
    )
    kind = fields.Selection(
        [
            ("member", "Party member"),
            ("center", "Centre household"),
            ("organization", "Party organisation"),
            ("unit", "Stationed unit"),
            ("checkin", "Reported here"),
        ],
        "Who pledges",
        required=True,
        default="member",
        index=True,
    )
    member_id = fields.Many2one(
        "community.party.member",
        default=lambda self: self._default_member(),
        domain="[('stage', 'in', ('full', 'probationary'))]",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    responsibility_id = fields.Many2one(
        "community.party.responsibility",
        "Centre household",
        domain="[('kind', '=', 'member_center')]",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    checkin_id = fields.Many2one(
        "community.party.checkin",
        "Who reported here",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    organization_id = fields.Many2one(
        compute="_compute_organization_id",
        store=True,
        readonly=False,
        help="To which the one who pledged belonged on that day.",
    )
    # Known once the organisation is.
    company_id = fields.Many2one(precompute=False)
    partner_id = fields.Many2one(
        "res.partner",
        "Pledged by",
        compute="_compute_partner_id",
        store=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
    )
    role = fields.Char(
        "Does what", compute="_compute_shared", inverse="_inverse_shared", store=True
    )
    target = fields.Char(
        "To be reached",
        compute="_compute_shared",
        inverse="_inverse_shared",
        store=True,
        help="By what one sees that the promise was kept.",
    )
    quantity = fields.Float(
        digits=(12, 2), compute="_compute_shared", inverse="_inverse_shared", store=True
    )
    unit = fields.Selection(
        lambda self: (
            self.env["community.contribution"]._fields["unit"]._description_selection(self.env)
        ),
        compute="_compute_shared",
        inverse="_inverse_shared",
        store=True,
    )
    date = fields.Date(
        "Pledged on",
        compute="_compute_shared",
        inverse="_inverse_shared",
        store=True,
        default=fields.Date.context_today,
        index=True,
    )
    date_due = fields.Date(
        "Promised by", compute="_compute_shared", inverse="_inverse_shared", store=True, index=True
    )
    state = fields.Selection(related="contribution_id.state", store=True, index=True)
    confirmed_by_id = fields.Many2one(related="contribution_id.confirmed_by_id", store=True)
    date_confirmed = fields.Date(related="contribution_id.date_confirmed", store=True)
    is_orphaned = fields.Boolean(
        "Nobody left",
        compute="_compute_is_orphaned",
        search="_search_is_orphaned",
        help="Still to be kept, and the one who pledged is here no more: somebody else takes it "
        "on, or it is withdrawn.",
    )
    plan_line_id = fields.Many2one(
        "community.party.plan.line",
        "For the line of the plan",
        domain="[('state', '=', 'open'), ('kind', '=', 'action')]",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    note = fields.Char()

    _contribution_uniq = models.UniqueIndex("(contribution_id)", "A claim is pledged once.")

    @api.model
    def _default_member(self):
        """Propose the user, who may be a member."""
        members = self.env["community.party.member"]
        return members.search([("partner_id", "=", self.env.user.partner_id.id)], limit=1).id

    # Not on the member's organisation: a move of today leaves earlier pledges where they were. See
    # community.party.transfer for a letter that is entered late.
    @api.depends("kind", "member_id", "responsibility_id", "checkin_id", "date")
    def _compute_organization_id(self):
        mine = self.env["community.party.organization"]._kept_by_me()[:1]
        for pledge in self:
            day = pledge.date or fields.Date.context_today(pledge)
            source = pledge.organization_id or mine.with_env(pledge.env)
            if pledge.kind == "member" and pledge.member_id:
                source = pledge.member_id._organization_on(day)
            elif pledge.kind == "center" and pledge.responsibility_id:
                source = pledge.responsibility_id.organization_id
            elif pledge.kind == "checkin" and pledge.checkin_id:
                source = pledge.checkin_id.organization_id
            pledge.organization_id = source

    @api.depends("kind", "member_id", "responsibility_id", "checkin_id", "organization_id")
    def _compute_partner_id(self):
        for pledge in self:
            pledge.partner_id = {
                "member": pledge.member_id.partner_id,
                "center": pledge.responsibility_id.member_id.partner_id,
                "organization": pledge.organization_id.contact_id,
                "checkin": pledge.checkin_id.partner_id,
            }.get(pledge.kind, pledge.partner_id)

    @api.depends(*(f"contribution_id.{name}" for name in SHARED))
    def _compute_shared(self):
        for pledge in self:
            source = pledge.contribution_id or pledge
            for name in SHARED:
                pledge[name] = source[name]

    def _inverse_shared(self):
        for pledge in self:
            # The claim belongs to the matter; the right to change the promise is this record's.
            claim = pledge.sudo().contribution_id
            values = {name: pledge[name] for name in SHARED if claim[name] != pledge[name]}
            if values:
                claim.write(values)

    @api.depends("state", "member_id.status", "member_id.active", "checkin_id.date_to")
    def _compute_is_orphaned(self):
        found = self.filtered_domain(self._orphaned_domain())
        for pledge in self:
            pledge.is_orphaned = pledge in found

    def _search_is_orphaned(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._orphaned_domain()
        return domain if True in value else ~domain

    @api.model
    def _orphaned_domain(self):
        today = fields.Date.context_today(self)
        gone = Domain("member_id", "!=", False) & (
            Domain("member_id.status", "not in", HERE) | Domain("member_id.active", "=", False)
        )
        head = "responsibility_id.member_id"
        gone |= Domain("responsibility_id", "!=", False) & (
            Domain(f"{head}.status", "not in", HERE)
            | Domain(f"{head}.active", "=", False)
            | Domain("responsibility_id.date_to", "<", today)
        )
        gone |= Domain("checkin_id.date_to", "<", today)
        return Domain("state", "=", "claimed") & gone

    # made from what may be taken on

    @api.model_create_multi
    def create(self, vals_list):
        pledges = super().create(vals_list)
        offers = self.env["community.claim.offer"]
        for pledge, vals in zip(pledges, vals_list, strict=True):
            matter = offers.browse(vals["offer_id"])._matter()
            # sudo: whoever pledges need not see whose matter it is; that it may be taken on was
            # asked of the line, under the reader's own rules. The link is closed to everybody.
            claim = (
                self.env["community.contribution"]
                .sudo()
                .create(
                    {
                        "res_model": matter._name,
                        "res_id": matter.id,
                        "partner_id": pledge.partner_id.id,
                        "capacity": CAPACITIES.get(pledge.kind, "other"),
                        **{name: pledge[name] for name in SHARED},
                    }
                )
            )
            pledge.sudo().contribution_id = claim
        return pledges

    @api.model
    def _born_values(self, vals):
        offer = self.env["community.claim.offer"].browse(vals.get("offer_id") or ())
        if not offer:
            raise UserError(
                self.env._("Start a pledge from the list of what may be taken on: “Pledge”.")
            )
        offer._matter()
        pledge = self.new(self._add_missing_default_values(vals))
        pledge._check_who()
        partner = pledge.partner_id._origin
        if pledge.kind == "organization":
            partner = pledge.organization_id._origin._pledging_contact()
        return super()._born_values(vals) | {
            "organization_id": pledge.organization_id._origin.id,
            "partner_id": partner.id,
            "name": offer.name,
            "matter": offer.kind,
            "area_id": offer.area_id.id,
        }

    def _check_who(self):
        """Refuse a pledge of nobody, or of somebody who is not here on the day."""
        self.ensure_one()
        links = {"member": "member_id", "center": "responsibility_id", "checkin": "checkin_id"}
        link = links.get(self.kind, "partner_id" if self.kind == "unit" else "organization_id")
        who = self[link]
        label = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        if not who:
            raise UserError(self.env._("Say who pledges: “%(kind)s” is empty.", kind=label))
        day = self.date or fields.Date.context_today(self)
        member = self.member_id if self.kind == "member" else who.browse()
        if self.kind == "center":
            member = self.responsibility_id.member_id
        if member and not (
            member.active and member._is_here() and member.stage in ("full", "probationary")
        ):
            raise UserError(
                self.env._(
                    "%(name)s is no member of this community at present (%(stage)s, %(status)s): "
                    "choose another one.",
                    name=member.name,
                    stage=member._label_of("stage"),
                    status=member._label_of("status"),
                )
            )
        begins = {"center": "date_from", "checkin": "date"}.get(self.kind)
        if begins and not (who[begins] <= day and (not who.date_to or who.date_to >= day)):
            raise UserError(
                self.env._(
                    "“%(name)s” is not in force on %(date)s: choose another one, or correct the "
                    "day.",
                    name=who.display_name,
                    date=day,
                )
            )
        if self.kind == "member":
            self._check_organization(day)
        if self.kind == "unit" and not who.is_company:
            raise UserError(
                self.env._(
                    "%(name)s is a person and no unit: choose a company, or another kind.",
                    name=who.name,
                )
            )

    def _check_organization(self, day):
        expected = self.member_id._origin._organization_on(day)
        if self.organization_id._origin != expected:
            raise UserError(
                self.env._(
                    "%(member)s belonged to %(organization)s on %(date)s: the pledge stands in "
                    "the record of that organisation.",
                    member=self.member_id.name,
                    organization=expected.name,
                    date=day,
                )
            )

    def _report_text(self):
        """Return one line on this pledge for the proposals of a report; no person stands in it."""
        self.ensure_one()
        day = local_day(self.env, self.date_due) if self.date_due else self.env._("no day given")
        return self.env._(
            "%(task)s: %(who)s, by %(date)s",
            task=self.role or self.target or self._description,
            who=self.organization_id.name,
            date=day,
        )

    def _settled_fields(self):
        settled = super()._settled_fields() | set(WHO)
        if self.state not in OPEN:
            settled |= set(SHARED)
        return settled

    def _settled_sentence(self, name):
        if name in WHO:
            return self.env._(
                "Who took “%(matter)s” on is not changed: withdraw it, and pledge anew.",
                matter=self.name,
            )
        return self.env._(
            "The pledge on “%(matter)s” is “%(state)s”: it stays as it is.",
            matter=self.name,
            state=self._state_label(),
        )

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        for pledge in self:
            if pledge.state == "confirmed":
                raise UserError(
                    self.env._(
                        "The pledge on “%(matter)s” is confirmed and counted: it is kept.",
                        matter=pledge.name,
                    )
                )

    def unlink(self):
        """Take pledges out that were entered by mistake, with their claims."""
        self.check_access("unlink")
        # The claim was made by the program with the pledge, and goes with it.
        claims = self.sudo().contribution_id
        result = super().unlink()
        claims.unlink()
        return result

    # actions

    def action_confirm(self):
        """Confirm that pledges were kept, after their matter has closed with a result.

        :raises AccessError: to whoever is no Party officer; officers of the community confirm the
            claim in the service
        :raises UserError: for one's own, or while the matter is open
        """
        self.check_access("write")
        if not self.env.user.has_group("community_party.group_party_officer"):
            raise AccessError(
                self.env._(
                    "A Party officer confirms pledges, or an officer of the community does so with "
                    "the contribution."
                )
            )
        self._check_state("fulfilled")
        # sudo: the claim lies in the service; who confirms it is the user.
        self.sudo().contribution_id._confirm()

    def action_withdraw(self):
        """Take pledges back that will not be kept; the matter is free for others again."""
        self.check_access("write")
        self._check_state(*OPEN)
        # sudo: as above.
        self.sudo().contribution_id.action_withdraw()

    def _state_sentence(self, state, needed):
        return self.env._(
            "The pledge on “%(matter)s” is “%(state)s”: this is done while it is “%(needed)s”.",
            matter=self.name,
            state=state,
            needed=" / ".join(needed),
        )

    def _paper_needs(self, paper):
        needs = {
            "report_pledge_card": ("organization_id", "partner_id", "name", "date"),
        }
        return (*super()._paper_needs(paper), *needs.get(paper, ()))
