from odoo.tests import HttpCase, tagged

from .test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community", "community_tour")
class TestPartyMeetingTour(MeetingCase, HttpCase):
    browser_size = "375x667"
    touch_enabled = True

    def test_meeting_with_attendance_and_vote_on_a_phone(self):
        """Names are tapped, three numbers are typed, and the rule decides."""
        for name in ("赵一", "钱二", "孙三"):
            self.make_member(name)
        meeting = self.make_meeting(day=self.today, name="支部大会")
        # The meeting of today may begin later in the day.
        self.start_tour("/odoo/party-meetings", "community_party_meeting", login="party_branch")
        self.assertEqual(sorted(meeting.due_ids.mapped("state")), ["leave", "present", "present"])
        self.assertRecordValues(
            meeting.resolution_ids,
            [{"yes_count": 2, "due_count": 3, "present_count": 2, "state": "passed"}],
        )
