from odoo.fields import Datetime
from odoo.tests import HttpCase, tagged

from .dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestMediationTour(DisputeCase, HttpCase):
    def test_case_accepted_on_a_desktop(self):
        """The mediator accepts, sees the clock first and what papers are missing."""
        case = self.make_case(date_received=Datetime.today())
        self.start_tour(
            f"/odoo/mediation-cases/{case.id}", "community_mediation_case", login="mediator"
        )
        self.assertEqual((case.state, case.clock), ("accepted", "Day 0 of 30"))


@tagged("post_install", "-at_install", "community", "community_tour")
class TestMediationPhoneTour(DisputeCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_minutes_written_and_signed_on_a_phone(self):
        """In the session: minutes, who signed, held, locked."""
        case = self.make_accepted()
        session = case.env["community.mediation.session"].create(
            {"case_id": case.id, "date_start": "2025-03-05 01:00:00"}
        )
        self.start_tour(
            f"/odoo/mediation-sessions/{session.id}",
            "community_mediation_minutes",
            login="mediator",
        )
        self.assertEqual(session.state, "signed")
        self.assertEqual(case.state, "mediating")
