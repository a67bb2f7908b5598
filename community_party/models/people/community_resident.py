from odoo import fields, models
from odoo.fields import Domain

STILL_MEMBER = ("normal", "mobile", "lost_contact", "suspended")


class CommunityResident(models.Model):
    _inherit = "community.resident"

    party_member_ids = fields.One2many(
        "community.party.member",
        "resident_id",
        "Party file",
        copy=False,
        groups="community_party.group_party_branch",
    )

    # the end of a person

    def _members(self):
        """Return the file of the person in the Party, where the reader may see it."""
        who = Domain("resident_id", "=", self.id)
        if self.partner_id:
            who |= Domain("resident_id", "=", False) & Domain("partner_id", "=", self.partner_id.id)
        return self._running("community.party.member", who)

    def _members_ever(self):
        """Return the files of these people in the Party, in the archive too, as superuser."""
        # sudo: what follows from the register does so whoever enters it; nothing is shown.
        Member = self.env["community.party.member"].sudo().with_context(active_test=False)
        residents = self.sudo().with_context(active_test=False)
        alone = Domain("resident_id", "=", False) & Domain(
            "partner_id", "in", residents.partner_id.ids
        )
        return Member.search(Domain("resident_id", "in", self.ids) | alone)

    def _ending_matters(self, ending):
        """Add membership, posts, responsibilities and candidacies, for the keeper of the file."""
        members = self._members()
        mine = Domain("member_id", "in", members.ids)
        is_open = mine & Domain("date_to", "=", False)
        return [
            *super()._ending_matters(ending),
            (members.filtered(lambda member: member.status in STILL_MEMBER), False),
            (self._running("community.party.post", is_open), False),
            (self._running("community.party.responsibility", is_open), False),
            (
                self._running(
                    "community.party.candidate", mine & Domain("election_id.state", "=", "draft")
                ),
                False,
            ),
            (
                self._running(
                    "community.party.transfer", mine & Domain("state", "in", ("draft", "issued"))
                ),
                False,
            ),
        ]
