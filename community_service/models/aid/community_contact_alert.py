from odoo import api, models
from odoo.fields import Domain

from ..visits.community_contact_alert_finding import Contact, Signal


class CommunityContactAlert(models.Model):
    """Aid that nobody collects, letters that came back; who collected, and who was told."""

    _inherit = "community.contact.alert"

    @api.model
    def _signal_sources(self):
        return [*super()._signal_sources(), self._signals_of_aid, self._signals_of_letters]

    @api.model
    def _contact_sources(self):
        return [*super()._contact_sources(), self._contacts_of_aid, self._contacts_of_words]

    @api.model
    def _points_codes(self):
        codes = {"aid": "watch_aid_points", "letter": "watch_letter_points"}
        return super()._points_codes() | codes

    @api.model
    def _signals_of_aid(self, where, since):
        Payment = self.env["community.aid.payment"]
        if not Payment._signs_in(where.company):
            return
        payments = Payment.search_fetch(
            where.domain(resident="resident_id")
            & Payment._handed_domain()
            & Domain("is_signed", "=", False)
            # Whatever the days of waiting: what was missed since was paid before.
            & Domain("date", ">=", since.replace(year=since.year - 1, day=1)),
            ["date", "household_id", "resident_id", "company_id"],
        )
        for one in payments:
            missed = one._missed_on()
            if missed >= since:
                yield Signal(
                    "aid", missed, one.household_id.id, one.resident_id.id, one._name, one.id
                )

    @api.model
    def _contacts_of_aid(self, where, since):
        Payment = self.env["community.aid.payment"]
        payments = Payment.search_fetch(
            where.domain(resident="resident_id")
            & Payment._handed_domain()
            & Domain("is_signed", "=", True)
            & Domain("date_signed", ">=", since),
            ["date_signed", "household_id", "resident_id"],
        )
        for one in payments:
            yield Contact(
                one.date_signed, one.household_id.id, one.resident_id.id, one._name, one.id
            )

    @api.model
    def _signals_of_letters(self, where, since):
        letters = self.env["community.aid.told"].search_fetch(
            where.domain(resident="resident_id") & Domain("date_returned", ">=", since),
            ["date_returned", "household_id", "resident_id"],
        )
        for one in letters:
            home, person = one.household_id.id, one.resident_id.id
            yield Signal("letter", one.date_returned, home, person, one._name, one.id)

    @api.model
    def _contacts_of_words(self, where, since):
        told = self.env["community.aid.told"].search_fetch(
            where.domain(resident="resident_id")
            & Domain("way", "!=", "letter")
            & Domain("date", ">=", since),
            ["date", "household_id", "resident_id"],
        )
        for one in told:
            yield Contact(one.date, one.household_id.id, one.resident_id.id, one._name, one.id)
