from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# Posts of the committee end with its term; group leaders are chosen by their group.
COMMITTEE = ("secretary", "deputy_secretary", "committee")
NO_POST = ("removed_from_post", "probation", "suspended")


class CommunityPartyPost(models.Model):
    """A post in an organisation, held by a member from a day to a day, until its term ends.

    Term of committees in communities: 5 years, earlier or later by a year with approval
    (《党的基层组织任期》 notice of 2018); a parameter says how many.
    """

    _name = "community.party.post"
    _description = "Post in a Party Organisation"
    _inherit = ["community.party.scoped.mixin"]
    _order = "organization_id, sequence, date_from desc, id"
    _rec_name = "member_id"
    _check_company_auto = True

    member_id = fields.Many2one(
        "community.party.member", required=True, index=True, ondelete="restrict", check_company=True
    )
    kind = fields.Selection(
        [
            ("secretary", "Secretary"),
            ("deputy_secretary", "Deputy secretary"),
            ("committee", "Committee member"),
            ("group_leader", "Group leader"),
            ("mass_chair", "Head of a mass organisation"),
        ],
        required=True,
        default="committee",
    )
    sequence = fields.Integer(compute="_compute_sequence", store=True)
    duty = fields.Char("Field of work", help="Organisation, publicity, discipline…")
    date_from = fields.Date("In office from", required=True, default=fields.Date.context_today)
    date_term_end = fields.Date(
        "Term ends on",
        compute="_compute_date_term_end",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_to = fields.Date("Left on", help="The last day in the post; empty while it is held.")
    approved_by = fields.Char(
        "Approving organisation", help="The organisation above that approved."
    )
    election_id = fields.Many2one(
        "community.party.election", index="btree_not_null", ondelete="restrict", readonly=True
    )

    _check_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It cannot end before it begins."
    )
    _holder_uniq = models.UniqueIndex(
        "(organization_id, member_id, kind) WHERE date_to IS NULL",
        "This member holds this post already.",
    )

    @api.depends("kind")
    def _compute_sequence(self):
        order = list(dict(self._fields["kind"].selection))
        for post in self:
            post.sequence = order.index(post.kind) if post.kind else len(order)

    @api.depends("date_from", "kind")
    def _compute_date_term_end(self):
        Parameter = self.env["community.parameter"]
        for post in self:
            years = Parameter._whole("party_term_years", post.company_id, post.date_from)
            post.date_term_end = (
                post.date_from + relativedelta(years=years, days=-1)
                if post.date_from and post.kind in COMMITTEE
                else False
            )

    @api.constrains("date_from", "date_term_end", "kind", "approved_by")
    def _check_term(self):
        whole = self.env["community.parameter"]._whole
        for post in self.filtered(lambda p: p.kind in COMMITTEE and p.date_term_end):
            years = whole("party_term_years", post.company_id, post.date_from)
            more = whole("party_term_shift_months", post.company_id)
            regular = post.date_from + relativedelta(years=years, days=-1)
            last = post.date_from + relativedelta(years=years, months=more, days=-1)
            if post.date_term_end > last:
                raise UserError(
                    self.env._(
                        "%(person)s: a term from %(start)s ends on %(last)s at the latest, not on "
                        "%(end)s: elections are put off by %(months)s months at most.",
                        person=post.member_id.name,
                        start=post.date_from,
                        last=last,
                        end=post.date_term_end,
                        months=more,
                    )
                )
            if post.date_term_end > regular and not post.approved_by:
                raise UserError(
                    self.env._(
                        "%(person)s: a term that ends on %(end)s is longer than %(years)s years; "
                        "enter the organisation above that approved it.",
                        person=post.member_id.name,
                        end=post.date_term_end,
                        years=years,
                    )
                )

    @api.constrains("organization_id", "kind", "date_from", "date_to")
    def _check_one_secretary(self):
        for post in self.filtered(lambda p: p.kind == "secretary"):
            meets = Domain("date_to", "=", False) | Domain("date_to", ">=", post.date_from)
            if post.date_to:
                meets &= Domain("date_from", "<=", post.date_to)
            # sudo: one post of the same organisation, whoever may read it.
            other = self.sudo().search(
                meets
                & Domain("organization_id", "=", post.organization_id.id)
                & Domain("kind", "=", "secretary")
                & Domain("id", "!=", post.id),
                limit=1,
            )
            if other:
                raise UserError(
                    self.env._(
                        "%(organization)s has one secretary at a time: %(other)s holds the post "
                        "from %(start)s. Enter the day on which %(other)s left before %(person)s "
                        "takes it.",
                        organization=post.organization_id.name,
                        other=other.member_id.name,
                        start=other.date_from,
                        person=post.member_id.name,
                    )
                )

    @api.constrains("member_id", "date_from", "kind")
    def _check_holder(self):
        lines = self.env["community.party.discipline"]
        for post in self:
            member = post.member_id
            if member.stage != "full" or not member._is_here():
                raise UserError(
                    self.env._(
                        "%(person)s is not a full member of the Party here (%(stage)s, %(status)s) "
                        "and can hold no post: choose a full member.",
                        person=member.name,
                        stage=member._label_of("stage"),
                        status=member._label_of("status"),
                    )
                )
            stopped = member.discipline_ids.filtered_domain(
                lines._domain_on(post.date_from) & Domain("kind", "in", NO_POST)
            )
            if stopped:
                raise UserError(
                    self.env._(
                        "%(person)s can take no post on %(date)s: a decision in the file "
                        "(%(kind)s) stands against it until it ends.",
                        person=member.name,
                        date=post.date_from,
                        kind=stopped[0]._label_of("kind"),
                    )
                )

    def _label_of(self, name):
        """Return the reader's word for the choice that a field of one post holds."""
        self.ensure_one()
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], "")

    @api.model
    def _moved_away(self, posts):
        """Return those of ``posts`` whose holder's relation left the organisation since they began.

        Who was sent to lead from elsewhere never stood there, and has not left.
        """

        def stands_in(post, organization):
            return str(post.organization_id.id) in (organization.parent_path or "").split("/")

        # sudo: only where a relation went to; the letter may be another branch's.
        away = posts.sudo().filtered(lambda p: not stands_in(p, p.member_id.organization_id))
        if not away:
            return posts.browse()
        letters = self.env["community.party.transfer"].sudo()
        letters_of = letters.search(
            [
                ("member_id", "in", away.member_id.ids),
                ("direction", "=", "internal"),
                ("state", "=", "received"),
            ]
        ).grouped("member_id")
        left = away.filtered(
            lambda post: any(
                stands_in(post, letter.from_organization_id)
                and letter.date_received >= post.date_from
                for letter in letters_of.get(post.member_id, letters)
            )
        )
        return posts.browse(left.ids)

    @api.model
    def _domain_held(self, date):
        """Return the domain of posts held on ``date``."""
        return Domain("date_from", "<=", date) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", date)
        )

    @api.model
    def _cron_terms_end(self):
        """Tell keepers of terms that end soon; one alert for an organisation and a term."""
        today = fields.Date.context_today(self)
        Parameter = self.env["community.parameter"]
        # Of each community by its own number.
        posts = self.browse()
        for company in self.env["res.company"].search([]):  # pylint: disable=no-search-all
            months = Parameter._whole("party_term_alert_months", company)
            posts |= self.search(
                self._domain_held(today)
                & Domain("company_id", "=", company.id)
                & Domain("date_term_end", "<=", today + relativedelta(months=months))
            )
        kind = self.env.ref("community_party.mail_activity_type_term_ends")
        told = {
            (activity.res_id, activity.date_deadline)
            for activity in self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                [
                    ("activity_type_id", "=", kind.id),
                    ("res_model", "=", "community.party.organization"),
                ]
            )
        }
        for post in posts:
            organization, end = post.organization_id, post.date_term_end
            keeper = organization._keeper()
            if keeper and (organization.id, end) not in told:
                told.add((organization.id, end))
                organization.with_context(mail_activity_quick_update=True).activity_schedule(
                    "community_party.mail_activity_type_term_ends",
                    date_deadline=end,
                    user_id=keeper.id,
                )

    def _ending_document(self):
        return self.organization_id
