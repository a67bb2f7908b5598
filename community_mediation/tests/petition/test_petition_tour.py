from odoo.tests import HttpCase, tagged

from ..petition_case import PetitionCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestPetitionTour(PetitionCase, HttpCase):
    def test_from_the_register_to_the_end_at_the_desk(self):
        self.start_tour("/odoo/petitions", "community_petition_desk", login="petition_officer")
        petition = self.env["community.petition"].search([("description", "=", "路灯坏了一个月")])
        self.assertEqual(
            (petition.state, petition.body_id, petition.result), ("closed", self.body, "路灯已亮")
        )
        self.assertEqual(petition.person_ids.name, "周玉兰")
        self.assertTrue(petition.is_on_time)


@tagged("post_install", "-at_install", "community", "community_tour")
class TestPetitionPhoneTour(PetitionCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_a_grid_worker_takes_a_petition_on_a_phone(self):
        """One line of text and two taps; number and code are on the screen for the petitioner."""
        self.start_tour(
            f"/odoo/households/{self.household.id}", "community_petition_phone", login="worker"
        )
        petition = self.env["community.petition"].search([("description", "=", "夜间施工太吵")])
        self.assertEqual(petition.household_id, self.household)
        self.assertEqual(petition.person_ids.resident_id, self.household.head_id)
        self.assertFalse(petition.with_user(self.worker).has_access("read"))
