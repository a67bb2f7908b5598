from odoo import fields, models


class CommunityPartyMember(models.Model):
    """What organisation life asks of a member: age band, vote and exemption on a day."""

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

    def _age_band(self, day):
        """Return the band of the member's age on ``day``; False when the birth is not known."""
        # sudo: the register tells the age alone, to whoever keeps the member's file.
        born = self.sudo().resident_id.birth_date
        if not born or not day:
            return False
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        return next(
            band
            for top, band in ((35, "35"), (45, "45"), (60, "60"), (79, "79"), (999, "80"))
            if age <= top
        )

    def _exempt_reason(self, day, exemptions):
        """Return why the member is exempt on ``day``, or False.

        :param dict exemptions: what ``community.party.exemption._reasons`` returned
        """
        for line in exemptions.get(self.id, ()):
            if line.date_from <= (day or line.date_from) and (
                not line.date_to or day <= line.date_to
            ):
                return line.reason
        return "away" if self.status in ("mobile", "lost_contact") else False

    def _life_voting(self, day):
        """Return those of these members who vote at a meeting on ``day``."""
        return self.filtered(
            lambda m: (
                m.stage == "full"
                and m.status in ("normal", "mobile")
                and (not m.date_full or not day or m.date_full <= day)
            )
        )
