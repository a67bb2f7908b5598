from odoo import api, models
from odoo.fields import Domain

from ..visits.community_contact_alert_finding import Contact


class CommunityContactAlert(models.Model):
    """A neighbour of a pair who looked in."""

    _inherit = "community.contact.alert"

    @api.model
    def _contact_sources(self):
        return [*super()._contact_sources(), self._contacts_of_pairs]

    @api.model
    def _contacts_of_pairs(self, where, since):
        pairs = self.env["community.volunteer.pair"].search_fetch(
            where.domain(resident="resident_id") & Domain("last_contact", ">=", since),
            ["last_contact", "household_id", "resident_id"],
        )
        for one in pairs:
            yield Contact(
                one.last_contact, one.household_id.id, one.resident_id.id, one._name, one.id
            )
