from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..representative_case import RepresentativeCase


@tagged("post_install", "-at_install", "community")
class TestRepresentativeMeeting(RepresentativeCase):
    """Meetings of representatives: notice, those due by their terms, quorum, votes."""

    def test_those_due_follow_from_the_terms(self):
        """The list holds each person in office on the day once, and follows day and terms."""
        first, second = self.make_representatives(2)
        gone = self.make_representative("孙代表", "第五小组")
        gone.write({"date_ended": self.day(-40), "end_reason": "moved"})
        twice = self.make_representative(group="业主代表", partner_id=first.partner_id.id)
        first.with_user(self.party_officer).copy(
            {"organization_id": self.branch2.id, "group_name": "别处"}
        )
        meeting = self.make_meeting(days=4)
        self.assertEqual(meeting.due_ids.partner_id, (first | second).partner_id)
        self.assertEqual(meeting.due_count, 2)
        self.assertEqual(meeting.vote_due_count, 2)
        first.write({"date_ended": self.day(-1), "end_reason": "resigned"})
        # The other term of the same person holds on.
        self.assertEqual(meeting.due_ids.representative_id, second | twice)
        twice.write({"date_ended": self.day(-1), "end_reason": "resigned"})
        self.assertEqual(meeting.due_ids.representative_id, second)
        late = self.make_representative("新代表", "第六小组", date_from=self.day(5))
        self.assertNotIn(late, meeting.due_ids.representative_id)
        after = self.make_meeting(days=6)
        meeting.write({"date_start": after.date_start, "date_stop": after.date_stop})
        self.assertEqual(meeting.due_ids.representative_id, second | late)

    def test_a_list_is_not_typed(self):
        """No client seats a representative, and no Party member is due at such a meeting."""
        line = self.make_representative()
        meeting = self.make_meeting(days=2, attendance_ids=[])
        Attendance = self.env["community.attendance"].with_user(self.branch_user)
        other = self.make_representative("李代表", "第四小组", date_from=self.day(10))
        with self.assertRaises(AccessError):
            Attendance.create(
                {
                    "activity_id": meeting.id,
                    "partner_id": other.partner_id.id,
                    "representative_id": other.id,
                }
            )
        member = self.make_member()
        with self.refused("follow from the terms"):
            Attendance.create({"activity_id": meeting.id, "member_id": member.id})
        self.assertEqual(meeting.due_ids.representative_id, line)

    def test_quorum_and_majority(self):
        """More than half of those due must be there, more than half of those present decide: 5 of
        9 hold a meeting, 4 do not, and 3 of 5 carry a motion."""
        lines = self.make_representatives(9)
        meeting = self.make_meeting()
        motion = self.make_motion(lines[0], meeting)
        self.assertEqual(meeting.quorum, 5)
        self.sign_in(meeting, 4)
        self.assertFalse(meeting.is_quorate)
        with self.refused("not quorate"):
            self.decide(motion, 4)
        self.assertEqual(motion.state, "brought")
        motion.action_take_back()
        self.sign_in(meeting, 5)
        self.assertTrue(meeting.is_quorate)
        vote = self.decide(motion, 3, 2)
        self.assertEqual((vote.state, motion.state), ("passed", "passed"))
        self.assertIn("3 of 5 present", vote.result)
        vote.action_recount()
        self.assertEqual(motion.state, "brought")
        vote.write({"yes_count": 2, "no_count": 3})
        vote.action_decide()
        self.assertEqual((vote.state, motion.state), ("rejected", "rejected"))

    def test_quorum_is_a_parameter(self):
        """With two thirds, more than two thirds of those due must be there."""
        self.make_representatives(9)
        self.env.ref("community_party.community_parameter_party_quorum_representatives").write(
            {"value": 66.67}
        )
        self.assertEqual(self.make_meeting().quorum, 7)

    def test_nobody_votes_twice(self):
        """More votes than people present are refused; a person with two terms has one seat."""
        lines = self.make_representatives(3)
        self.make_representative(group="业主代表", partner_id=lines[0].partner_id.id)
        meeting = self.make_meeting()
        self.sign_in(meeting, 3)
        self.assertEqual(meeting.vote_present_count, 3)
        motion = self.make_motion(lines[0], meeting)
        with self.refused("present"):
            self.decide(motion, 4)
        with self.refused("present"):
            self.decide(motion, 3, 1)

    def test_the_rule_fits_the_meeting(self):
        """Representatives decide by their rule, and no Party meeting by it."""
        self.make_representatives(3)
        meeting = self.make_meeting()
        self.sign_in(meeting, 3)
        with self.refused("their own rule"):
            self.Resolution.create(
                {"name": "Plan", "activity_id": meeting.id, "kind": "ordinary", "yes_count": 3}
            )
        self.assertEqual(meeting.action_vote()["context"]["default_kind"], "residents")
        vote = self.Resolution.create({"name": "Plan", "activity_id": meeting.id})
        self.assertEqual(vote.kind, "residents")

    def test_notice(self):
        """Notice is due days before, is given once it says what it is about, and stands in the
        paper with motions and results; its days fit."""
        line = self.make_representative()
        meeting = self.make_meeting(days=10)
        self.assertEqual(meeting.date_notice_due, self.day(5))
        self.assertIn(str(self.day(5)), meeting.notice_note)
        with self.refused("neither agenda nor motions"):
            meeting.action_notice()
        self.make_motion(line, meeting)
        meeting.action_notice()
        self.assertEqual(meeting.date_notice, self.today)
        self.assertTrue(meeting.is_noticed)
        self.assertFalse(meeting.notice_note)
        with self.refused("still to come", ValidationError):
            meeting.date_notice = self.day(1)
        soon = self.make_meeting(days=2, agenda="1. 停车")
        self.assertIn("should have been given", soon.notice_note)
        soon.action_notice()
        self.assertFalse(soon.is_noticed)
        held = self.make_meeting(days=-3)
        with self.refused("comes after"):
            held.date_notice = self.day(-2)
        report = self.env.ref("community_party.community_activity_action_report_notice")
        html = (
            report.with_user(self.branch_user)
            ._render_qweb_html(report.report_name, meeting.ids)[0]
            .decode()
        )
        self.assertIn("三号楼后加装路灯", html)
        self.assertIn("王代表", html)

    def test_only_representatives_get_a_notice(self):
        """Another kind of meeting has no notice, and a Party group calls no representatives."""
        general = self.env["community.activity.kind"].search(
            [("meeting_kind", "=", "general")], limit=1
        )
        party = self.make_meeting(days=3, kind_id=general.id)
        self.assertFalse(party.date_notice_due)
        with self.refused("no meeting of representatives"):
            party.action_notice()
        group = self.env["community.party.organization"].create(
            {"name": "党小组", "kind": "group", "parent_id": self.branch.id}
        )
        with self.refused("does not fit"):
            self.make_meeting(organization_id=group.id)

    def test_a_list_stays_one_of_its_kind(self):
        """A meeting with guests gets its representatives as well; one with a list does not become
        another kind of meeting."""
        line = self.make_representative()
        guest = self.env["res.partner"].create({"name": "客人"})
        meeting = self.make_meeting(
            days=3, attendance_ids=[Command.create({"partner_id": guest.id})]
        )
        self.assertEqual(meeting.due_ids.representative_id, line)
        general = self.env["community.activity.kind"].search(
            [("meeting_kind", "=", "general")], limit=1
        )
        with self.refused("no meeting of representatives"):
            meeting.kind_id = general
        self.make_member()
        party = self.make_meeting(days=3, kind_id=general.id)
        with self.refused("follow from the terms"):
            party.kind_id = self.kind

    def test_nobody_in_office(self):
        """Filling the list of a day without terms says what to enter."""
        meeting = self.make_meeting(days=3)
        with self.refused("enter their terms first"):
            meeting.action_fill_due()

    def test_signing_asks_for_answers_and_fitting_votes(self):
        """Minutes are signed when each of those due has an answer and each vote stands on the
        numbers of the list."""
        lines = self.make_representatives(5)
        meeting = self.make_meeting()
        motion = self.make_motion(lines[0], meeting)
        self.sign_in(meeting, 3)
        vote = self.decide(motion, 2, 1)
        meeting.action_done()
        meeting.minutes = "会议纪要"
        # Entered after the meeting: was in office on its day, nobody knows whether it came.
        self.make_representative("晚录", "第九小组")
        self.assertEqual(meeting.due_count, 6)
        with self.refused("has no answer"):
            meeting.action_sign_minutes()
        meeting.due_ids.filtered(lambda x: x.state == "registered").write({"state": "absent"})
        with self.refused("Count the vote again"):
            meeting.action_sign_minutes()
        vote.action_recount()
        with self.refused("not quorate"):
            vote.action_decide()
        motion.action_take_back()
        meeting.action_sign_minutes()
        self.assertEqual(motion.state, "brought")

    def test_a_term_corrected_after_signing_is_told(self):
        """Signed minutes stand; who was counted without a term, and who is missing, is said on
        the meeting and on the representative."""
        lines = self.make_representatives(3)
        meeting = self.make_meeting(days=-5)
        self.sign_in(meeting, 3)
        self.assertEqual(meeting.vote_due_count, 3)
        self.close(meeting)
        self.assertEqual(meeting.vote_due_count, 3)
        self.assertFalse(meeting.term_note)
        lines[1].write({"date_ended": self.day(-30), "end_reason": "moved"})
        self.make_representative("晚录", "第九小组")
        self.assertEqual(meeting.vote_due_count, 3)
        self.assertEqual(meeting.vote_present_count, 3)
        self.assertIn("代表1", meeting.term_note)
        self.assertIn("晚录", meeting.term_note)
        self.assertIn(str(self.day(-5)), lines[1].late_note)
        self.assertFalse(lines[0].late_note)

    def test_who_came_without_a_term_is_a_guest(self):
        """Whoever was present and turns out not to be in office stays on the list, without a
        vote; a guest who turns out to be in office has one."""
        lines = self.make_representatives(3)
        meeting = self.make_meeting()
        guest = self.env["res.partner"].create({"name": "客人"})
        self.env["community.attendance"].with_user(self.branch_user).create(
            {"activity_id": meeting.id, "partner_id": guest.id, "state": "present"}
        )
        self.sign_in(meeting, 3)
        lines[2].write({"date_ended": self.day(-2), "end_reason": "recalled"})
        self.assertEqual((meeting.due_count, meeting.vote_present_count), (2, 2))
        self.assertEqual(meeting.present_count, 4)
        self.make_representative("客人", "第七小组", partner_id=guest.id)
        self.assertEqual((meeting.due_count, meeting.vote_present_count), (3, 3))

    def test_it_is_no_party_meeting(self):
        """Representatives' meetings count neither as Party meetings nor in members' attendance."""
        self.make_representatives(2)
        meeting = self.make_meeting()
        self.sign_in(meeting, 2)
        meeting.action_done()
        self.assertFalse(any(meeting.due_ids.mapped("is_counted")))
        for code in ("party_meetings_held", "party_meetings_with_tasks"):
            domain = self.env["community.indicator"].search([("code", "=", code)]).domain
            self.assertIn("representatives", domain)
