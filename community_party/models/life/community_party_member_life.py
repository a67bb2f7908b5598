from odoo import fields, models

from ..people.community_party_member_facts import AGE_BANDS


class CommunityPartyMember(models.Model):
    """What organisation life asks of a member: age and exemption on the day of a meeting."""

    _inherit = "community.party.member"

    exemption_ids = fields.One2many(
        "community.party.exemption",
        "member_id",
        "Exemptions",
        groups="community_party.group_party_branch",
    )
    talk_ids = fields.One2many(
        "community.party.talk", "member_id", "Talks", groups="community_party.group_party_branch"
    )

    def _age_band_on(self, day):
        """Return the band of the member's age on ``day``; False when the birth is not known."""
        born = self.birth_date
        if not born or not day:
            return False
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return next(band for highest, band in AGE_BANDS if age <= highest)

    def _exempt_reason(self, day, exemptions):
        """Return why the member is exempt on ``day``, or False.

        :param dict exemptions: what ``community.party.exemption._reasons`` returned
        """
        for line in exemptions.get(self.id, ()):
            if day and line.date_from <= day and (not line.date_to or day <= line.date_to):
                return line.reason
        return "away" if self.status in ("mobile", "lost_contact") else False
