from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.voting import is_passed, is_valid


class CommunityPartyResolution(models.Model):
    """A vote of a meeting: three numbers, counted over those due and not over those present."""

    _name = "community.party.resolution"
    _description = "Resolution of a Party Meeting"
    _inherit = ["community.party.scoped.mixin", "mail.thread"]
    _order = "date desc, id desc"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True

    name = fields.Char("What is decided", required=True)
    number = fields.Char(copy=False)
    activity_id = fields.Many2one(
        "community.activity",
        "Meeting",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("organization_id", "!=", False)],
    )
    organization_id = fields.Many2one(
        related="activity_id.organization_id", store=True, precompute=True, readonly=True
    )
    date = fields.Date(related="activity_id.date", store=True, precompute=True, index=True)
    kind = fields.Selection(
        [
            ("ordinary", "Ordinary resolution"),
            ("admission", "Acceptance or confirmation of a member"),
        ],
        default="ordinary",
        required=True,
    )
    member_id = fields.Many2one(
        "community.party.member",
        "About",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Acceptances and confirmations are voted on one person at a time.",
    )
    due_count = fields.Integer(
        "Members due",
        compute="_compute_counts",
        store=True,
        readonly=False,
        precompute=True,
        help="Members with a vote who are due at the meeting: the denominator.",
    )
    present_count = fields.Integer(
        "Number present", compute="_compute_counts", store=True, readonly=False, precompute=True
    )
    yes_count = fields.Integer("In favour")
    no_count = fields.Integer("Against")
    abstain_count = fields.Integer("Abstained")
    written_yes_count = fields.Integer(
        "Written for",
        help="Written opinions in favour, handed in beforehand by absent members; they are part "
        "of the votes for.",
    )
    content = fields.Text("Wording")
    state = fields.Selection(
        [("draft", "To be voted on"), ("passed", "Passed"), ("rejected", "Not passed")],
        default="draft",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    is_valid = fields.Boolean("Quorate", compute="_compute_result")
    is_passed = fields.Boolean("Enough votes", compute="_compute_result")
    result = fields.Char(compute="_compute_result")

    _check_counts = models.Constraint(
        "CHECK (yes_count >= 0 AND no_count >= 0 AND abstain_count >= 0 AND written_yes_count >= 0 "
        "AND due_count >= 0 AND present_count >= 0)",
        "Votes are counted in whole numbers from 0.",
    )

    @api.depends("activity_id.vote_due_count", "activity_id.vote_present_count", "state")
    def _compute_counts(self):
        for resolution in self:
            if resolution.state == "draft":
                resolution.due_count = resolution.activity_id.vote_due_count
                resolution.present_count = resolution.activity_id.vote_present_count

    @api.depends("kind", "date", "due_count", "present_count", "yes_count", "written_yes_count")
    def _compute_result(self):
        for vote in self:
            due, present, yes = vote.due_count, vote.present_count, vote.yes_count
            share = self.env["community.parameter"]._quorum_share(
                vote.kind, vote.company_id, vote.date
            )
            vote.is_valid = 0 < present <= due and is_valid(vote.kind, due, present, share)
            # Who wrote beforehand takes part in the vote, but does not sit in the room.
            voting = min(present + vote.written_yes_count, due)
            vote.is_passed = vote.is_valid and is_passed(
                vote.kind, due, voting, min(yes, voting), share
            )
            values = {"present": present, "due": due, "yes": yes}
            if not vote.is_valid:
                vote.result = self.env._("%(present)s of %(due)s due: not quorate", **values)
            elif vote.is_passed:
                vote.result = self.env._("%(yes)s of %(due)s due, passed", **values)
            else:
                vote.result = self.env._("%(yes)s of %(due)s due, not passed", **values)

    @api.constrains(
        "kind",
        "due_count",
        "present_count",
        "yes_count",
        "no_count",
        "abstain_count",
        "written_yes_count",
    )
    def _check_votes(self):
        for vote in self:
            meeting = vote.activity_id
            if vote.due_count != meeting.vote_due_count:
                raise UserError(
                    self.env._(
                        "“%(resolution)s”: votes are counted over the %(due)s people with a vote "
                        "who are due at “%(meeting)s”, not over %(count)s. Correct the list of "
                        "those due instead.",
                        resolution=vote.name,
                        due=meeting.vote_due_count,
                        meeting=meeting.name,
                        count=vote.due_count,
                    )
                )
            if vote.present_count != meeting.vote_present_count:
                raise UserError(
                    self.env._(
                        "“%(resolution)s”: %(present)s people with a vote are signed in at "
                        "“%(meeting)s”, not %(count)s. Sign in those who are here.",
                        resolution=vote.name,
                        present=meeting.vote_present_count,
                        meeting=meeting.name,
                        count=vote.present_count,
                    )
                )
            written = meeting.due_ids.filtered(lambda x: x.is_due and x.has_vote and x.has_opinion)
            if vote.kind != "admission":
                # Only votes on members count what absent members wrote beforehand.
                written = written.browse()
            if vote.written_yes_count > min(len(written), vote.yes_count):
                raise UserError(
                    self.env._(
                        "“%(resolution)s”: %(count)s written opinions in favour, but only "
                        "%(written)s absent members handed one in and %(yes)s votes are for. Mark "
                        "the written opinions on the list, and count them among the votes for.",
                        resolution=vote.name,
                        count=vote.written_yes_count,
                        written=len(written),
                        yes=vote.yes_count,
                    )
                )
            cast = vote.yes_count + vote.no_count + vote.abstain_count
            if cast > vote.present_count + len(written):
                raise UserError(
                    self.env._(
                        "“%(resolution)s”: %(cast)s votes, but %(present)s people with a vote are "
                        "present and %(written)s handed in a written opinion. Count again, or sign "
                        "in those who are here.",
                        resolution=vote.name,
                        cast=cast,
                        present=vote.present_count,
                        written=len(written),
                    )
                )
            if vote.yes_count - vote.written_yes_count > vote.present_count:
                raise UserError(
                    self.env._(
                        "“%(resolution)s”: %(yes)s votes for, but only %(present)s members with a "
                        "vote are present. Enter how many of them were written.",
                        resolution=vote.name,
                        yes=vote.yes_count,
                        present=vote.present_count,
                    )
                )

    @api.constrains("kind", "member_id")
    def _check_person(self):
        for vote in self:
            if vote.kind == "admission" and not vote.member_id:
                raise UserError(
                    self.env._(
                        "“%(resolution)s” accepts or confirms a member: say whom; each person is "
                        "voted on alone.",
                        resolution=vote.name,
                    )
                )

    def _settled_fields(self):
        if self.state == "draft":
            return super()._settled_fields()
        return super()._settled_fields() | self._all_fields_but("content", "number")

    def _settled_sentence(self, name):
        return self.env._(
            "“%(resolution)s” has been decided (%(result)s) and its numbers stand: open it again "
            "to count anew.",
            resolution=self.name,
            result=self.result,
        )

    @api.model_create_multi
    def create(self, vals_list):
        meetings = {vals.get("activity_id") for vals in vals_list} - {None, False}
        self.env["community.activity"].browse(meetings)._check_unsigned()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self.activity_id._check_unsigned()
        return super().write(vals)

    def _check_open(self, vals):
        self.activity_id._check_unsigned()
        for vote in self:
            if vote.state != "draft" and vals.keys() - {"content", "number"}:
                raise UserError(
                    self.env._(
                        "“%(resolution)s” has been decided (%(result)s) and its numbers stand: "
                        "open it again to count anew.",
                        resolution=vote.name,
                        result=vote.result,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for vote in self:
            if vote.state != "draft":
                raise UserError(
                    self.env._(
                        "“%(resolution)s” has been decided and stays in the record.",
                        resolution=vote.name,
                    )
                )

    def action_decide(self):
        """Decide votes by their rule: passed with more than half of those due, else not.

        :raises UserError: for one that was decided, or whose meeting is not quorate
        """
        self.check_access("write")
        self.activity_id._check_unsigned()
        for vote in self:
            if vote.state != "draft" or not vote.is_valid:
                raise UserError(
                    self.env._(
                        "“%(resolution)s” cannot be decided: %(result)s. Sign in those who are "
                        "here, or vote at another meeting.",
                        resolution=vote.name,
                        result=vote.result,
                    )
                )
            # sudo: the state follows from the numbers and is written by this button alone.
            vote.sudo()._set_closed(state="passed" if vote.is_passed else "rejected")

    def action_recount(self):
        """Open decided votes again, as long as the minutes are not signed."""
        self.check_access("write")
        self.activity_id._check_unsigned()
        # sudo: see action_decide.
        self.sudo()._set_closed(state="draft")
