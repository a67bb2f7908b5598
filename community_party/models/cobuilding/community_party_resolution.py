from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.voting import votes_needed
from .community_activity_kind import REPRESENTATIVES

KIND = "residents"


class CommunityPartyResolution(models.Model):
    """Representatives decide with more than half of those present, and what they decide carries
    a motion."""

    _inherit = "community.party.resolution"

    kind = fields.Selection(
        selection_add=[(KIND, "Resolution of representatives")],
        ondelete={KIND: "cascade"},
    )
    motion_id = fields.Many2one(
        "community.party.motion",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    _motion_uniq = models.UniqueIndex(
        "(motion_id) WHERE motion_id IS NOT NULL",
        "This motion has been put to the vote already: a motion is voted on once.",
    )

    def _compute_result(self):
        result = super()._compute_result()
        for vote in self.filtered(lambda vote: vote.kind == KIND and vote.is_valid):
            values = {"yes": vote.yes_count, "present": vote.present_count}
            values["needed"] = votes_needed(KIND, vote.due_count, vote.present_count)
            vote.result = (
                self.env._("%(yes)s of %(present)s present, %(needed)s needed: passed", **values)
                if vote.is_passed
                else self.env._(
                    "%(yes)s of %(present)s present, %(needed)s needed: not passed", **values
                )
            )
        return result

    @api.constrains("kind", "activity_id")
    def _check_kind(self):
        for vote in self:
            if (vote.kind == KIND) != (vote.activity_id.meeting_kind == REPRESENTATIVES):
                raise UserError(
                    self.env._(
                        "“%(resolution)s”: representatives decide by their own rule, and nobody "
                        "else by it. “%(meeting)s” does not fit this kind of vote.",
                        resolution=vote.name,
                        meeting=vote.activity_id.name,
                    )
                )

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
        # A term that is entered late corrects the list under a vote; the minutes are not signed
        # before the vote was counted again.
        late = self.filtered(lambda vote: vote.kind == KIND and vote.state != "draft")
        return super(CommunityPartyResolution, self - late)._check_votes()

    @api.constrains("motion_id", "activity_id")
    def _check_motion(self):
        for vote in self.filtered("motion_id"):
            if vote.motion_id.activity_id != vote.activity_id:
                raise UserError(
                    self.env._(
                        "“%(motion)s” is not on the agenda of “%(meeting)s”: choose the meeting on "
                        "the motion first.",
                        motion=vote.motion_id.name,
                        meeting=vote.activity_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        Motion = self.env["community.party.motion"]
        for vals in vals_list:
            meeting = self.env["community.activity"].browse(vals.get("activity_id") or ())
            # sudo: only which kind of meeting it is, before its right is asked for below.
            if "kind" not in vals and meeting.sudo().meeting_kind == REPRESENTATIVES:
                vals["kind"] = KIND
            Motion.browse(vals.get("motion_id") or ())._check_votable()
        return super().create(vals_list)

    def action_decide(self):
        """Decide as before; a motion that was voted on follows."""
        result = super().action_decide()
        for vote in self.filtered("motion_id"):
            vote.motion_id._follow_vote(vote.state, vote.date)
        return result

    def action_recount(self):
        """Open votes again; a motion that was done on them is opened again first.

        Numbers that are more than are present by now are gone: they are counted anew.
        """
        self.check_access("write")
        self.activity_id._check_unsigned()
        for motion in self.motion_id:
            motion._check_recount()
        for vote in self.filtered(lambda vote: vote.kind == KIND):
            cast = vote.yes_count + vote.no_count + vote.abstain_count
            if cast > vote.activity_id.vote_present_count:
                # sudo: as the state, which this button alone opens again.
                vote.sudo().write({"yes_count": 0, "no_count": 0, "abstain_count": 0})
        result = super().action_recount()
        for motion in self.motion_id:
            motion._follow_vote(False, False)
        return result
