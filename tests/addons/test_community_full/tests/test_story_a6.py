import datetime

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.community_party.tests.admission_case import AdmissionCase
from odoo.addons.community_party.tests.life.test_party_meeting import MeetingCase


@tagged("post_install", "-at_install", "community", "community_story")
class TestStoryA6(AdmissionCase, MeetingCase):
    """A6: a young woman applies and goes the whole way into the Party."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_members(29)  # two more are there already

    def put_to_vote(self, day, present, yes):
        """Hold a branch meeting with so many present and enter its vote on the person."""
        meeting = self.make_meeting(day=datetime.date.fromisoformat(day))
        self.sign_in(meeting, present)
        vote = self.vote(meeting, yes, kind="admission", member_id=self.person.id)
        return vote.with_user(self.branch_user)

    def at(self, number):
        """Record a step as the person in charge, on its day: nothing is known of what follows."""
        with freeze_time(f"{self.DAYS[number]} 06:00:00"):
            return self.take(number, user=self.party_officer)

    def take_all(self, numbers):
        """Record steps each on its day, or all of them late, when the last one is there."""
        if self.told([False, True])[0]:
            with freeze_time(f"{self.DAYS[numbers[-1]]} 06:00:00"):
                for number in numbers:
                    self.take(number, user=self.party_officer)
        else:
            for number in numbers:
                self.at(number)

    def test_from_application_to_full_member(self):
        """Zhou Ting hands in her application. The branch talks with her within the month, names
        her an activist and gives her a contact; every half year a check comes up by itself. A year
        later she is a candidate, not a day earlier. Two introducers, review, training. The meeting
        is called twice: the first time too few have come, and the program says so; the second time
        16 of 31 are there and all 16 say yes. Her probation runs from that day. The branch asks
        for an extension of six months; when it ends she is confirmed, and her standing counts from
        that end although meeting and approval come later. The archive list names what is missing.
        """
        with freeze_time("2024-01-10 06:00:00"):
            person = self.person = self.make_applicant("周婷")
        self.at(1)
        self.assertEqual(person.date_next_latest, self.day("2024-02-10"), "the talk")
        self.take_all(range(2, 6))
        self.assertEqual(person.stage, "activist")

        # Half a year later a check is due, proposed by the night's run.
        with freeze_time("2024-09-02 06:00:00"):
            self.env["community.party.step.record"]._cron_remind()
        self.assertEqual(person.check_ids.mapped("date_due"), [self.day("2024-09-01")])
        self.assertIn("2024", person.check_ids.activity_ids.summary)
        self.assertNotIn("周婷", person.check_ids.activity_ids.summary)
        with freeze_time("2025-02-10 06:00:00"):
            self.take(6, "2025-02-10", user=self.party_officer)
        with freeze_time("2025-03-02 06:00:00"):
            self.env["community.party.check"]._cron_propose()
        self.assertEqual(len(person.check_ids), 2, "the second half year")
        with freeze_time("2025-02-20 06:00:00"), self.assertRaises(UserError) as caught:
            self.due(7).date = "2025-02-20"
            self.due(7).with_user(self.branch_user).action_record()
        self.assertIn("2025-03-01", str(caught.exception))
        self.take_all(range(7, 15))
        self.assertEqual(person.stage, "candidate")

        # The vote: those due count, not those present. Nobody types a number at the step.
        with freeze_time("2025-06-05 12:00:00"):
            few = self.put_to_vote("2025-06-05", 15, 15)
            with self.assertRaises(UserError) as caught:
                few.action_decide()
            self.assertIn("15 of 31", str(caught.exception))
        with freeze_time("2025-06-10 12:00:00"):
            resolution = self.put_to_vote("2025-06-10", 16, 16)
            resolution.action_decide()
            vote = self.due(15)
            self.assertEqual(vote.resolution_id, resolution)
            vote.with_user(self.branch_user).action_record()
        self.assertEqual(vote.vote_text, "16 yes of 31 due: carried")
        self.assertEqual(person.date_next_latest, False, "the talk above has no limit")
        self.at(16)
        self.assertEqual(person.date_next_latest, self.day("2025-09-10"), "the approval")
        self.take_all(range(17, 23))
        self.assertEqual(person.stage, "probationary")
        self.assertEqual(person.date_probation, self.day("2025-06-10"))
        self.assertFalse(person.has_vote)

        # Extended by six months, once.
        with freeze_time("2026-07-02 12:00:00"):
            self.put_to_vote("2026-07-02", 20, 18).action_decide()
            extension = self.due(23)
            extension.write({"result": "extend", "extension_months": 6})
            extension.with_user(self.party_officer).action_record()
            self.assertEqual(extension.vote_text, "18 yes of 31 due: carried")
        self.at(24)
        self.assertEqual(person.stage, "probationary")
        self.assertEqual(self.due(22).date_earliest, self.day("2026-12-10"))
        with freeze_time("2027-02-20 06:00:00"):
            self.take(22, "2026-12-12")
            self.put_to_vote("2027-01-08", 20, 19).action_decide()
            self.due(23).write({"result": "passed", "extension_months": 0})
            self.due(23).with_user(self.party_officer).action_record()
            self.take(24, "2027-02-15")
            self.assertEqual(person.stage, "full")
            self.assertEqual(person.date_full, self.day("2026-12-10"))
            self.assertTrue(person.has_vote and person.can_introduce)

            # The archive: what is missing is named; complete, it is closed.
            self.due(25).date = "2027-02-20"
            with self.assertRaises(UserError) as caught:
                self.due(25).with_user(self.party_officer).action_record()
            self.assertIn("Application form for membership", str(caught.exception))
            page = (
                self.env["ir.actions.report"]
                ._render_qweb_html("community_party.report_admission_file", person.ids)[0]
                .decode()
            )
            for words in ("周婷", "Still missing", "16 yes of 31 due", "Written application"):
                self.assertIn(words, page)
            self.take(25, "2027-02-20", user=self.party_officer)
        self.assertFalse(person.next_step_id)
        done = person.step_record_ids.filtered(lambda r: r.state == "done")
        self.assertEqual(set(done.mapped("step_number")), set(range(1, 26)))
        self.assertFalse(done.filtered("override_user_id"), "nothing against the rules")
