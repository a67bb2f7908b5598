from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.voting import candidates_needed, is_passed, is_valid, quorum
from .community_party_post import COMMITTEE


class CommunityPartyElection(models.Model):
    """An election of a committee: seats, candidates, ballots, who is elected, who approved.

    《中国共产党基层组织选举工作条例》(2020): four fifths of those entitled must be there,
    elected is who has more than half of those present with a vote, ballots returned are not
    more than issued.
    """

    _name = "community.party.election"
    _description = "Election of a Party Organisation"
    _inherit = ["community.party.scoped.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _rec_name = "organization_id"
    _check_company_auto = True

    date = fields.Date("Held on", required=True, default=fields.Date.context_today)
    seats = fields.Integer(required=True, default=3)
    candidate_ids = fields.One2many("community.party.candidate", "election_id", "Candidates")
    due_count = fields.Integer("Entitled to vote")
    excluded_count = fields.Integer(
        "Left out of the count", help="Approved above: ill, abroad, away; the reason stands below."
    )
    excluded_reason = fields.Char("Why left out")
    present_count = fields.Integer("Present with a vote")
    quorum = fields.Integer("Needed for a valid meeting", compute="_compute_quorum")
    issued = fields.Integer("Ballots issued")
    returned = fields.Integer("Ballots returned")
    valid = fields.Integer("Valid ballots")
    warning = fields.Char("To look at", compute="_compute_quorum")
    state = fields.Selection(
        [("draft", "Prepared"), ("counted", "Votes counted"), ("approved", "Approved above")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    approved_by = fields.Char(help="The organisation above that approved.")
    date_approved = fields.Date()
    post_ids = fields.One2many("community.party.post", "election_id", "Posts", readonly=True)

    _check_seats = models.Constraint("CHECK (seats > 0)", "An election has at least one seat.")
    _check_counts = models.Constraint(
        "CHECK (least(due_count, excluded_count, present_count, issued, returned, valid) >= 0)",
        "Numbers of people and ballots are not negative.",
    )

    @api.depends("date", "due_count", "excluded_count", "seats", "candidate_ids")
    def _compute_quorum(self):
        Parameter = self.env["community.parameter"]
        for election in self:
            margin = Parameter._whole("party_candidate_margin", election.company_id, election.date)
            share = Parameter._quorum_share("election", election.company_id, election.date)
            entitled = election.due_count - election.excluded_count
            election.quorum = quorum("election", max(entitled, 0), share)
            needed = candidates_needed(election.seats, margin)
            few = len(election.candidate_ids) < needed
            election.warning = few and self.env._(
                "%(have)s candidates for %(seats)s seats; with a margin of %(margin)s%% it would "
                "be %(needed)s.",
                have=len(election.candidate_ids),
                seats=election.seats,
                margin=margin,
                needed=needed,
            )

    @api.onchange("organization_id", "date")
    def _onchange_organization_id(self):
        if self.organization_id and self.date:
            members = self.env["community.party.member"].search(
                [("organization_id", "child_of", self.organization_id.id)]
            )
            self.due_count = len(members._voting_on(self.date))

    @api.constrains(
        "excluded_count",
        "excluded_reason",
        "due_count",
        "present_count",
        "issued",
        "returned",
        "valid",
    )
    def _check_ballots(self):
        for election in self:
            name = election.organization_id.name
            entitled = election.due_count - election.excluded_count
            for less, more, text in (
                (election.valid, election.returned, self.env._("valid ballots of those returned")),
                (
                    election.returned,
                    election.issued,
                    self.env._("ballots returned of those issued; the election is void"),
                ),
                (election.issued, election.present_count, self.env._("ballots for those present")),
                (election.present_count, entitled, self.env._("present of those entitled")),
            ):
                if less > more:
                    raise UserError(
                        self.env._(
                            "%(name)s: %(less)s of %(more)s (%(what)s): correct the numbers.",
                            name=name,
                            less=less,
                            more=more,
                            what=text,
                        )
                    )
            if election.excluded_count and not election.excluded_reason:
                raise UserError(
                    self.env._(
                        "%(name)s: %(count)s are left out of the count; say why and who approved.",
                        name=name,
                        count=election.excluded_count,
                    )
                )

    def _settled_fields(self):
        if self.state == "draft":
            return super()._settled_fields()
        return super()._settled_fields() | {
            "seats",
            "date",
            "due_count",
            "excluded_count",
            "organization_id",
            "present_count",
            "issued",
            "returned",
            "valid",
        }

    def _settled_sentence(self, name):
        return self.env._("The votes are counted; take the count back before you change numbers.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        if any(election.state != "draft" for election in self):
            raise UserError(self.env._("A counted election stays in the file."))

    def action_count(self):
        """Name those elected by votes, seats and quorum.

        :raises UserError: when too few came
        """
        for election in self.filtered(lambda e: e.state == "draft"):
            share = self.env["community.parameter"]._quorum_share(
                "election", election.company_id, election.date
            )
            entitled = election.due_count - election.excluded_count
            present = election.present_count
            if not is_valid("election", entitled, present, share):
                raise UserError(
                    self.env._(
                        "%(name)s: %(present)s of %(due)s came; an election needs %(needed)s. "
                        "Call the meeting again.",
                        name=election.organization_id.name,
                        present=present,
                        due=entitled,
                        needed=election.quorum,
                    )
                )
            election._check_marks()
            passed = election.candidate_ids.filtered(
                lambda c, d=entitled, p=present, s=share: is_passed("election", d, p, c.votes, s)
            ).sorted("votes", reverse=True)
            last = passed[election.seats].votes if len(passed) > election.seats else -1
            # Equal votes at the last seat ask for another ballot between them.
            election.candidate_ids.is_elected = False
            passed[: election.seats].filtered(lambda c, v=last: c.votes > v).is_elected = True
            election._set_closed(state="counted")

    def _check_marks(self):
        """Refuse more votes than the valid ballots can carry: one for each seat at most.

        :raises UserError: naming the organisation and the numbers
        """
        self.ensure_one()
        votes, most = sum(self.candidate_ids.mapped("votes")), self.valid * self.seats
        if votes > most:
            raise UserError(
                self.env._(
                    "%(name)s: %(votes)s votes on %(valid)s valid ballots for %(seats)s seats, at "
                    "most %(most)s are possible: a ballot with more names than seats is not valid. "
                    "Count again.",
                    name=self.organization_id.name,
                    votes=votes,
                    valid=self.valid,
                    seats=self.seats,
                    most=most,
                )
            )

    def action_recount(self):
        """Take the count back; not after the approval."""
        self.filtered(lambda e: e.state == "counted")._set_closed(state="draft")

    def action_approve(self):
        """Fill the posts with those elected and end the posts of the former committee.

        :raises UserError: when it is not said who approved
        """
        Post = self.env["community.party.post"]
        for election in self.filtered(lambda e: e.state == "counted"):
            if not election.approved_by:
                raise UserError(
                    self.env._(
                        "%(name)s: enter the organisation above that approved the result.",
                        name=election.organization_id.name,
                    )
                )
            start = election.date_approved or fields.Date.context_today(self)
            former = Post.search(
                Post._domain_held(start)
                & Domain("organization_id", "=", election.organization_id.id)
                & Domain("kind", "in", COMMITTEE)
            )
            for post in former:
                post.date_to = max(start - relativedelta(days=1), post.date_from)
            # Who is elected again holds the new post only once the old one has ended.
            former.flush_recordset(["date_to"])
            Post.create(
                [
                    {
                        "organization_id": election.organization_id.id,
                        "member_id": candidate.member_id.id,
                        "kind": candidate.kind,
                        "date_from": start,
                        "approved_by": election.approved_by,
                        "election_id": election.id,
                    }
                    for candidate in election.candidate_ids.filtered("is_elected")
                ]
            )
            election._set_closed(state="approved", date_approved=start)
