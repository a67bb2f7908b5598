from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .community_party_post import COMMITTEE
from .community_party_scoped_mixin import STAFF

BRANCH = "community_party.group_party_branch"

HEADS = ("secretary", "group_leader", "mass_chair")

COUNTED = ("normal", "mobile", "lost_contact")

LIMITS = (
    "branch_least",
    "branch_most",
    "general_branch_most",
    "committee_from",
    "committee_least",
    "committee_most",
)


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
        "community.area",
        "Estate of the organisation",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    member_ids = fields.One2many("community.party.member", "organization_id", "Members")
    date_founded = fields.Date()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Community", required=True, index=True, default=lambda self: self.env.company
    )

    post_ids = fields.One2many("community.party.post", "organization_id", "Posts", groups=BRANCH)
    responsibility_ids = fields.One2many(
        "community.party.responsibility",
        "organization_id",
        "Responsibility areas",
        groups=BRANCH,
    )
    leader_name = fields.Char("Led by", compute="_compute_network", groups=BRANCH)
    full_count = fields.Integer("Full members", compute="_compute_network", groups=BRANCH)
    membership_count = fields.Integer(
        "Members, those on probation too", compute="_compute_network", groups=BRANCH
    )
    center_count = fields.Integer("Centre households", compute="_compute_network", groups=BRANCH)
    responsibility_count = fields.Integer(
        "Areas in charge", compute="_compute_network", groups=BRANCH
    )
    home_count = fields.Integer("Homes in charge", compute="_compute_network", groups=BRANCH)
    date_term_end = fields.Date("Term ends on", compute="_compute_network", groups=BRANCH)
    gap_note = fields.Text("Missing or to look at", compute="_compute_network", groups=BRANCH)

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

    @api.model
    def _staff_groups(self):
        return STAFF

    def _in_charge(self):
        return super()._in_charge() | self._keepers()

    def _keepers(self):
        """Return who keeps this organisation today, then who keeps those above it."""
        today = fields.Date.context_today(self)
        organization, users = self, self.env["res.users"]
        while organization:
            lines = organization.officer_line_ids.filtered(
                lambda line: line.date_from <= today and (not line.date_to or line.date_to >= today)
            )
            users |= lines.user_id
            organization = organization.parent_id
        return users

    def _keeper(self):
        """Return the keeper of this organisation who works here, or the nearest one above it.

        Where nobody keeps it any more, an officer of the Party is told.
        """
        return self._person_in_charge()

    # The network downward: who leads, how many belong to it, and where something is missing.
    #
    # Worked out for all organisations on a screen at once, with as many queries for one as for
    # all.

    @api.depends("kind", "child_ids.area_id", "post_ids.date_to", "member_ids.stage")
    def _compute_network(self):
        today = fields.Date.context_today(self)
        Post = self.env["community.party.post"]
        posts = Post.search(Post._domain_held(today) & Domain("organization_id", "in", self.ids))
        # In one go: the groups below would ask one by one.
        posts.member_id.fetch(["name", "status", "organization_id"])
        members = posts.member_id
        gone = (members - members._here_on(today)) | members._ended_of(today)
        moved = Post._moved_away(posts.filtered(lambda post: post.kind in HEADS))
        posts_of = posts.grouped("organization_id")
        running = self.env["community.party.responsibility"].search(
            Domain("organization_id", "in", self.ids)
            & Domain("date_from", "<=", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )
        running_of = running.grouped("organization_id")
        counts, estates = self._counts(), self._estates_without()
        for organization in self:
            posts = posts_of.get(organization, Post)
            heads = posts.filtered(lambda post: post.kind in HEADS)
            left = heads.filtered(lambda post: post.member_id in gone) | (heads & moved)
            lines = running_of.get(organization, running.browse())
            organization.leader_name = (heads - left)[:1].member_id.name
            organization.date_term_end = min(
                filter(None, posts.mapped("date_term_end")), default=False
            )
            organization.full_count, organization.membership_count = counts[organization._origin.id]
            areas = lines.filtered(lambda line: line.kind == "responsibility_area")
            organization.center_count = len(lines - areas)
            organization.responsibility_count = len(areas)
            organization.home_count = sum(lines.mapped("home_count"))
            organization.gap_note = "\n".join(
                organization._leader_gaps(left)
                + organization._network_gaps(posts, heads - left, estates, today)
            )

    def _counts(self):
        """Return organisation id -> (full members, all members) in it and below it.

        All members are those on probation too; counted are whom the reader may see.
        """
        counts = defaultdict(lambda: (0, 0))
        groups = self.env["community.party.member"]._read_group(
            [
                ("organization_id", "child_of", self.ids),
                ("stage", "in", ("probationary", "full")),
                ("status", "in", COUNTED),
            ],
            ["organization_id", "stage"],
            ["__count"],
        )
        # Only the path upward is read of each organisation.
        for organization, stage, count in groups:
            for above in organization.sudo().parent_path.split("/"):
                if above:
                    full, members = counts[int(above)]
                    counts[int(above)] = (full + count * (stage == "full"), members + count)
        return counts

    def _estates_without(self):
        """Return organisation -> estates in which nothing of a whole network stands.

        Only the organisation on top answers for its estates.
        """
        top = self.filtered(lambda o: o.kind in ("general_branch", "committee") and not o.parent_id)
        if not top:
            return {}
        estates = self.env["community.area"].search([("kind", "=", "estate")])
        below = self.search(
            [
                ("id", "child_of", top.ids),
                ("kind", "in", ("branch", "group")),
                ("area_id", "!=", False),
            ]
        )
        missing = {}
        for organization in top:
            key = f"{organization._origin.id}/"
            places = below.filtered(lambda o, k=key: f"/{o.parent_path}".find(f"/{k}") >= 0).area_id
            held = {place for area in places for place in area.parent_path.split("/") if place}
            missing[organization] = estates.filtered(
                lambda estate, o=organization, held=held: (
                    estate.company_id == o.company_id and str(estate.id) not in held
                )
            )
        return missing

    def _leader_gaps(self, left):
        """Return a sentence for each post whose holder moved, ended the membership or died."""
        return [
            self.env._(
                "%(person)s still holds the post of %(post)s and is no longer here: end the post.",
                person=post.member_id.name,
                post=post._label_of("kind"),
            )
            for post in left
        ]

    def _network_gaps(self, posts, heads, estates, today):
        """Return sentences on what this organisation lacks; warnings, nothing is blocked."""
        self.ensure_one()
        gaps = []
        if not heads and self.kind != "committee":
            gaps.append(self.env._("Nobody leads it: no post of secretary, leader or head."))
        if self.date_term_end and self.date_term_end < today:
            gaps.append(self.env._("The term ended on %(date)s.", date=self.date_term_end))
        gaps += self._size_gaps(posts)
        for estate in estates.get(self, ()):
            gaps.append(self.env._("%(estate)s has neither branch nor group.", estate=estate.name))
        return gaps

    def _size_gaps(self, posts):
        """Return sentences on too few or too many members or committee members."""
        gaps = []
        whole = self.env["community.parameter"]._whole
        limits = {code: whole(f"party_{code}", self.company_id) for code in LIMITS}
        count = self.full_count
        if self.kind == "branch" and count < limits["branch_least"]:
            gaps.append(
                self.env._(
                    "%(count)s full members: with fewer than %(least)s a joint branch is formed.",
                    count=count,
                    least=limits["branch_least"],
                )
            )
        # The most of a branch counts those on probation too: the rules say members, not full ones.
        if self.kind == "branch" and self.membership_count > limits["branch_most"]:
            gaps.append(
                self.env._(
                    "%(count)s members, those on probation with them, more than %(most)s: ask "
                    "whether it is to be divided or raised.",
                    count=self.membership_count,
                    most=limits["branch_most"],
                )
            )
        if self.kind == "general_branch" and count > limits["general_branch_most"]:
            gaps.append(
                self.env._(
                    "%(count)s full members, more than %(most)s: ask whether it is to be "
                    "divided or raised.",
                    count=count,
                    most=limits["general_branch_most"],
                )
            )
        committee = posts.filtered(lambda post: post.kind in COMMITTEE)
        least = limits["committee_least"]
        if self.kind == "branch" and count >= limits["committee_from"] and len(committee) < least:
            gaps.append(
                self.env._(
                    "%(count)s full members: a committee of at least %(least)s is elected.",
                    count=count,
                    least=least,
                )
            )
        if self.kind == "branch" and len(committee) > limits["committee_most"]:
            gaps.append(
                self.env._(
                    "%(count)s in the committee, at most %(most)s.",
                    count=len(committee),
                    most=limits["committee_most"],
                )
            )
        return gaps
