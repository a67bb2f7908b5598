from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..representative_case import RepresentativeCase


@tagged("post_install", "-at_install", "community")
class TestMotion(RepresentativeCase):
    """Motions: brought in office, voted on once, carried out, told at the next meeting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lines = cls.make_representatives(3)
        cls.meeting = cls.make_meeting(days=-10)
        cls.sign_in(cls.meeting, 3)

    def test_from_motion_to_result_told(self):
        """A motion is passed with a proposed due day, done with a result, and told at the next
        meeting; then it is closed for good once those minutes are signed."""
        motion = self.make_motion(self.lines[0], self.meeting)
        self.assertTrue(motion.number)
        self.decide(motion, 3)
        self.assertEqual(motion.date_decided, self.day(-10))
        self.assertEqual(motion.date_due, self.day(80))
        with self.refused("Result|missing"):
            motion.action_done()
        motion.write({"result": "装了六盏路灯", "date_done": self.day(-2)})
        motion.action_done()
        self.assertTrue(motion.is_on_time)
        following = self.make_meeting(days=-1)
        following.action_open()
        following.action_tell_results()
        self.assertEqual(following.told_motion_ids, motion)
        with self.refused("still to be told"):
            following.action_tell_results()
        motion.action_open_again()
        self.assertFalse(following.told_motion_ids)
        motion.action_done()
        following.action_tell_results()
        self.sign_in(following, 3)
        self.close(following)
        with self.refused("signed"):
            motion.action_open_again()

    def test_brought_by_somebody_in_office(self):
        """Nobody without a term brings a motion; a term corrected later stops the vote until
        somebody in office takes the motion over."""
        with self.refused("not in office"):
            self.make_motion(self.lines[0], date_brought=self.day(-300))
        with self.assertRaises(ValidationError):
            self.make_motion(self.lines[0], date_brought=self.day(1))
        motion = self.make_motion(self.lines[0], self.meeting)
        self.lines[0].write({"date_ended": self.day(-30), "end_reason": "moved"})
        self.assertIn("not in office", motion.doubt)
        with self.refused("not in office"):
            motion.action_put_to_vote()
        self.assertFalse(motion.resolution_ids)
        motion.representative_id = self.lines[1]
        self.decide(motion, 2)
        self.assertEqual(motion.state, "passed")

    def test_a_motion_twice(self):
        """The same subject is not brought again while it is open, nor put to the vote twice."""
        motion = self.make_motion(self.lines[0], self.meeting)
        with self.refused(motion.number):
            self.make_motion(self.lines[1], name="三号楼后 加装路灯")
        self.decide(motion, 3)
        with self.assertRaises(UserError):
            self.Resolution.create(
                {"name": "Again", "activity_id": self.meeting.id, "motion_id": motion.id}
            )
        self.assertEqual(motion.action_put_to_vote()["res_id"], motion.resolution_ids.id)
        motion.result = "装了"
        motion.action_done()
        self.assertTrue(self.make_motion(self.lines[1]).exists())

    def test_only_at_its_own_meeting(self):
        """A motion is put to an open meeting of representatives of its organisation, not before it
        was brought, and voted on there."""
        motion = self.make_motion(self.lines[0])
        with self.refused("agenda of no meeting"):
            motion.action_put_to_vote()
        early = self.make_meeting(days=-30)
        with self.refused("is put to a meeting"):
            motion.activity_id = early
        general = self.env["community.activity.kind"].search(
            [("meeting_kind", "=", "general")], limit=1
        )
        with self.refused("is put to a meeting"):
            motion.activity_id = self.make_meeting(kind_id=general.id)
        motion.activity_id = self.meeting
        other = self.make_meeting(days=-1)
        with self.refused("agenda"):
            self.Resolution.create(
                {"name": "Lamps", "activity_id": other.id, "motion_id": motion.id}
            )
        cancelled = self.make_meeting(days=4)
        motion.activity_id = cancelled
        cancelled.action_cancel()
        with self.refused("agenda of no meeting"):
            motion.action_put_to_vote()
        self.close(self.meeting)
        with self.refused("signed"):
            motion.activity_id = self.meeting

    def test_what_was_decided_stays(self):
        """After the vote the wording stays; the due day may be corrected; a vote is not counted
        anew under a motion that is done."""
        motion = self.make_motion(self.lines[0], self.meeting)
        vote = self.decide(motion, 3)
        with self.refused("not rewritten"):
            motion.name = "Something else"
        motion.date_due = self.day(20)
        with self.assertRaises(UserError):
            motion.with_user(self.party_manager).unlink()
        motion.result = "装了"
        motion.action_done()
        with self.refused("open the motion again"):
            vote.action_recount()
        motion.action_open_again()
        vote.action_recount()
        self.assertEqual(motion.state, "brought")
        with self.refused("take it back first"):
            motion.content = "Something else"
        motion.action_take_back()
        motion.content = "Something else"
        self.assertFalse(motion.resolution_ids)

    def test_carried_out_by_a_project(self):
        """A project begins with the words and the day of a passed motion; the motion is not done
        while the project is open."""
        motion = self.make_motion(self.lines[0], self.meeting)
        with self.refused("Being carried out"):
            motion.action_follow_up()
        Project = self.env["community.party.project"].with_user(self.branch_user)
        with self.refused("was not passed"):
            Project.create({"name": "路灯", "motion_id": motion.id})
        self.decide(motion, 3)
        action = motion.action_follow_up()
        project = Project.with_context(**action["context"]).create({})
        self.assertRecordValues(
            project,
            [{"name": motion.name, "motion_id": motion.id, "date_due": motion.date_due}],
        )
        self.assertEqual(motion.project_count, 1)
        motion.result = "装了六盏路灯"
        with self.refused("still open"):
            motion.action_done()
        project.write({"stop_reason": "并入街道工程"})
        project.action_stop()
        motion.action_done()
        self.assertEqual(motion.state, "done")

    def test_withdrawn_with_a_reason(self):
        """A motion is withdrawn before the vote and with a reason, and can be taken up again."""
        motion = self.make_motion(self.lines[0])
        with self.assertRaises(UserError):
            motion.action_withdraw()
        motion.result = "已解决"
        motion.action_withdraw()
        self.assertEqual(motion.state, "withdrawn")
        motion.action_open_again()
        self.assertEqual(motion.state, "brought")
