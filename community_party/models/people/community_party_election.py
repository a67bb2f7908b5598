from collections import Counter

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
    elector_ids = fields.One2many(
        "community.party.elector", "election_id", "Entitled to vote, by name"
    )
    # Elections of before the list by name keep the numbers that were typed.
    is_typed = fields.Boolean("Numbers as typed", readonly=True, copy=False)
    due_count = fields.Integer("Entitled to vote", compute="_compute_counts", store=True)
    excluded_count = fields.Integer(
        "Left out of the count",
        compute="_compute_counts",
        store=True,
        help="Approved above: ill, abroad, away; the reason stands with each name.",
    )
    excluded_reason = fields.Char("Why left out", readonly=True)
    present_count = fields.Integer("Present with a vote", compute="_compute_counts", store=True)
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
    approved_by = fields.Char(
        "Approving organisation", help="The organisation above that approved."
    )
    date_approved = fields.Date()
    post_ids = fields.One2many("community.party.post", "election_id", "Posts", readonly=True)

    _check_seats = models.Constraint("CHECK (seats > 0)", "An election has at least one seat.")
    _check_counts = models.Constraint(
        "CHECK (least(due_count, excluded_count, present_count, issued, returned, valid) >= 0)",
        "Numbers of people and ballots are not negative.",
    )

    @api.depends("elector_ids.presence", "is_typed")
    def _compute_counts(self):
        for election in self:
            if election.is_typed:
                election.due_count = election.due_count
                election.excluded_count = election.excluded_count
                election.present_count = election.present_count
                continue
            lines = Counter(election.elector_ids.mapped("presence"))
            election.due_count = lines.total()
            election.excluded_count = lines["excluded"]
            election.present_count = lines["present"]

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

    @api.model_create_multi
    def create(self, vals_list):
        elections = super().create(vals_list)
        elections._list_electors()
        return elections

    def write(self, vals):
        result = super().write(vals)
        if {"organization_id", "date"} & vals.keys():
            self._list_electors()
        return result

    def _list_electors(self):
        """Let the lists of prepared elections follow the members with a vote on the day.

        Who has a vote is added as not there; who has none is taken off. Ticks and approvals of all
        others stay.
        """
        # sudo: the list follows from the members, nobody adds or strikes a name by hand; who may
        # read the election sees its lines under the rules of the organisation.
        Member = self.env["community.party.member"].sudo()
        Elector = self.env["community.party.elector"].sudo()
        for election in self.filtered(lambda e: e.state == "draft" and not e.is_typed).sudo():
            day = election.date
            members = Member._members_below(election.organization_id, day)._voting_on(day)
            lines = election.elector_ids
            lines.filtered(lambda line, m=members: line.member_id not in m).unlink()
            Elector.create(
                [
                    {"election_id": election.id, "member_id": member.id}
                    for member in (members - lines.exists().member_id).sorted("name")
                ]
            )

    def action_list_electors(self):
        """Bring the lists of members with a vote up to date.

        An election with typed numbers gets a list by name instead, with nobody there yet.
        """
        self.check_access("write")
        prepared = self.filtered(lambda election: election.state == "draft")
        typed = prepared.filtered("is_typed")
        if typed:
            typed._set_closed(is_typed=False, excluded_reason=False)
        prepared._list_electors()

    def action_all_present(self):
        """Mark everybody on the lists as there who is not left out; the few away follow by hand."""
        self.check_access("write")
        absent = self.elector_ids.filtered(lambda line: line.presence == "absent")
        absent.presence = "present"

    @api.constrains(
        "excluded_count",
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

    def _settled_fields(self):
        if self.state == "draft":
            return super()._settled_fields()
        return super()._settled_fields() | {
            "seats",
            "date",
            "organization_id",
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
        prepared = self.filtered(lambda e: e.state == "draft")
        prepared._list_electors()
        for election in prepared:
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
            # One secretary: the one with most votes; equal votes ask for another ballot.
            chief = passed.filtered(lambda c: c.kind == "secretary")
            best = chief.filtered(lambda c, most=chief[:1].votes: c.votes == most)
            passed -= chief - best if len(best) == 1 else chief
            last = passed[election.seats].votes if len(passed) > election.seats else -1
            # Equal votes at the last seat ask for another ballot between them.
            elected = passed[: election.seats].filtered(lambda c, v=last: c.votes > v)
            (election.candidate_ids - elected)._set_closed(is_elected=False)
            elected._set_closed(is_elected=True)
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
            posts = Post.create(
                [
                    {
                        "organization_id": election.organization_id.id,
                        "member_id": candidate.member_id.id,
                        "kind": candidate.kind,
                        "date_from": start,
                        "approved_by": election.approved_by,
                    }
                    for candidate in election.candidate_ids.filtered("is_elected")
                ]
            )
            posts._set_closed(election_id=election.id)
            election._set_closed(state="approved", date_approved=start)
