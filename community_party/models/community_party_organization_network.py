from odoo import api, fields, models
from odoo.fields import Domain

from .community_party_post import COMMITTEE

BRANCH = "community_party.group_party_branch"


class CommunityPartyOrganization(models.Model):
    """The network downward: who leads, how many belong to it, and where something is missing."""

    _inherit = "community.party.organization"

    post_ids = fields.One2many("community.party.post", "organization_id", "Posts", groups=BRANCH)
    election_ids = fields.One2many(
        "community.party.election", "organization_id", "Elections", groups=BRANCH
    )
    responsibility_ids = fields.One2many(
        "community.party.responsibility",
        "organization_id",
        "Responsibility areas",
        groups=BRANCH,
    )
    leader_name = fields.Char("Led by", compute="_compute_network", groups=BRANCH)
    full_count = fields.Integer("Full members", compute="_compute_network", groups=BRANCH)
    center_count = fields.Integer("Centre households", compute="_compute_network", groups=BRANCH)
    responsibility_count = fields.Integer(
        "Areas in charge", compute="_compute_network", groups=BRANCH
    )
    home_count = fields.Integer("Homes in charge", compute="_compute_network", groups=BRANCH)
    date_term_end = fields.Date("Term ends on", compute="_compute_network", groups=BRANCH)
    gap_note = fields.Text("Missing or to look at", compute="_compute_network", groups=BRANCH)

    @api.depends("kind", "child_ids.area_id", "post_ids.date_to", "member_ids.stage")
    def _compute_network(self):
        today = fields.Date.context_today(self)
        whole = self.env["community.parameter"]._whole
        limits = {
            code: whole(f"party_{code}")
            for code in (
                "branch_least",
                "branch_most",
                "general_branch_most",
                "committee_from",
                "committee_least",
                "committee_most",
            )
        }
        Post, Member = self.env["community.party.post"], self.env["community.party.member"]
        estates = self.env["community.area"].search([("kind", "=", "estate")])
        for organization in self:
            posts = Post.search(
                Post._domain_held(today) & Domain("organization_id", "=", organization.id)
            )
            heads = posts.filtered(
                lambda post: post.kind in ("secretary", "group_leader", "mass_chair")
            )
            running = organization.responsibility_ids.filtered(
                lambda line: line.date_from <= today and (not line.date_to or line.date_to >= today)
            )
            organization.leader_name = heads[:1].member_id.name
            organization.date_term_end = min(
                filter(None, posts.mapped("date_term_end")), default=False
            )
            organization.full_count = Member.search_count(
                [
                    ("organization_id", "child_of", organization.id),
                    ("stage", "=", "full"),
                    ("status", "in", ("normal", "mobile", "lost_contact")),
                ]
            )
            areas = running.filtered(lambda line: line.kind == "responsibility_area")
            organization.center_count = len(running - areas)
            organization.responsibility_count = len(areas)
            organization.home_count = sum(running.mapped("home_count"))
            organization.gap_note = "\n".join(
                organization._network_gaps(posts, heads, limits, estates, today)
            )

    def _network_gaps(self, posts, heads, limits, estates, today):
        """Return sentences on what this organisation lacks; warnings, nothing is blocked."""
        self.ensure_one()
        gaps = []
        if not heads and self.kind != "committee":
            gaps.append(self.env._("Nobody leads it: no post of secretary, leader or head."))
        if self.date_term_end and self.date_term_end < today:
            gaps.append(self.env._("The term ended on %(date)s.", date=self.date_term_end))
        count = self.full_count
        if self.kind == "branch" and count < limits["branch_least"]:
            gaps.append(
                self.env._(
                    "%(count)s full members: with fewer than %(least)s a joint branch is formed.",
                    count=count,
                    least=limits["branch_least"],
                )
            )
        for kind, limit in (("branch", "branch_most"), ("general_branch", "general_branch_most")):
            if self.kind == kind and count > limits[limit]:
                gaps.append(
                    self.env._(
                        "%(count)s full members, more than %(most)s: ask whether it is to be "
                        "divided or raised.",
                        count=count,
                        most=limits[limit],
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
        if self.kind in ("general_branch", "committee") and not self.parent_id:
            below = self.search([("id", "child_of", self.id), ("kind", "in", ("branch", "group"))])
            for estate in estates - below.area_id:
                gaps.append(
                    self.env._("%(estate)s has neither branch nor group.", estate=estate.name)
                )
        return gaps
