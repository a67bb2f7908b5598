from odoo import fields, models


class CommunityConsent(models.Model):
    """A case text told of somebody's request ends with the consent that the request rests on."""

    _inherit = "community.consent"

    def _end_reliance(self):
        result = super()._end_reliance()
        # sudo: the law stops it, whoever keeps the publicity of the Party.
        items = (
            self.env["community.party.publicity"]
            .sudo()
            .search([("request_id.consent_id", "in", self.ids), ("state", "!=", "withdrawn")])
        )
        items.filtered(lambda item: item.state == "draft").write(
            {"date_consent": False, "consent_by": False}
        )
        told = items.filtered(lambda item: item.state == "published")
        today = fields.Date.context_today(self)
        for item in told:
            item.withdraw_reason = self.env._(
                "The consent was withdrawn on %(date)s.",
                date=item.request_id.consent_id.date_withdrawn or today,
            )
        told._set_closed(state="withdrawn")
        return result
