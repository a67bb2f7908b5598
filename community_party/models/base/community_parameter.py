from odoo import api, fields, models

from ...tools.voting import share_of

# Which number says how many of those due must be there.
QUORUMS = {
    "ordinary": "party_quorum_meeting",
    "admission": "party_quorum_meeting",
    "democratic_life": "party_quorum_democratic_life",
    "election": "party_quorum_election",
    "residents": "party_quorum_representatives",
}


class CommunityParameter(models.Model):
    _inherit = "community.parameter"

    owner = fields.Selection(
        selection_add=[("party", "Party building")], ondelete={"party": "cascade"}
    )

    @api.model
    def _owner_groups(self):
        return super()._owner_groups() | {"party": "community_party.group_party_manager"}

    @api.model
    def _quorum_share(self, kind, company, day):
        """Return the share of those due who must be there at a vote or meeting of this kind.

        :param str kind: a rule of ``tools/voting.py``
        :param company: the community of the organisation
        :param date day: the day of the meeting; empty while there is none, for today
        :return: Fraction
        """
        return share_of(self._value(QUORUMS[kind], company, day))
