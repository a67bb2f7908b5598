import datetime

from odoo.tests import freeze_time, tagged

from ..life.test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-06-15 04:00:00")
class TestPartyDue(MeetingCase):
    """What a branch owes stands on the board of those who read the branch."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        (cls.general_branch | cls.branch | cls.branch2).date_life_from = "2026-01-01"
        cls.make_members(3)

    def due(self, user, kind):
        self.env.flush_all()
        return self.env["community.due"].with_user(user).search([("kind", "=", kind)])

    def test_meetings_still_due(self):
        keeper = self.branch.officer_line_ids.user_id[:1]
        lines = self.due(keeper, "party_meeting")
        self.assertTrue(lines)
        self.assertEqual(set(lines.mapped("res_id")), set(self.branch.ids))
        self.assertEqual(lines.user_id, keeper)
        self.assertIn(datetime.date(2026, 6, 30), lines.mapped("date_due"))
        before = len(lines)
        meeting = self.make_meeting("theme_day", day=datetime.date(2026, 6, 10))
        self.sign_in(meeting, 3)
        meeting.action_done()
        self.assertEqual(len(self.due(keeper, "party_meeting")), before - 1)
        self.assertFalse(self.due(self.manager, "party_meeting"), "the service sees no Party file")

    def test_kept_is_never_more_than_due(self):
        for day in (10, 11):
            meeting = self.make_meeting("theme_day", day=datetime.date(2026, 5, day))
            self.sign_in(meeting, 3)
            meeting.action_done()
        self.env.flush_all()
        line = self.env["community.party.compliance"].search(
            [
                ("organization_id", "=", self.branch.id),
                ("meeting_kind", "=", "theme_day"),
                ("date_from", "=", "2026-05-01"),
            ]
        )
        self.assertEqual((line.due, line.held, line.kept), (1, 2, 1))
