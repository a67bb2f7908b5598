from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.community_service.models.visits.community_contact_alert_finding import (
    Contact,
    Signal,
)

HELD = ("done", "signed")


class CommunityContactAlert(models.Model):
    """Letters to the sides of a dispute that came back; who was present at a session."""

    _inherit = "community.contact.alert"

    @api.model
    def _signal_sources(self):
        return [*super()._signal_sources(), self._signals_of_parties]

    @api.model
    def _contact_sources(self):
        return [*super()._contact_sources(), self._contacts_of_sessions]

    @api.model
    def _signals_of_parties(self, where, since):
        parties = self.env["community.mediation.participant"].search_fetch(
            where.domain(household="", resident="resident_id")
            & Domain("resident_id", "!=", False)
            & Domain("date_returned", ">=", since),
            ["date_returned", "resident_id"],
        )
        for one in parties:
            yield Signal("letter", one.date_returned, 0, one.resident_id.id, one._name, one.id)

    @api.model
    def _contacts_of_sessions(self, where, since):
        sessions = self.env["community.mediation.session"].search_fetch(
            where.domain(household="", resident="participant_ids.resident_id")
            & Domain("state", "in", HELD)
            # The day before in the clock of the database may be the first day here.
            & Domain("date_start", ">=", since - timedelta(days=1)),
            ["date_start", "participant_ids"],
        )
        sessions.participant_ids.fetch(["resident_id"])
        for session in sessions:
            day = session._local_day()
            for person in session.participant_ids.resident_id:
                yield Contact(day, 0, person.id, session._name, session.id)
