import json

from odoo import models
from odoo.exceptions import AccessError, UserError

from ...tools.sealed_box import new_box, new_code, open_all, seal, shuffle
from .community_party_appraisal import KEYS, MANAGER

# Bytes of one vote in a ballot: the number of a line, its grade and what stands between them.
VOTE_SIZE = 16


class CommunityPartyAppraisal(models.Model):
    """The ballot box; its secrecy is explained in ``community.party.ballot.envelope``."""

    _inherit = "community.party.appraisal"

    def action_open_box(self):
        """Open the box: everybody with a vote is put on the roll and may vote on the phone.

        :return: an action that shows the counting code, once; it is stored nowhere
        :raises UserError: when nobody may vote, or the box was opened before
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("draft", why=self.env._("the box was opened already."))
        voters = self.line_ids.member_id.filtered("has_vote")
        if not voters or not self.line_ids.filtered("is_graded"):
            raise UserError(
                self.env._(
                    "%(appraisal)s: no member of the branch has the right to vote.",
                    appraisal=self.display_name,
                )
            )
        code = new_code()
        public, locked = new_box(code)
        # Box and roll are the program's own: nobody may write them.
        self.sudo()._set_closed(state="voting", box_public=public, box_locked=locked)
        self.env["community.party.ballot.roll"].sudo().create(
            [{"appraisal_id": self.id, "member_id": member.id} for member in voters]
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Counting code: write it down now"),
                "message": self.env._(
                    "%(code)s — the box is opened with this code only, and it is shown only once.",
                    code=code,
                ),
                "type": "warning",
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_discard_box(self):
        """Throw all ballots away unread and begin again, when the counting code was lost.

        :raises AccessError: to whoever is no manager
        :raises UserError: when the box is not open
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager throws the ballots of a box away."))
        self._check_state("voting", why=self.env._("its box is not open."))
        # As in _count: box and roll are the program's own.
        box = self.sudo()
        box.env["community.party.ballot.envelope"].search([("appraisal_id", "=", self.id)]).unlink()
        box.roll_ids.unlink()
        box.write({"state": "draft", "box_public": False, "box_locked": False})
        return True

    def action_cast(self, votes):
        """Put the ballot of the current user into the box.

        :param dict votes: id of a line -> excellent, qualified, basic or unqualified; what is left
            out is an abstention
        :raises AccessError: to whoever is not on the roll
        :raises UserError: for a second ballot, a wrong line or grade, or a box that is shut
        """
        self.ensure_one()
        # A member needs no right on the file to vote in it: the roll decides.
        appraisal = self.sudo().exists()
        row = appraisal.roll_ids.filtered(
            lambda row: row.member_id.partner_id == self.env.user.partner_id
        )
        if not row:
            raise AccessError(self.env._("You are not on the roll of this ballot."))
        appraisal._cast(row, votes)
        return True

    def _open_ballots(self):
        """Return the appraisals in which the current user may still vote."""
        rows = (
            self.env["community.party.ballot.roll"]
            # As in action_cast.
            .sudo()
            .search(
                [
                    ("member_id.partner_id", "=", self.env.user.partner_id.id),
                    ("appraisal_id.state", "=", "voting"),
                    ("has_voted", "!=", True),
                    ("has_paper", "!=", True),
                ]
            )
        )
        return rows.appraisal_id

    def _cast(self, row, votes):
        lines = self.line_ids.filtered("is_graded")
        ballot = self._checked_votes(lines, votes)
        # One ballot after the other: the box is mixed with each.
        self.env.cr.execute(
            "SELECT id FROM community_party_appraisal WHERE id = %s FOR UPDATE", (self.id,)
        )
        if self.state != "voting":
            raise UserError(self.env._("The ballot box is shut: no ballot can be cast now."))
        if row.has_voted or row.has_paper:
            raise UserError(self.env._("Your ballot was taken already: everybody votes once."))
        text = json.dumps(ballot, separators=(",", ":"))
        letter = seal(self.box_public, text, VOTE_SIZE * len(lines) + VOTE_SIZE)
        self.env["community.party.ballot.envelope"]._put_in(self, letter)
        row.has_voted = True

    def _checked_votes(self, lines, votes):
        """Return the votes as pairs (line id, index of the grade)."""
        if not isinstance(votes, dict) or not votes:
            raise UserError(self.env._("The ballot is empty: choose a grade for each member."))
        ids, ballot = set(lines.ids), []
        for key, grade in votes.items():
            line = int(key) if str(key).isdecimal() else 0
            if line not in ids or grade not in KEYS:
                raise UserError(
                    self.env._(
                        "The ballot names a member or a grade that it does not have: load the page "
                        "again."
                    )
                )
            ids.remove(line)  # one vote for each
            ballot.append((line, KEYS.index(grade)))
        return ballot

    def _count(self, code):
        """Open the box with the counting code: the votes become totals, the envelopes go.

        :param str code: the counting code; spaces, hyphens and small letters do not matter
        :raises UserError: for a wrong code, a box that is not open, or too few ballots in it
        """
        self.ensure_one()
        self.check_access("write")
        self._check_state("voting", why=self.env._("its box is not open."))
        # Envelopes, votes and keys are readable by nobody.
        box = self.sudo()
        envelopes = box.env["community.party.ballot.envelope"].search(
            [("appraisal_id", "=", self.id)]
        )
        least = self.env["community.parameter"]._whole(
            "party_ballot_least", self.company_id, self.date_meeting
        )
        if envelopes and len(envelopes) < least:
            raise UserError(
                self.env._(
                    "%(appraisal)s: %(count)s ballots lie in the box and %(least)s are needed, or "
                    "it would show who voted how. Wait for more, or go on with paper.",
                    appraisal=self.display_name,
                    count=len(envelopes),
                    least=least,
                )
            )
        ballots = open_all(box.box_locked, code or "", envelopes.mapped("sealed"))
        if ballots is None:
            raise UserError(
                self.env._(
                    "The counting code is wrong. It was shown when the box of %(appraisal)s was "
                    "opened; nothing is lost.",
                    appraisal=self.display_name,
                )
            )
        votes = [tuple(vote) for ballot in ballots for vote in json.loads(ballot)]
        shuffle(votes)
        box.env["community.party.ballot"].create(
            [{"line_id": line, "grade": KEYS[grade]} for line, grade in votes]
        )
        envelopes.unlink()
        box.write({"state": "counted", "box_public": False, "box_locked": False})
