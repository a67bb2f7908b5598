import datetime

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community")
class TestContactWatchCase(DisputeCase):
    """Letters to a side of a dispute that came back are signals; a session is a contact."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.worker)
        self.home = self.below
        self.case = self.make_accepted(
            day=fields.Date.to_string(self.day(-9)),
            date_received=fields.Date.to_string(self.day(-10)),
        )
        self.party = self.case.participant_ids.filtered(
            lambda party: party.resident_id == self.home.head_id
        )

    def day(self, days):
        return self.today + datetime.timedelta(days=days)

    def alert(self):
        return self.env["community.contact.alert"].search([("household_id", "=", self.home.id)])

    def in_vain(self, day):
        self.env["community.visit"].create(
            {"household_id": self.home.id, "state": "absent", "date": day}
        )

    def test_a_letter_that_came_back_and_a_session(self):
        """The letter and a visit in vain open an alert, a session with this side lifts it."""
        self.party.date_returned = self.day(-5)
        self.assertFalse(self.alert())
        self.in_vain(self.day(-4))
        alert = self.alert()
        self.assertRecordValues(alert, [{"state": "open", "date": self.day(-4)}])
        self.assertEqual(sorted(alert.signal_ids.sudo().mapped("kind")), ["letter", "visit"])
        signal = alert.signal_ids.filtered(lambda one: one.sudo().kind == "letter")
        mine = signal.with_user(self.mediator_user).sudo(False)
        # Whoever mediates may not read alerts, and whoever reads alerts not the case.
        self.assertIn("may not open", signal.with_user(self.worker).what)
        self.assertEqual(
            mine._readable_sources([(self.party._name, self.party.id)]).keys(),
            {(self.party._name, self.party.id)},
        )
        session = self.env["community.mediation.session"].create(
            {
                "case_id": self.case.id,
                "date_start": fields.Datetime.to_datetime(self.day(-2)),
                "participant_ids": [(6, 0, (self.case.participant_ids - self.party).ids)],
            }
        )
        session.write({"minutes": "到场一方", "result": "再约"})
        session.sudo()._set_closed(state="done")
        self.assertEqual(alert.state, "open", "the other side came")
        session.participant_ids |= self.party
        self.assertRecordValues(
            alert, [{"state": "closed", "closed_by": "contact", "date_closed": self.day(-2)}]
        )
        session.sudo()._set_closed(state="cancelled")
        self.assertEqual(self.alert().mapped("state").count("open"), 1)
        self.party.date_returned = False
        self.assertFalse(self.alert().filtered(lambda one: one.state == "open"))

    def test_a_letter_comes_back_on_a_day_that_was(self):
        """A day to come is refused in a sentence."""
        with self.assertRaises(UserError):
            self.party.date_returned = self.day(1)
