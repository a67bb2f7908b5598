import datetime

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import PartyCase


class MeetingCase(PartyCase):
    """Meetings of the first branch, held in the past so that somebody can have been there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user.with_context(tz="Asia/Shanghai"))

    @classmethod
    def make_members(cls, count, **values):
        return cls.env["community.party.member"].concat(
            *(cls.make_member(f"党员{number}", **values) for number in range(count))
        )

    @classmethod
    def make_meeting(cls, kind="general", day=None, organization=None, **values):
        """Create a meeting of two hours on ``day`` (yesterday) at nine in the morning."""
        day = day or cls.today - relativedelta(days=1)
        start = datetime.datetime.combine(day, datetime.time(1))
        mark = cls.env["community.activity.kind"].search([("meeting_kind", "=", kind)], limit=1)
        return cls.env["community.activity"].create(
            {
                "name": "Meeting",
                "kind_id": mark.id,
                "organization_id": (organization or cls.branch).id,
                "date_start": start,
                "date_stop": start + datetime.timedelta(hours=2),
                **values,
            }
        )

    @classmethod
    def sign_in(cls, meeting, count):
        """Sign in the first ``count`` of those due with a vote."""
        meeting.due_ids.filtered("has_vote").sorted("id")[:count]._mark_present()

    @classmethod
    def vote(cls, meeting, yes, no=0, abstain=0, **values):
        return cls.env["community.party.resolution"].create(
            {
                "name": "Plan",
                "activity_id": meeting.id,
                "yes_count": yes,
                "no_count": no,
                "abstain_count": abstain,
                **values,
            }
        )


@tagged("post_install", "-at_install", "community")
class TestPartyMeeting(MeetingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.members = cls.make_members(16)

    def test_list_of_those_due_fills_itself(self):
        probationary = self.make_member("钱预备", stage="probationary", date_full=False)
        applicant = self.make_member("孙申请", stage="applicant", date_full=False)
        other = self.make_member("李二支", organization=self.branch2)
        group = self.env["community.party.organization"].create(
            {"name": "第一小组", "kind": "group", "parent_id": self.branch.id}
        )
        self.members[0].organization_id = group
        meeting = self.make_meeting()
        self.assertEqual(meeting.due_ids.member_id, self.members | probationary)
        self.assertNotIn(applicant, meeting.due_ids.member_id)
        self.assertNotIn(other, meeting.due_ids.member_id)
        self.assertEqual(meeting.due_count, 17)
        self.assertEqual(meeting.vote_due_count, 16, "probationary members have no vote")
        small = self.make_meeting("group", organization=group)
        self.assertEqual(small.due_ids.member_id, self.members[0])

    def test_filling_again_keeps_who_was_there(self):
        meeting = self.make_meeting()
        self.sign_in(meeting, 1)
        there = meeting.due_ids.filtered(lambda line: line.state == "present").member_id
        gone = (self.members - there)[:1]
        (there | gone).write({"status": "transferred"})
        new = self.make_member("周新来")
        meeting.action_fill_due()
        self.assertIn(there, meeting.due_ids.member_id)
        self.assertNotIn(gone, meeting.due_ids.member_id)
        self.assertIn(new, meeting.due_ids.member_id)

    def test_meeting_belongs_to_a_fitting_organization(self):
        meeting = self.make_meeting()
        with self.assertRaisesRegex(UserError, "choose the organisation"):
            meeting.organization_id = False
        with self.assertRaisesRegex(UserError, "group meetings are held by"):
            self.make_meeting("group")

    def test_quorum_of_half_and_of_two_thirds(self):
        """An ordinary meeting needs half of those due, a democratic life meeting two thirds of the
        leading body.
        """
        meeting = self.make_meeting()
        self.assertEqual(meeting.quorum, 8)
        self.sign_in(meeting, 7)
        self.assertFalse(meeting.is_quorate)
        self.sign_in(meeting, 8)
        self.assertTrue(meeting.is_quorate)
        # The leading body of nine: five are more than half and not two thirds.
        self.env["community.party.post"].create(
            [
                {"organization_id": self.branch.id, "member_id": member.id, "kind": "committee"}
                | {"date_from": "2024-01-01"}
                for member in self.members[:9]
            ]
        )
        life = self.make_meeting("democratic_life")
        self.assertEqual((life.vote_due_count, life.quorum), (9, 6))
        self.sign_in(life, 5)
        self.assertFalse(life.is_quorate)
        self.sign_in(life, 6)
        self.assertTrue(life.is_quorate)
        self.assertIn("6 of 9", life.quorum_note)

    def test_the_share_is_a_number_of_the_rules(self):
        share = self.env["community.parameter"].search(
            [("code", "=", "party_quorum_democratic_life")]
        )
        self.assertEqual((share.value, bool(share.legal_basis)), (66.67, True))
        with self.assertRaises(AccessError):
            share.with_user(self.party_officer).value = 80
        self.own_copy(share, self.party_manager).value = 80
        quorum = share._quorum_share("democratic_life", self.env.company, self.today)
        self.assertEqual(float(quorum), 0.8)

    def test_excluded_members_are_not_in_the_denominator(self):
        meeting = self.make_meeting()
        line = meeting.due_ids[0]
        with self.assertRaisesRegex(UserError, "only after approval"):
            line.exclusion = "abroad"
        line.write({"exclusion": "abroad", "exclusion_note": "Street committee"})
        self.assertEqual(meeting.vote_due_count, 15)
        self.assertEqual(meeting.quorum, 8)

    def test_resolution_counts_over_those_due(self):
        """Nine of sixteen due carry a resolution; eight do not, although they are most of those
        present.
        """
        meeting = self.make_meeting()
        self.sign_in(meeting, 9)
        passed, failed = self.vote(meeting, 9), self.vote(meeting, 8, no=1)
        self.assertEqual(passed.result, "9 of 16 due, passed")
        self.assertEqual(failed.result, "8 of 16 due, not passed")
        (passed | failed).action_decide()
        self.assertEqual((passed | failed).mapped("state"), ["passed", "rejected"])

    def test_thirty_one_due(self):
        self.make_members(15)
        meeting = self.make_meeting()
        self.sign_in(meeting, 16)
        self.assertEqual(self.vote(meeting, 16).result, "16 of 31 due, passed")
        self.assertEqual(self.vote(meeting, 15, no=1).result, "15 of 31 due, not passed")

    def test_admission_needs_more_than_half_and_a_person(self):
        meeting = self.make_meeting()
        self.sign_in(meeting, 8)
        person = self.make_member("郑对象", stage="candidate", date_full=False)
        vote = self.vote(meeting, 8, kind="admission", member_id=person.id)
        self.assertFalse(vote.is_valid, "exactly half is enough for an ordinary resolution only")
        with self.assertRaisesRegex(UserError, "cannot be decided"):
            vote.action_decide()
        with self.assertRaisesRegex(UserError, "say whom"):
            self.vote(meeting, 8, kind="admission")

    def test_written_opinions_count_for_admissions(self):
        meeting = self.make_meeting()
        self.sign_in(meeting, 9)
        person = self.make_member("郑对象", stage="candidate", date_full=False)
        values = {"kind": "admission", "member_id": person.id, "written_yes_count": 1}
        with self.assertRaisesRegex(UserError, "only 0 absent members handed one in"):
            self.vote(meeting, 9, **values)
        absent = meeting.due_ids.filtered(lambda line: line.has_vote and line.state != "present")[0]
        absent.has_opinion = True
        vote = self.vote(meeting, 10, **values)
        self.assertEqual(vote.result, "10 of 16 due, passed")
        with self.assertRaisesRegex(UserError, "11 votes, but 9 people"):
            vote.yes_count = 11
        with self.assertRaisesRegex(UserError, "Enter how many of them were written"):
            vote.write({"yes_count": 10, "written_yes_count": 0})

    def test_votes_over_those_present_are_refused(self):
        meeting = self.make_meeting()
        self.sign_in(meeting, 9)
        with self.assertRaisesRegex(UserError, "over the 16 people with a vote who are due"):
            self.vote(meeting, 5, due_count=9)
        with self.assertRaisesRegex(UserError, "10 votes, but 9 people"):
            self.vote(meeting, 10)
        with self.assertRaisesRegex(UserError, "9 people with a vote are signed in"):
            self.vote(meeting, 9, present_count=12)

    def test_decided_votes_stand(self):
        meeting = self.make_meeting()
        self.sign_in(meeting, 9)
        vote = self.vote(meeting, 9).with_user(self.branch_user)
        with self.assertRaisesRegex(AccessError, "follows from its steps"):
            vote.state = "passed"
        vote.action_decide()
        with self.assertRaisesRegex(UserError, "its numbers stand"):
            vote.yes_count = 8
        with self.assertRaisesRegex(UserError, "stays in the record"):
            vote.sudo().unlink()
        vote.action_recount()
        vote.yes_count = 8
        vote.action_decide()
        self.assertEqual(vote.state, "rejected")

    def test_minutes_are_corrected_with_trace_and_locked_when_signed(self):
        meeting = self.make_meeting(minutes="First wording").with_user(self.branch_user)
        meeting._correct_minutes("Second wording", "A figure was wrong")
        trace = meeting.minutes_version_ids.sorted("number")
        self.assertEqual(trace.mapped("text"), ["First wording", "Second wording"])
        self.assertEqual(trace[1].reason, "A figure was wrong")
        self.assertEqual(trace[1].user_id, self.branch_user)
        with self.assertRaises(AccessError):
            trace[0].write({"text": "Another"})
        with self.assertRaisesRegex(UserError, "not done yet"):
            meeting.action_sign_minutes()
        with self.assertRaisesRegex(AccessError, "follows from its steps"):
            meeting.date_signed = self.today
        meeting.action_done()
        meeting.action_sign_minutes()
        self.assertEqual(meeting.signed_by_id, self.branch_user)
        with self.assertRaisesRegex(UserError, "stand still"):
            meeting.minutes = "Third"
        with self.assertRaisesRegex(UserError, "stand still"):
            meeting._correct_minutes("Third", "Late")
        with self.assertRaisesRegex(UserError, "stand still"):
            meeting.attendance_ids[0].state = "present"
        with self.assertRaisesRegex(UserError, "stand still"):
            self.vote(meeting, 1)

    def test_who_attended_may_correct_and_change_nothing_else(self):
        meeting = self.make_meeting(minutes="First wording")
        guest = self.branch_user2
        self.assertFalse(meeting.with_user(guest).has_access("read"))
        line = self.env["community.attendance"].create(
            {"activity_id": meeting.id, "partner_id": guest.partner_id.id, "state": "present"}
        )
        mine = meeting.with_user(guest)
        self.assertEqual(mine.minutes, "First wording")
        with self.assertRaises(AccessError):
            mine.write({"minutes": "Mine"})
        mine._correct_minutes("Second wording", "My words were left out")
        self.assertEqual(meeting.minutes, "Second wording")
        self.assertEqual(meeting.minutes_version_ids[:1].user_id, guest)
        line.state = "absent"
        with self.assertRaises(AccessError):
            mine.with_user(guest)._correct_minutes("Third", "No")

    def test_attendance_rates_leave_out_exempt_members(self):
        """Exempt and absent members are named as such, and the rate is taken over the others."""
        old = self.members[0]
        self.env["community.party.exemption"].create(
            {"member_id": old.id, "reason": "elderly", "date_from": "2020-01-01"}
        )
        self.members[1].status = "mobile"
        meeting = self.make_meeting()
        self.sign_in(meeting, 0)
        lines = {line.member_id: line for line in meeting.due_ids}
        self.assertEqual(lines[old].exempt_reason, "elderly")
        self.assertEqual(lines[self.members[1]].exempt_reason, "away")
        for member in self.members[2:9]:
            lines[member].state = "present"
        meeting.action_done()
        counted = meeting.due_ids.filtered("is_counted")
        self.assertEqual(len(counted), 14)
        self.assertEqual(sum(counted.mapped("rate")) / len(counted), 50.0)

    def test_study_at_home_counts_in_class_hours_not_as_presence(self):
        """Study brought home counts in class hours and not among those present."""
        meeting = self.make_meeting("study")
        line = meeting.due_ids[0]
        line.action_home()
        self.assertEqual(line.study_form, "home")
        self.assertAlmostEqual(line.class_hours, 2.7)
        self.assertEqual(meeting.present_count, 0)
        line.action_home()
        self.assertEqual((line.study_form, line.state), ("collective", "registered"))
