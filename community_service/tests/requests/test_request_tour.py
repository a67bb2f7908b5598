from odoo.tests import HttpCase, tagged

from .test_request import RequestCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestRequestTour(RequestCase, HttpCase):
    """A request from the window to the rating, as the officer clicks it."""

    def test_window_request_from_entry_to_rating(self):
        """In the browser a request goes from the window to the rating: papers missing are told
        once, the clock waits, and each step is kept.
        """
        self.start_tour("/odoo/requests", "community_request_window", login="officer")
        request = self.env["community.request"].search([("resident_id", "=", self.resident.id)])
        self.assertRecordValues(
            request,
            [
                {
                    "state": "done",
                    "description": "母亲八十岁，想申请高龄津贴",
                    "item_id": self.item.id,
                    "household_id": self.household.id,
                    "channel": "window",
                    "officer_id": self.officer.id,
                    "result": "已代办，下月起发放",
                    "satisfaction": "very",
                    "missing_count": 0,
                    "is_on_time": True,
                }
            ],
        )
        self.assertTrue(request.date_told, "the missing papers were told, once")
        self.assertEqual(len(request.wait_ids), 1)
        self.assertTrue(request.wait_ids.date_to)
        steps = set(request.step_ids.mapped("kind"))
        self.assertEqual(steps, {"accept", "handle", "deliver", "return_visit"})


@tagged("post_install", "-at_install", "community", "community_tour")
class TestRequestPhoneTour(RequestCase, HttpCase):
    """A need becomes a request on a phone, with five taps and one line of text."""

    browser_size = "375x667"
    touch_enabled = True

    def test_need_becomes_a_request_on_a_phone(self):
        need = self.env["community.visit.need"].create(
            {"name": "楼道灯坏", "household_id": self.household.id, "user_id": self.worker.id}
        )
        self.start_tour(f"/odoo/needs/{need.id}", "community_request_need", login="worker")
        request = self.env["community.request"].search([("need_id", "=", need.id)])
        self.assertRecordValues(
            request,
            [
                {
                    "state": "done",
                    "household_id": self.household.id,
                    "description": "楼道灯坏",
                    "officer_id": self.worker.id,
                    "result": "灯已换好",
                }
            ],
        )
        self.assertRecordValues(need, [{"state": "done", "result": "灯已换好"}])
