from datetime import timedelta

from odoo.fields import Date, Datetime
from odoo.tests import HttpCase, tagged

from ..dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestMediationTour(DisputeCase, HttpCase):
    def test_case_accepted_on_a_desktop(self):
        """The mediator accepts, sees the clock first and what papers are missing."""
        case = self.make_case(date_received=Datetime.today())
        self.start_tour(
            f"/odoo/mediation-cases/{case.id}", "community_mediation_case", login="mediator"
        )
        self.assertEqual((case.state, case.clock), ("accepted", "Day 0 of 30"))

    def test_from_the_visit_to_the_report_on_a_desktop(self):
        """A dispute found at a visit: session, agreement, seal; the court confirms what both sides
        asked for; paid, asked again at a return visit, papers, closed. The manager's report says
        one dispute settled, and opens no file.
        """
        self.mediator_user.group_ids += self.env.ref("community_service.group_community_officer")
        visit = self.env["community.visit"].create(
            {
                "household_id": self.below.id,
                "state": "done",
                "date": Date.context_today(self.env.user) - timedelta(days=6),
                "situation": "楼上漏水，两家说不拢",
            }
        )
        self.start_tour(
            f"/odoo/action-community_service.community_visit_action/{visit.id}",
            "community_mediation_visit_to_court",
            login="mediator",
        )
        case = self.env["community.mediation.case"].search([("visit_id", "=", visit.id)])
        self.assertEqual(case.agreement_ids.confirmation_state, "confirmed")
        self.start_tour(
            f"/odoo/mediation-cases/{case.id}",
            "community_mediation_return_visit_to_archive",
            login="mediator",
        )
        self.assertEqual(case.followup_ids.satisfaction, "3")
        self.assertEqual((case.state, case.source, case.people_count), ("closed", "visit", 2))
        self.assertEqual(case.agreement_ids.sealed_by_id, self.mediator_user)
        self.assertEqual(case.term_ids.amount, 1200)
        self.assertTrue(all(paper.is_there for paper in case.paper_ids.filtered("is_required")))
        self.start_tour("/odoo/reports/new", "community_mediation_report", login="manager")


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
