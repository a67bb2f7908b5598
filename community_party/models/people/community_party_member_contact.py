from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)
BRANCH = "community_party.group_party_branch"


class CommunityPartyMember(models.Model):
    """Members away or out of contact: attempts, two timers, and proposals.

    《中国共产党党员教育管理工作条例》 art. 24: out of contact for 6 months after every means was
    tried, membership is suspended; two years later still untraceable, the member is removed. Both
    are decisions of the organisation; the program counts the days and changes no status.
    """

    _inherit = "community.party.member"

    post_ids = fields.One2many("community.party.post", "member_id", "Posts", groups=BRANCH)
    attempt_ids = fields.One2many(
        "community.party.contact.attempt", "member_id", "Attempts to reach", groups=BRANCH
    )
    decision_ids = fields.One2many(
        "community.party.membership.decision", "member_id", "Decisions", groups=BRANCH
    )
    date_last_contact = fields.Date("Last contact", tracking=True)
    whereabouts = fields.Char(help="Where a member who is away lives or works.")
    contact_proposal = fields.Selection(
        [("suspend", "Suspension may be decided"), ("remove", "Removal may be decided")],
        "Proposed",
        compute="_compute_contact_proposal",
        search="_search_contact_proposal",
    )
    post_names = fields.Char("Posts held", compute="_compute_post_names", groups=BRANCH)
    main_post = fields.Selection(
        lambda self: (
            self.env["community.party.post"]._fields["kind"]._description_selection(self.env)
        ),
        "Post in the Party",
        compute="_compute_main_post",
        store=True,
        compute_sudo=True,
        # Unlike "string", this label is not exported by itself.
        falsy_value_label=_lt("No post"),  # pylint: disable=translation-field
    )

    def _contact_limits(self):
        today = fields.Date.context_today(self)
        whole = self.env["community.parameter"]._whole
        return (
            today - relativedelta(months=whole("party_lost_suspend_months")),
            today - relativedelta(years=whole("party_lost_remove_years")),
        )

    @api.depends("status", "date_last_contact", "decision_ids.date", "decision_ids.kind")
    def _compute_contact_proposal(self):
        suspend, remove = self._contact_limits()
        # Whether a decision is due is no secret to whoever may read the member.
        for member in self.sudo():
            since = member._suspended_since()
            proposal = False
            if member.status == "lost_contact":
                last = member.date_last_contact
                proposal = "suspend" if last and last <= suspend else False
            elif member.status == "suspended" and since and since <= remove:
                proposal = "remove"
            member.contact_proposal = proposal

    def _suspended_since(self):
        """Return the day of the last suspension on the ground of lost contact, or False."""
        lines = self.decision_ids.filtered(
            lambda line: line.kind == "suspend" and line.ground == "lost_contact"
        )
        return max(lines.mapped("date"), default=False)

    def _search_contact_proposal(self, operator, value):
        if operator != "in":
            return NotImplemented
        found = self.search([("status", "in", ("lost_contact", "suspended"))])
        return [("id", "in", found.filtered(lambda m: m.contact_proposal in value).ids)]

    @api.depends("post_ids.kind", "post_ids.date_to")
    def _compute_post_names(self):
        Post = self.env["community.party.post"]
        held = Post._domain_held(fields.Date.context_today(self))
        labels = dict(Post._fields["kind"]._description_selection(self.env))
        for member in self:
            posts = member.post_ids.filtered_domain(held)
            member.post_names = ", ".join(
                f"{post.organization_id.name} {labels[post.kind]}" for post in posts
            )

    @api.depends("post_ids.kind", "post_ids.date_from", "post_ids.date_to")
    def _compute_main_post(self):
        held = self.env["community.party.post"]._domain_held(fields.Date.context_today(self))
        for member in self:
            posts = member.post_ids.filtered_domain(held).sorted("sequence")
            member.main_post = posts[:1].kind

    @api.model
    def _cron_posts(self):
        """Let the posts of members follow the days on which they begin and end."""
        # Once a night over all communities; only members whose post began or ended are written.
        Post = self.env["community.party.post"].sudo()
        members = Post.search(Post._domain_held(fields.Date.context_today(self))).member_id
        (members | self.sudo().search([("main_post", "!=", False)]))._compute_main_post()

    def write(self, vals):
        # A status that takes membership away stands on a decision, never on a field alone; the end
        # of a probation is recorded by the steps of admission.
        if vals.get("status") in ("suspended", "removed") and not self.env.su:
            for member in self:
                if member.stage == "full" and member.status != vals["status"]:
                    raise UserError(
                        self.env._(
                            "%(person)s: suspension and removal are decided by the organisation: "
                            "enter the decision and its basis under Decisions.",
                            person=member.name,
                        )
                    )
        return super().write(vals)
