from odoo.tests import HttpCase, tagged

from .test_volunteer_portal import PortalVolunteerCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestVolunteerPhoneTour(PortalVolunteerCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_volunteer_on_a_phone(self):
        """Two taps to sign up; hours reported in one form."""
        call = self.open_call()
        self.start_tour("/my/volunteer", "community_volunteer_portal", login="helper")
        self.assertRecordValues(
            call.signup_ids, [{"volunteer_id": self.mine.id, "state": "applied"}]
        )
        self.assertRecordValues(
            self.mine.service_ids, [{"name": "打扫楼道", "hours": 1.5, "state": "reported"}]
        )


@tagged("post_install", "-at_install", "community", "community_tour")
class TestVolunteerConfirmTour(PortalVolunteerCase, HttpCase):
    def test_organiser_confirms_at_the_desk(self):
        service = self.serve(2)
        self.start_tour(
            "/odoo/volunteer-hours-to-confirm", "community_volunteer_confirm", login="officer"
        )
        self.assertRecordValues(
            service, [{"state": "confirmed", "confirmed_by_id": self.officer.id}]
        )
