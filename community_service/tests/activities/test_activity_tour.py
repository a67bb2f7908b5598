from dateutil.relativedelta import relativedelta

from odoo.tests import HttpCase, tagged

from ..posts.test_post import PlacementCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestSignInTour(PlacementCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_training_signed_in_on_a_phone(self):
        """One tap per person, one person added by two characters, present at once."""
        activity = self.make_activity(name="Housekeeping", state="open")
        self.attend(activity, self.laid_off, self.working)
        self.start_tour("/odoo/community-activities", "community_sign_in", login="officer")
        self.assertRecordValues(
            activity.attendance_ids.sorted("id"),
            [
                {"resident_id": self.laid_off.id, "state": "present", "employment": "laid_off"},
                {"resident_id": self.working.id, "state": "absent", "employment": False},
                {"resident_id": self.jobless.id, "state": "present", "employment": "unemployed"},
            ],
        )


@tagged("post_install", "-at_install", "community", "community_tour")
class TestPostTour(PlacementCase, HttpCase):
    def test_post_filled_at_the_desk(self):
        """From the vacant post to the person placed; the proposal stands beside the decision."""
        self.laid_off.write({"birth_date": self.today - relativedelta(years=52), "sex": "male"})
        self.start_tour("/odoo/posts", "community_fill_post", login="officer")
        placement = self.post.placement_ids
        self.assertRecordValues(
            placement,
            [
                {
                    "resident_id": self.laid_off.id,
                    "state": "active",
                    "hard_kind": "older",
                    "decided_by_id": self.officer.id,
                }
            ],
        )
        self.assertEqual(self.post.vacant_count, 0)
        self.assertEqual(self.laid_off.employment, "employed")
