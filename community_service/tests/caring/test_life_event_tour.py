from datetime import timedelta

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_life_event import CaringCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestLifeEventTour(CaringCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    # The sentence about the open step is a refusal on purpose.
    @mute_logger("odoo.http")
    def test_event_accepted_and_ticked_off_on_a_phone(self):
        """From My Day: accept a birthday, tick its steps by thumb, satisfaction, all done."""
        checklist = self.env.ref("community_service.community_life_checklist_birthday_80")
        (checklist.line_ids[3:]).unlink()
        event = self.propose("birthday_80", date=self.today + timedelta(days=5))
        self.start_tour("/odoo/my-day", "community_life_event", login="worker")
        self.assertRecordValues(
            event,
            [
                {
                    "state": "done",
                    "satisfaction": "3",
                    "decided_by_id": self.worker.id,
                    "date_done": self.today,
                }
            ],
        )
        self.assertEqual(event.task_ids.mapped("done_by_id"), self.worker)
        self.assertEqual(event.task_ids.mapped("is_done"), [True, True, True])
