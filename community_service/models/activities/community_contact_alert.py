from odoo import api, models
from odoo.fields import Domain

from ..visits.community_contact_alert_finding import Contact, Signal


class CommunityContactAlert(models.Model):
    """Who was on a list and did not come, and who came; whoever asked for leave was heard of."""

    _inherit = "community.contact.alert"

    @api.model
    def _signal_sources(self):
        return [*super()._signal_sources(), self._signals_of_absence]

    @api.model
    def _contact_sources(self):
        return [*super()._contact_sources(), self._contacts_of_presence]

    @api.model
    def _points_codes(self):
        return super()._points_codes() | {"absence": "watch_absence_points"}

    @api.model
    def _attendances(self, where, since, states):
        return self.env["community.attendance"].search_fetch(
            where.domain(resident="resident_id")
            & Domain("resident_id", "!=", False)
            & Domain("state", "in", states)
            & Domain("date", ">=", since),
            ["date", "household_id", "resident_id"],
        )

    @api.model
    def _signals_of_absence(self, where, since):
        for one in self._attendances(where, since, ["absent"]):
            home, person = one.household_id.id, one.resident_id.id
            yield Signal("absence", one.date, home, person, one._name, one.id)

    @api.model
    def _contacts_of_presence(self, where, since):
        for one in self._attendances(where, since, ["present", "leave"]):
            yield Contact(one.date, one.household_id.id, one.resident_id.id, one._name, one.id)
