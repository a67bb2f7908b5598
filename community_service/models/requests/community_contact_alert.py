from odoo import api, models
from odoo.fields import Domain

from ..visits.community_contact_alert_finding import Contact
from .community_request import OWN_WAYS


class CommunityContactAlert(models.Model):
    """Whoever asks for something has been heard of."""

    _inherit = "community.contact.alert"

    @api.model
    def _contact_sources(self):
        return [*super()._contact_sources(), self._contacts_of_requests]

    @api.model
    def _contacts_of_requests(self, where, since):
        requests = self.env["community.request"].search_fetch(
            where.domain(resident="resident_id")
            & Domain("channel", "in", OWN_WAYS)
            & Domain("resident_id", "!=", False)
            & Domain("date_received", ">=", since),
            ["date_received", "household_id", "resident_id"],
        )
        for one in requests:
            yield Contact(
                one.date_received, one.household_id.id, one.resident_id.id, one._name, one.id
            )
