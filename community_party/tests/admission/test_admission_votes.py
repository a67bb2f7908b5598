from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ..admission_case import AdmissionCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestAdmissionVotes(AdmissionCase):
    """Votes are counted over those due, with written opinions, and extension, cancellation and
    approval have their limits.
    """

    def refused(self, words, function, *args, **values):
        with self.assertRaises(UserError) as caught:
            function(*args, **values)
        for word in words:
            self.assertIn(word, str(caught.exception))

    def vote(self, number, due, present, yes, written=0, written_yes=0, **values):
        record = self.due(number)
        record.write(
            {
                "date": self.DAYS[number],
                "due_count": due,
                "present_count": present,
                "yes_count": yes,
                "written_count": written,
                "written_yes_count": written_yes,
                **values,
            }
        )
        return record

    def test_the_denominator_is_those_due(self):
        self.walk(14)
        record = self.vote(15, 16, 8, 8)
        self.refused(("8 of 16", "more than half"), record.action_record)
        record = self.vote(15, 16, 15, 8)
        self.refused(("8 yes of 16", "those due"), record.action_record)
        record = self.vote(15, 31, 16, 15)
        self.refused(("15 yes of 31",), record.action_record)
        record = self.vote(15, 31, 16, 16)
        self.assertTrue(record.is_passed)
        record.action_record()

    def test_written_opinions_count_for_the_result_and_not_for_the_meeting(self):
        self.walk(14)
        record = self.vote(15, 15, 7, 7, written=8, written_yes=8)
        self.refused(("7 of 15",), record.action_record)
        record = self.vote(15, 15, 8, 7, written=1, written_yes=1)
        self.assertIn("8 yes of 15", record.vote_text)
        record.action_record()

    def test_numbers_that_cannot_be(self):
        self.walk(14)
        self.refused(("how many members were due",), self.vote(15, 0, 0, 0).action_record)
        self.refused(("more than the 15",), self.vote(15, 15, 16, 10).action_record)
        self.refused(("more votes than voters",), self.vote(15, 15, 9, 10).action_record)
        record = self.vote(15, 15, 9, 9, written=2, written_yes=3)
        self.refused(("more votes than voters",), record.action_record)
        record.override_reason = "情况特殊"
        self.refused(("Count again",), record.with_user(self.party_manager).action_record)

    def test_a_vote_that_was_not_carried_rests_until_it_is_taken_up_again(self):
        self.walk(14)
        record = self.vote(15, 16, 15, 8, result="refused")
        record.action_record()
        self.assertEqual((self.person.stage, self.person.date_probation), ("candidate", False))
        self.assertFalse(self.person.next_step_id)
        record.with_user(self.branch_user).action_again()
        self.take(15, "2025-07-10")
        self.assertTrue(self.due(16))

    def test_extension_once_of_6_to_12_months(self):
        self.walk(22)
        for months in (0, 5, 13):
            record = self.vote(23, 31, 20, 20, result="extend", extension_months=months)
            self.refused(("6 to 12",), record.action_record)
        record = self.vote(23, 31, 20, 20, result="extend", extension_months=6)
        record.action_record()
        self.assertEqual(self.person.date_probation_end, self.day("2026-12-10"))
        self.take(24)
        self.assertEqual(self.person.stage, "probationary")
        self.assertEqual(self.due(22).date_earliest, self.day("2026-12-10"))
        with freeze_time("2027-03-01 04:00:00"):
            self.take(22, "2026-12-11")
            record = self.vote(
                23, 31, 20, 20, result="extend", extension_months=6, date="2027-01-05"
            )
            self.refused(("only once",), record.action_record)
            self.take(23, "2027-01-05", result="passed", extension_months=0)
            self.take(24, "2027-02-20")
        self.assertEqual(self.person.stage, "full")
        self.assertEqual(self.person.date_full, self.day("2026-12-10"), "not the later meeting")

    def test_cancellation_is_a_decision_of_named_people(self):
        self.walk(22)
        self.vote(23, 31, 20, 20, result="cancel").with_user(self.branch_user).action_record()
        self.assertEqual(self.person.status, "normal", "the branch alone ends nothing")
        record = self.take(24, user=self.party_officer)
        self.assertEqual((self.person.stage, self.person.status), ("probationary", "removed"))
        self.assertEqual(record.user_id, self.party_officer)
        self.assertFalse(self.person.date_full)

    def test_confirmation_not_before_probation_ends(self):
        self.walk(21)
        self.assertEqual(self.due(22).date_earliest, self.day("2026-06-10"))
        self.due(22).date = "2026-06-09"
        self.refused(("2026-06-10",), self.due(22).action_record)
        self.take(22, "2026-06-10")

    def test_approval_within_three_months(self):
        self.walk(16)
        self.assertEqual(self.due(17).date_latest, self.day("2025-09-10"))
        self.due(17).date = "2025-09-11"
        self.refused(("2025-09-10",), self.due(17).action_record)

    def test_contacts_and_introducers(self):
        self.walk(4)
        self.due(5).date = "2024-03-10"
        self.refused(("0 full members", "1 to 2"), self.due(5).action_record)
        probationary = self.make_member("预备", stage="probationary", date_full=False)
        with self.assertRaises(ValidationError) as caught:
            self.name_people("contact", probationary)
        self.assertIn("no full member", str(caught.exception))
        lost = self.make_member("失联", status="lost_contact")
        with self.assertRaises(ValidationError) as caught:
            self.name_people("introducer", lost)
        self.assertIn("no right to introduce", str(caught.exception))
        third = self.make_member("丙")
        self.name_people("contact", self.full)
        with self.assertRaises(ValidationError) as caught:
            self.name_people("contact", third)
        self.assertIn("may have 2", str(caught.exception))
        self.due(5).action_record()

    def test_an_introducer_who_lost_the_right_stops_the_step(self):
        self.walk(8)
        self.name_people("introducer", self.full)
        self.full[0].status = "lost_contact"
        self.due(9).date = "2025-04-01"
        self.refused(("no right to introduce",), self.due(9).action_record)

    def test_checks_every_half_year(self):
        self.walk(5)
        checks = self.person.check_ids
        days = sorted(checks.mapped("date_due"))
        self.assertEqual(days[:2], [self.day("2024-09-01"), self.day("2025-03-01")])
        self.due(6).date = "2025-03-05"
        self.refused(("2024-09-01", "still open"), self.due(6).action_record)
        first = checks.sorted("date_due")[0].with_user(self.branch_user)
        self.refused(("no opinion",), first.action_done)
        first.write({"opinion": "好", "date": "2026-11-24"})
        self.refused(("still to come",), first.action_done)
        self.check(self.person)
        self.take(6)
        self.env["community.party.check"]._cron_propose()
        self.assertEqual(len(self.person.check_ids), len(days), "nothing twice")

    def test_reminders_carry_no_name(self):
        self.take(1)
        Record = self.env["community.party.step.record"]
        Record._cron_remind()
        activity = self.due(2).activity_ids
        self.assertEqual(activity.user_id, self.branch_user)
        self.assertNotIn("周申请", f"{activity.summary}{activity.note}{activity.res_name}")
        Record._cron_remind()
        self.assertEqual(self.due(2).activity_ids, activity, "once")
        self.take(2)
        self.assertFalse(activity.exists())

    def test_the_archive_asks_for_its_papers(self):
        self.walk(24)
        self.due(25).date = "2026-09-01"
        self.refused(("the file still lacks", "Written application"), self.due(25).action_record)
        self.take(25)
