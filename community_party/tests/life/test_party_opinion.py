from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community")
class TestPartyOpinion(MeetingCase):
    """Talks, opinions and plans: each may end in something to do, with an owner and a day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.secretary, cls.member = cls.make_member("赵书记"), cls.make_member("钱党员")

    def make_opinion(self, **values):
        return self.env["community.party.opinion"].create(
            {
                "name": "The reading room should open on Sundays",
                "organization_id": self.branch.id,
                "date": self.today,
                "member_id": self.member.id,
                **values,
            }
        )

    def test_opinion_is_adopted_or_explained_and_told_back(self):
        """An opinion is told back after an answer only, and an explanation needs its words."""
        opinion = self.make_opinion().with_user(self.branch_user)
        with self.assertRaisesRegex(UserError, "no answer yet"):
            opinion.action_told()
        with self.assertRaisesRegex(UserError, "Enter the answer"):
            opinion.answer = "explained"
        opinion.write({"answer": "adopted", "answer_text": "Open from March"})
        opinion.action_told()
        self.assertEqual(opinion.date_told, self.today)

    def test_opinion_names_who_said_it_or_says_that_nobody_is_named(self):
        with self.assertRaisesRegex(UserError, "say who said it"):
            self.make_opinion(source="resident", member_id=False)
        self.assertTrue(self.make_opinion(source="anonymous", member_id=False))

    def test_what_a_talk_asked_stands_in_the_members_file(self):
        """What a member needs and can give is entered in a talk and stands in the file; no talk
        lies in the future.
        """
        talk = (
            self.env["community.party.talk"]
            .with_user(self.branch_user)
            .create(
                {
                    "talker_id": self.secretary.id,
                    "member_id": self.member.id,
                    "date": self.today,
                    "needs": "Study brought home",
                    "strengths": "Repairs radios",
                }
            )
        )
        self.assertEqual(self.member.needs, "Study brought home")
        self.assertEqual(self.member.strengths, "Repairs radios")
        with self.assertRaisesRegex(UserError, "lies in the future"):
            talk.date = "2999-01-01"

    def test_meeting_ends_in_a_task_with_owner_and_day(self):
        """A task of a meeting has an owner and a day, and is not done before it says what came of
        it.
        """
        meeting = self.make_meeting()
        task = (
            self.env["community.party.plan.line"]
            .with_user(self.branch_user)
            .create(
                {
                    "name": "Clear the stairs",
                    "activity_id": meeting.id,
                    "owner_id": self.member.id,
                    "date_due": self.today,
                }
            )
        )
        self.assertEqual((task.organization_id, task.kind), (self.branch, "action"))
        self.assertEqual(len(meeting.plan_line_ids), 1)
        with self.assertRaisesRegex(UserError, "say in one line what came of it"):
            task.action_done()
        task.result = "Cleared with eleven volunteers"
        task.action_done()
        self.assertEqual((task.state, task.date_done), ("done", self.today))

    def test_study_topic_is_held_as_a_meeting_open_to_residents(self):
        """A topic open to residents is held as such a meeting and counts in its plan."""
        plan = self.env["community.party.plan"].create(
            {"name": "Study", "organization_id": self.branch.id}
        )
        topic = self.env["community.party.plan.line"].create(
            {
                "name": "The new law",
                "plan_id": plan.id,
                "owner_id": self.member.id,
                "date_due": self.today,
                "is_open_to_residents": True,
            }
        )
        self.assertEqual((topic.kind, topic.organization_id), ("study", self.branch))
        context = topic.action_hold()["context"]
        self.assertTrue(context["default_is_open_to_residents"])
        meeting = self.make_meeting("study", topic_id=context["default_topic_id"])
        self.assertEqual(topic.meeting_ids, meeting)
        self.assertEqual((plan.line_count, plan.done_count), (1, 0))
