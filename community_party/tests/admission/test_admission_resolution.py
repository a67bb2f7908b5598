import datetime

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..admission_case import AdmissionCase
from ..life.test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestAdmissionResolution(AdmissionCase, MeetingCase):
    """Steps 15 and 23 stand on the resolution of the branch meeting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Two keep the branch already: sixteen with a vote in all.
        cls.make_members(14)

    def put_to_vote(self, day, present, yes, person=None, **values):
        meeting = self.make_meeting(day=datetime.date.fromisoformat(day), name="支部党员大会")
        self.sign_in(meeting, present)
        person = person or self.person
        vote = self.vote(meeting, yes, kind="admission", member_id=person.id, **values)
        return vote.with_user(self.branch_user)

    def refused(self, words, function, *args):
        with self.assertRaises(UserError) as caught:
            function(*args)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def test_the_step_takes_day_and_numbers_of_the_meeting(self):
        self.walk(14)
        vote = self.put_to_vote("2025-06-10", 9, 9)
        vote.action_decide()
        step = self.due(15)
        self.assertEqual(step.resolution_id, vote, "the decided vote waits at its step")
        self.assertEqual(
            (step.date, step.due_count, step.present_count, step.yes_count),
            (self.day("2025-06-10"), 16, 9, 9),
        )
        self.assertIn("支部党员大会", step.decided_by)
        self.assertEqual(step.vote_text, "9 yes of 16 due: carried")
        step.with_user(self.branch_user).action_record()
        self.walk(17, first=16)
        self.assertEqual(self.person.date_probation, self.day("2025-06-10"), "the meeting's day")

    def test_a_vote_is_on_a_person_at_that_step_on_that_day(self):
        """Nobody is voted on before the step, nor on a day before what comes ahead of it."""
        self.walk(13)
        early = self.put_to_vote("2025-06-10", 9, 9)
        self.refused(("周申请", "at no step with a vote on 2025-06-10"), early.action_decide)
        self.assertEqual(early.state, "draft")
        self.take(14)
        before = self.put_to_vote("2025-05-30", 9, 9)
        self.refused(("at no step with a vote on 2025-05-30",), before.action_decide)
        member = self.put_to_vote("2025-06-10", 9, 9, person=self.full[0])
        self.refused(("Full member",), member.action_decide)
        action = early.action_decide()
        step = self.due(15)
        self.assertEqual((action["res_model"], action["res_id"]), (step._name, step.id))
        self.assertEqual(step.resolution_id, early)

    def test_written_opinions_are_not_counted_twice(self):
        self.walk(14)
        meeting = self.make_meeting(day=datetime.date(2025, 6, 10))
        self.sign_in(meeting, 9)
        absent = meeting.due_ids.filtered(lambda line: line.has_vote and line.state != "present")
        absent[:2].has_opinion = True
        vote = self.vote(
            meeting, 10, kind="admission", member_id=self.person.id, written_yes_count=2
        )
        vote.action_decide()
        step = self.due(15)
        self.assertEqual(
            (step.yes_count, step.written_count, step.written_yes_count, step.is_passed),
            (8, 2, 2, True),
        )

    def test_nobody_is_accepted_against_a_failed_resolution(self):
        """A resolution that failed keeps the step from passing, also by other numbers typed in."""
        self.walk(14)
        vote = self.put_to_vote("2025-06-10", 16, 8, no_count=8)
        vote.action_decide()
        self.assertEqual(vote.state, "rejected")
        step = self.due(15)
        self.assertEqual((step.resolution_id, step.result), (vote, "refused"))
        step.result = "passed"
        self.refused(("8 yes of 16",), step.with_user(self.party_manager).action_record)
        # Taking the resolution out and typing other numbers does not help.
        step.resolution_id = False
        step.write({"date": "2025-06-10", "due_count": 16, "present_count": 16, "yes_count": 9})
        self.refused(
            ("did not carry", "8 of 16 due, not passed"),
            step.with_user(self.party_manager).action_record,
        )
        step.write({"resolution_id": vote.id})
        step.with_user(self.branch_user).action_record()
        self.assertEqual((self.person.stage, step.result), ("candidate", "refused"))

    def test_typed_numbers_give_way_to_those_of_the_meeting(self):
        self.walk(14)
        vote = self.put_to_vote("2025-06-10", 9, 9)
        vote.action_decide()
        step = self.due(15)
        self.refused(("count again there",), step.write, {"due_count": 9})
        step.date = "2025-06-11"
        self.refused(("2025-06-10", "2025-06-11"), step.action_record)

    def test_a_vote_on_somebody_else_is_no_vote_on_this_person(self):
        self.walk(14)
        other = self.make_applicant("钱申请")
        for number in range(1, 15):
            self.take(number, person=other)
        vote = self.put_to_vote("2025-06-10", 9, 9, person=other)
        vote.action_decide()
        step = self.due(15)
        self.assertFalse(step.resolution_id)
        self.due(15, other).resolution_id = False
        step.resolution_id = vote
        self.refused(("no vote on this person",), step.action_record)

    def test_an_undecided_vote_is_no_basis(self):
        self.walk(14)
        vote = self.put_to_vote("2025-06-10", 9, 9)
        step = self.due(15)
        step.resolution_id = vote
        self.refused(("has not been decided",), step.action_record)

    def test_a_recorded_step_holds_its_resolution(self):
        self.walk(14)
        vote = self.put_to_vote("2025-06-10", 9, 9)
        vote.action_decide()
        vote.action_recount()
        step = self.due(15)
        self.assertFalse(step.resolution_id or step.due_count, "the step waits again")
        vote.action_decide()
        step.action_record()
        self.refused(("was recorded on it",), vote.action_recount)
        self.walk(22, first=16)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.due(23).resolution_id = vote

    def test_the_confirmation_stands_on_its_own_meeting(self):
        self.walk(22)
        vote = self.put_to_vote("2026-07-02", 12, 10, no_count=2)
        vote.action_decide()
        step = self.due(23)
        self.assertEqual(step.vote_text, "10 yes of 16 due: carried")
        step.with_user(self.branch_user).action_record()
        self.take(24)
        self.assertEqual(self.person.stage, "full")
        self.assertEqual(self.person.date_full, self.day("2026-06-10"), "the end of probation")
