from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community", "community_rights")
class TestMeetingRights(MeetingCase):
    """A Party meeting stands in the table of all activities and is seen by its own file alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_members(2)
        cls.meeting = cls.make_meeting()
        cls.other = cls.make_meeting(organization=cls.branch2)
        cls.above = cls.make_meeting(organization=cls.general_branch)
        cls.open_day = cls.env["community.activity"].create(
            {
                "name": "Open day",
                "date_start": "2026-03-02 01:00:00",
                "date_stop": "2026-03-02 03:00:00",
                "kind_id": cls.env.ref("community_service.activity_kind_culture").id,
            }
        )
        cls.everything = cls.meeting | cls.other | cls.above | cls.open_day

    def seen(self, user):
        records = self.env["community.activity"].with_user(user)
        return records.search([("id", "in", self.everything.ids)])

    def test_meetings_are_seen_by_their_own_file(self):
        for user, expected in (
            (self.worker, self.open_day),
            (self.officer, self.open_day),
            (self.manager, self.open_day),
            (self.treasurer, self.open_day),
            (self.branch_user, self.meeting | self.open_day),
            (self.branch_user2, self.other | self.open_day),
            (self.party_officer, self.everything),
            (self.party_manager, self.everything),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(set(self.seen(user)), set(expected))

    def test_lists_of_meetings_are_seen_by_their_own_file(self):
        Attendance = self.env["community.attendance"]
        domain = [("activity_id", "=", self.meeting.id)]
        for user, count in (
            (self.worker, 0),
            (self.officer, 0),
            (self.manager, 0),
            (self.treasurer, 0),
            (self.branch_user, 2),
            (self.branch_user2, 0),
            (self.party_officer, 2),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(Attendance.with_user(user).search_count(domain), count)

    def test_keeper_line_opens_and_closes_on_its_day(self):
        above = self.env["community.party.officer"].create(
            {
                "organization_id": self.general_branch.id,
                "user_id": self.branch_user2.id,
                "date_from": self.today,
            }
        )
        self.assertIn(self.meeting, self.seen(self.branch_user2))
        above.write({"date_from": "2020-01-01", "date_to": self.today - relativedelta(days=1)})
        self.assertNotIn(self.meeting, self.seen(self.branch_user2))

    def test_line_without_the_group_opens_nothing(self):
        self.branch.officer_line_ids = [
            Command.create({"user_id": self.worker.id, "date_from": "2020-01-01"})
        ]
        self.assertNotIn(self.meeting, self.seen(self.worker))

    def test_any_keeper_of_the_branch_writes_its_meetings(self):
        second = new_test_user(
            self.env, login="second_keeper", groups="community_party.group_party_branch"
        )
        self.branch.officer_line_ids = [
            Command.create({"user_id": second.id, "date_from": "2020-01-01"})
        ]
        self.meeting.user_id = self.branch_user
        self.meeting.with_user(second).place = "Room 2"
        self.assertEqual(self.meeting.place, "Room 2")
        self.open_day.user_id = self.branch_user
        with self.assertRaises(AccessError):
            self.open_day.with_user(second).place = "Room 2"
        with self.assertRaises(AccessError):
            self.other.with_user(second).write({"place": "Room 2"})

    def test_nobody_hides_an_activity_in_a_foreign_branch(self):
        with self.assertRaises(AccessError):
            self.make_meeting().with_user(self.branch_user).organization_id = self.branch2
        with self.assertRaises(AccessError):
            self.open_day.with_user(self.officer).organization_id = self.branch

    def test_those_who_hold_posts_are_due_at_the_committee_meeting(self):
        """The list is the committee of that day: who left before is not on it."""
        day = self.today - relativedelta(days=1)
        secretary, deputy, former, _plain = (
            self.make_member(name, organization=self.branch)
            for name in ("书记", "副书记", "前委员", "普通党员")
        )
        Post = self.env["community.party.post"]
        for member, kind, left in (
            (secretary, "secretary", False),
            (deputy, "deputy_secretary", False),
            (former, "committee", day - relativedelta(days=1)),
        ):
            Post.create(
                {
                    "organization_id": self.branch.id,
                    "member_id": member.id,
                    "kind": kind,
                    "date_from": day - relativedelta(years=1),
                    "date_to": left,
                }
            )
        meeting = self.make_meeting("committee", day=day)
        self.assertEqual(meeting.due_ids.member_id, secretary | deputy)
