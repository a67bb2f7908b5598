import random

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..admission_case import AdmissionCase


class RulesCase(AdmissionCase):
    """Somebody who was to become a candidate when the rules were revised in May 2026."""

    # The days of an admission that went on under both editions.
    LATE = {
        1: "2025-01-10",
        2: "2025-02-05",
        3: "2025-03-03",
        4: "2025-03-10",
        5: "2025-03-10",
        6: "2026-04-10",
        26: "2026-06-08",
        7: "2026-06-09",
        8: "2026-06-12",
        9: "2026-06-15",
        10: "2026-07-01",
        11: "2026-07-03",
        12: "2026-07-06",
        13: "2026-07-10",
        14: "2026-07-15",
        15: "2026-08-10",
        16: "2026-08-20",
        17: "2026-09-10",
        18: "2026-09-12",
        19: "2026-09-14",
        20: "2026-10-01",
    }

    def setUp(self):
        super().setUp()
        self.DAYS = {**self.DAYS, **self.LATE}

    def needed(self, number, person):
        if number == 26:
            return {"date_notice": "2026-06-01", "notice_result": "none"}
        return super().needed(number, person)

    def go(self, last, person=None):
        """Record the steps up to and with one, in the order of the way."""
        for number in self.LATE:
            self.take(number, person=person)
            if number == last:
                break

    def refused(self, words, function, *args, **values):
        with self.assertRaises(UserError) as caught:
            function(*args, **values)
        for word in words if isinstance(words, (list, tuple)) else [words]:
            self.assertIn(word, str(caught.exception))

    def open_steps(self, person=None):
        records = (person or self.person).step_record_ids.filtered(lambda r: r.state == "open")
        return records.sorted("step_sequence").mapped("step_number")


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-28 04:00:00")
class TestAdmissionRules(RulesCase):
    """The rules of May 2026 hold from their day; what was done before keeps those of its day."""

    def test_a_candidate_is_noticed_for_five_working_days_first(self):
        """Nobody is decided as a candidate before a public notice has stood for five working days
        of the holiday calendar.
        """
        self.go(6)
        self.assertEqual(self.person.next_step_id.mark, "6-1")
        record = self.due(26)
        # 1-7 October are off, Saturday the 10th is worked.
        record.write({"date_notice": "2026-09-28", "date": "2026-10-09", "notice_result": "none"})
        self.assertEqual(record.date_notice_end, self.day("2026-10-10"))
        self.refused(("4 working days", "5", "2026-10-10"), record.action_record)
        record.date = "2026-10-10"
        record.action_record()
        self.assertEqual(self.open_steps(), [7])
        self.take(7, "2026-10-10")
        self.assertIn("5 working days", record.rule_text)
        self.assertIn("2026", record.rule_text)

    def test_without_a_notice_nobody_is_decided_as_a_candidate(self):
        self.go(6)
        record = self.due(7)
        record.date = "2026-05-18"
        self.refused("comes after step 6-1", record.action_record)
        record.override_reason = "公示材料在街道"
        record.with_user(self.party_manager).action_record()
        self.assertIn("6-1", record.rule_breaks)
        self.assertIn(26, self.open_steps(), "the paper is still asked for")

    def test_whoever_was_decided_before_needs_no_notice(self):
        """Whoever was decided as a candidate before the revised rules never needs the notice, also
        when the step is entered late.
        """
        self.go(6)
        self.assertEqual(self.open_steps(), [26, 7])
        record = self.take(7, "2026-05-17")
        self.assertFalse(record.rule_breaks)
        self.assertIn("2014", record.rule_text)
        self.assertEqual(self.open_steps(), [8])
        for number in self.LATE:
            if number > 7 and number != 26:
                self.take(number)
        paper = self.env.ref("community_party.community_party_step_material_notice_1")
        self.assertNotIn(paper, self.person._archive_missing())
        self.assertNotIn("6-1", [line["number"] for line in self.person._archive_lines()])

    def test_whoever_was_not_ready_before_has_the_notice_only(self):
        self.DAYS = {**self.DAYS, 3: "2025-06-20", 4: "2025-06-20", 5: "2025-06-20"}
        self.go(6)
        self.assertEqual(self.open_steps(), [26], "a year is over after the day of the new rules")

    def test_who_came_as_a_candidate_has_no_notice(self):
        moved = self.make_applicant("吴调入")
        moved.write({"stage": "candidate"})
        self.assertEqual(self.open_steps(moved), [9, 10, 11])
        self.assertNotIn("6-1", [line["number"] for line in moved._archive_lines()])

    def test_no_notice_before_the_rules_knew_it(self):
        self.go(6)
        record = self.due(26)
        record.write({"date_notice": "2026-05-08", "date": "2026-05-17", "notice_result": "none"})
        self.refused(("2026-05-18", "nothing of the kind"), record.action_record)

    def test_objections_are_noted(self):
        self.go(6)
        record = self.due(26)
        record.date = "2026-06-08"
        self.refused("Objections", record.action_record)
        record.notice_result = "none"
        self.refused("enter the day on which the notice was put up", record.action_record)
        record.write({"date_notice": "2026-06-01", "notice_result": "upheld"})
        self.refused("What was found", record.action_record)
        record.note = "群众反映其有债务纠纷，查证属实。"
        self.refused("an objection stands", record.action_record)
        record.result = "refused"
        record.action_record()
        self.assertNotIn(26, self.open_steps())
        record.action_again()
        again = self.due(26)
        again.write({"date_notice": "2026-07-01", "date": "2026-07-08", "note": "已还清。"})
        again.notice_result = "examined"
        again.action_record()
        self.assertEqual(self.open_steps(), [7])

    def test_the_meeting_comes_within_a_month_of_the_review(self):
        """After the review by the committee above the general meeting votes within a month."""
        self.go(14)
        self.assertEqual(self.due(15).date_latest, self.day("2026-08-10"))
        record = self.due(15)
        record.write({"date": "2026-08-11", **self.needed(15, self.person)})
        self.refused(("within 1 months of step 13", "2026-08-10"), record.action_record)
        record.date = "2026-08-10"
        record.action_record()

    def test_a_review_before_the_day_has_no_limit_for_the_meeting(self):
        self.DAYS = {**AdmissionCase.DAYS, 13: "2026-05-17", 14: "2026-05-20"}
        self.walk(14)
        self.assertFalse(self.due(15).date_latest)
        record = self.take(15, "2026-08-11")
        self.assertIn("2026", record.rule_text)
        self.assertNotIn("within", record.rule_text)

    def test_the_approval_takes_longer_with_a_reason_and_never_over_six_months(self):
        """The approval comes within three months, later with a reason, and never over six."""
        self.go(16)
        record = self.due(17)
        self.assertEqual(record.date_latest, self.day("2026-11-10"))
        self.assertEqual(record.date_never, self.day("2027-02-10"))
        record.date = "2026-11-11"
        self.refused(("3 months of step 15", "Why it took longer"), record.action_record)
        record.delay_reason = "党委换届"
        record.with_user(self.party_officer).action_record()
        self.assertFalse(record.rule_breaks)
        self.assertIn("党委换届", str(self.person._archive_lines()))
        with freeze_time("2027-03-01 04:00:00"):
            other = self.make_applicant("钱申请")
            self.go(16, other)
            late = self.due(17, other)
            late.write({"date": "2027-02-11", "delay_reason": "党委换届"})
            self.refused(("over 6 months", "2027-02-10"), late.action_record)
            late.date = "2027-02-10"
            late.action_record()

    def test_the_oath_is_normally_taken_within_a_month(self):
        self.go(19)
        record = self.due(20)
        self.assertEqual(record.date_latest, self.day("2026-10-10"))
        record.date = "2026-10-11"
        self.refused(("2026-10-10", "Why it took longer"), record.action_record)
        record.delay_reason = "“七一”集中宣誓"
        record.action_record()

    def test_a_new_edition_comes_into_force_on_its_day(self):
        """An edition is planned for on its own day, and what was recorded keeps its rule."""
        self.go(6)
        before = {r.step_number: r.rule_text for r in self.person.step_record_ids}
        step = self.env.ref("community_party.community_party_step_notice")
        self.env["community.party.step.rule"].create(
            {
                "step_id": step.id,
                "valid_from": "2026-12-01",
                "notice_workdays": 7,
                "limit_step_id": self.env.ref("community_party.community_party_step_6").id,
                "limit_workdays": 20,
                "legal_basis": "细则（修订）",
            }
        )
        self.assertFalse(self.due(26).date_latest, "the clock began under the edition before")
        for start, least in (("2026-11-30", 5), ("2026-12-01", 7)):
            with freeze_time(f"{start} 04:00:00"):
                self.env["community.party.step.record"]._cron_remind()
                self.due(26).date_notice = start
                self.env.invalidate_all()
                self.assertEqual(self.due(26).notice_workdays, least)
        after = {r.step_number: r.rule_text for r in self.person.step_record_ids}
        self.assertEqual(before, after)

    def test_working_days_follow_the_calendar(self):
        rule = self.env.ref("community_party.community_party_step_rule_2_2026")
        rule.write({"limit_months": 0, "limit_workdays": 5})
        self.DAYS = {**self.DAYS, 1: "2026-11-23"}
        self.take(1)
        self.assertEqual(self.due(2).date_latest, self.day("2026-11-30"))
        self.env["community.holiday"].create({"name": "停电", "date": "2026-11-30"})
        self.assertEqual(self.due(2).date_latest, self.day("2026-12-01"))
        self.assertEqual(self.person.date_next_latest, self.day("2026-12-01"))
        self.assertIn("2026-12-01", str(self.due(2).message_ids.mapped("body")))

    def test_any_order_of_entering_gives_the_same(self):
        """Whatever is entered first, an admission ends with the same steps, rules and dates."""
        chance = random.Random(20260518)
        ways = (
            ("2026-06-09", [*self.LATE]),
            ("2026-05-17", [number for number in self.LATE if number != 26]),
        )
        for decided, numbers in ways:
            self.DAYS = {**self.DAYS, 7: decided}
            expected = None
            for _round in range(4):
                person = self.make_applicant("孙申请")
                self._enter(person, chance.sample(numbers, len(numbers)))
                found = self._state(person)
                expected = expected or found
                self.assertEqual(found, expected, decided)
                self.assertEqual(person.stage, "probationary")
                self.assertFalse(person.step_record_ids.filtered("rule_breaks"))

    def _enter(self, person, numbers):
        """Enter steps in an order, those refused again until nothing more is taken."""
        left = None
        while numbers and numbers != left:
            left = numbers
            numbers = [number for number in left if not self._entered(number, person)]
        self.assertFalse(numbers)

    def _entered(self, number, person):
        record = self.due(number, person)
        if not record:
            return False
        record.write({"date": self.DAYS[number], **self.needed(number, person)})
        try:
            record.with_user(self.party_manager).action_record()
        except UserError:
            return False
        return True

    def _state(self, person):
        return (
            person.stage,
            person.date_probation,
            person.date_next_latest,
            sorted(
                (r.step_number, r.state, str(r.date), r.rule_text or "", str(r.date_latest))
                if r.state == "done"
                else (r.step_number, r.state, str(r.date_earliest), "", str(r.date_latest))
                for r in person.step_record_ids
            ),
        )
