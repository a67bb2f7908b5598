from odoo import api, models
from odoo.fields import Domain

from odoo.addons.community_service.models.visits.community_contact_alert_finding import Signal


class CommunityContactAlert(models.Model):
    """Letters to petitioners that came back; an accusation tells nobody of itself."""

    _inherit = "community.contact.alert"

    @api.model
    def _signal_sources(self):
        return [*super()._signal_sources(), self._signals_of_petitioners]

    @api.model
    def _signals_of_petitioners(self, where, since):
        people = self.env["community.petition.person"].search_fetch(
            where.domain(household="", resident="resident_id")
            & Domain("resident_id", "!=", False)
            & Domain("petition_id.kind", "!=", "accusation")
            & Domain("date_returned", ">=", since),
            ["date_returned", "resident_id"],
        )
        for one in people:
            yield Signal("letter", one.date_returned, 0, one.resident_id.id, one._name, one.id)
