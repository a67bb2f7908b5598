import doctest

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tests.common import BaseCase

from ...tools import admission, appraisal, sealed_box
from ..admission_case import AdmissionCase


@tagged("post_install", "-at_install", "community")
class TestAdmissionTools(BaseCase):
    def test_tools(self):
        for module in (admission, appraisal, sealed_box):
            result = doctest.testmod(module)
            self.assertGreater(result.attempted, 0)
            self.assertEqual(result.failed, 0)


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-23 04:00:00")
class TestAdmission(AdmissionCase):
    """The 25 steps are data with sources; each comes in its order and time or is refused in a
    sentence.
    """

    def refused(self, words, function, *args, **values):
        with self.assertRaises(UserError) as caught:
            function(*args, **values)
        for word in words if isinstance(words, (list, tuple)) else [words]:
            self.assertIn(word, str(caught.exception))

    def test_25_steps_are_data_with_their_source(self):
        steps = self.env["community.party.step"].search([])
        self.assertEqual(sorted(steps.mapped("number")), list(range(1, 27)))
        self.assertEqual([s.mark for s in steps][5:8], ["6", "6-1", "7"])
        for day, notice, limits in (
            ("2026-05-17", [], {2: 1, 17: 3, 24: 3}),
            ("2026-05-18", [26], {2: 1, 15: 1, 17: 3, 20: 1, 24: 3}),
        ):
            rules = [step._rule_on(self.day(day)) for step in steps]
            rules = {rule.step_id.number: rule for rule in rules if rule}
            self.assertEqual(sorted(rules), sorted([*range(1, 26), *notice]))
            self.assertTrue(all(rule.legal_basis for rule in rules.values()))
            waits = {n: rule.wait_months for n, rule in rules.items() if rule.wait_step_id}
            self.assertEqual(waits, {7: 12, 22: 12, 23: 12})
            found = {n: rule.limit_months for n, rule in rules.items() if rule.limit_step_id}
            self.assertEqual(found, limits)
        self.assertEqual(steps.filtered("has_vote").mapped("number"), [15, 23])

    def test_whoever_applies_has_step_1_due_and_then_the_next(self):
        self.assertEqual(self.person.next_step_id.number, 1)
        self.take(1)
        self.assertEqual(self.person.next_step_id.number, 2)
        self.assertEqual(self.person.date_next_latest, self.day("2024-02-10"))
        self.assertEqual(self.person.date_applied, self.day("2024-01-10"))
        self.assertTrue(self.person.is_next_late)
        self.assertIn(
            self.due(2), self.env["community.party.step.record"].search([("is_late", "=", True)])
        )
        self.take(2)
        self.assertFalse(self.person.is_next_late)

    def test_stage_and_dates_follow_the_steps(self):
        stages = {1: "applicant", 3: "activist", 8: "candidate", 17: "probationary", 24: "full"}
        expected = "applicant"
        for number in range(1, 26):
            self.take(number)
            expected = stages.get(number, expected)
            self.assertEqual(self.person.stage, expected, number)
        self.assertEqual(self.person.date_probation, self.day("2025-06-10"), "not the oath")
        # Meeting and approval came later: standing begins when probation ended.
        self.assertEqual(self.person.date_full, self.day("2026-06-10"))
        self.assertFalse(self.person.next_step_id)

    def test_two_steps_may_be_due_side_by_side(self):
        self.walk(8)
        self.assertEqual(
            sorted(
                self.person.step_record_ids.filtered(lambda r: r.state == "open").mapped(
                    "step_number"
                )
            ),
            [9, 10, 11],
        )
        self.take(11)
        self.take(9)
        self.assertFalse(self.due(12))
        self.take(10)
        self.assertTrue(self.due(12))

    def test_a_year_as_activist_before_candidate(self):
        self.walk(6)
        self.assertEqual(self.due(7).date_earliest, self.day("2025-03-05"))
        self.due(7).date = "2025-03-06"
        self.due(7).action_record()
        self.assertEqual(
            self.person.step_record_ids.filtered(
                lambda r: r.step_number == 7 and r.state == "done"
            ).rule_breaks,
            False,
        )

    def test_too_early_is_a_sentence_and_an_override_needs_a_manager_and_a_reason(self):
        self.walk(5)
        self.take(6, "2025-02-01")
        record = self.due(7)
        self.assertEqual(record.date_earliest, self.day("2025-03-01"))
        record.date = "2025-02-28"
        mine = record.with_user(self.branch_user)
        self.refused(("12 months", "2025-03-01", "with a reason"), mine.action_record)
        mine.override_reason = "参加抗洪表现突出"
        with self.assertRaises(AccessError):
            mine.action_record()
        record.with_user(self.party_manager).action_record()
        self.assertEqual(record.override_user_id, self.party_manager)
        self.assertIn("2025-03-01", record.rule_breaks)
        self.assertEqual(record.override_reason, "参加抗洪表现突出")

    def test_the_last_day_is_in_time_and_the_next_is_not(self):
        self.take(1)
        self.due(2).date = "2024-02-11"
        self.refused(("within 1 months", "2024-02-10"), self.due(2).action_record)
        self.take(2, "2024-02-10")

    def test_order_of_steps(self):
        record = self.env["community.party.step.record"].create(
            {
                "member_id": self.person.id,
                "date": "2024-01-10",
                "step_id": self.env.ref("community_party.community_party_step_3").id,
            }
        )
        self.refused("comes after step 2", record.action_record)
        self.take(1)
        self.due(2).date = "2024-01-09"
        self.refused("before step 1", self.due(2).action_record)

    def test_a_day_to_come_is_refused(self):
        self.due(1).date = "2026-11-24"
        self.refused("still to come", self.due(1).action_record)
        self.due(1).date = False
        self.refused("enter the day", self.due(1).action_record)

    def test_applicants_are_18(self):
        """Nobody applies before turning 18; age and band of the day of application are kept."""
        self.person.resident_id = self.env["community.resident"].create(
            {"name": "周申请", "birth_date": "2006-01-11"}
        )
        self.due(1).date = "2024-01-10"
        self.refused(("18", "2024-01-11"), self.due(1).action_record)
        self.take(1, "2024-01-11")
        self.assertEqual((self.person.applied_age, self.person.applied_band), (18, "25"))

    def test_training_by_days_or_hours(self):
        self.walk(10)
        record = self.due(11)
        record.write({"date": "2025-05-05", "training_days": 2, "training_hours": 23.5})
        self.refused(("2 days", "23.5 hours", "3 days or 24 hours"), record.action_record)
        record.training_hours = 24
        record.action_record()

    def test_steps_above_the_branch_are_recorded_by_an_officer(self):
        self.walk(7)
        self.due(8).date = "2025-03-20"
        with self.assertRaises(AccessError):
            self.due(8).with_user(self.branch_user).action_record()
        self.take(8, user=self.party_officer)

    def test_whoever_leaves_within_three_months_is_not_reviewed(self):
        self.walk(12)
        record = self.due(13)
        record.write({"date": "2025-05-20", "date_leaving": "2025-08-19"})
        self.refused("within 3 months", record.action_record)
        record.date_leaving = "2025-08-20"
        record.action_record()

    def test_the_stage_is_not_typed_over_the_steps(self):
        self.walk(3)
        person = self.person.with_user(self.branch_user)
        self.refused("follows the recorded steps", person.write, {"stage": "full"})
        self.refused("follows the recorded steps", person.write, {"date_full": "2026-01-01"})
        person.write({"stage": "activist", "number": "A-1"})

    def test_recorded_steps_are_not_rewritten_but_withdrawn(self):
        self.walk(3)
        record = self.person.step_record_ids.filtered(lambda r: r.step_number == 3)
        mine = record.with_user(self.branch_user)
        self.refused("not rewritten", mine.write, {"date": "2020-01-01"})
        with self.assertRaises(AccessError):
            mine.write({"state": "open"})
        mine.material_ids = record.step_id.material_ids[:1]
        self.refused("kept", record.with_user(self.party_manager).unlink)
        with self.assertRaises(AccessError):
            mine.action_withdraw("误录")
        second = self.person.step_record_ids.filtered(lambda r: r.step_number == 2)
        self.refused("withdraw that one first", second.action_withdraw, "误录")
        self.refused("say why", record.action_withdraw, " ")
        self.env["community.party.step.withdraw"].with_user(self.party_manager).create(
            {"record_id": record.id, "reason": "误录"}
        ).action_withdraw()
        self.assertEqual((record.state, self.person.stage), ("withdrawn", "applicant"))
        self.assertTrue(self.due(3))

    def test_time_carries_over_when_the_person_moves(self):
        self.walk(3)
        self.person.organization_id = self.branch2
        self.assertEqual(self.person.step_record_ids.organization_id, self.branch2)
        for number in (4, 5, 6):
            self.take(number)
        self.assertEqual(self.due(7).date_earliest, self.day("2025-03-05"))
        self.assertIn(
            self.due(7),
            self.env["community.party.step.record"].with_user(self.branch_user2).search([]),
        )

    def test_time_from_another_unit_carries_over(self):
        moved = self.make_applicant("吴调入", status="normal")
        moved.write({"stage": "activist"})
        self.assertEqual(sorted(moved.step_record_ids.mapped("step_number")), [4, 5])
        Record = self.env["community.party.step.record"].with_user(self.party_officer)
        record = Record.create(
            {
                "member_id": moved.id,
                "date": "2024-03-01",
                "is_carried": True,
                "carried_from": "市机械厂党支部",
                "step_id": self.env.ref("community_party.community_party_step_3").id,
            }
        )
        record.action_record()
        self.assertEqual(moved.stage, "activist")
        for number in (4, 5, 6):
            self.take(number, person=moved)
        self.assertEqual(self.due(7, moved).date_earliest, self.day("2025-03-05"))

    def test_unknown_days_of_presumed_steps_are_asked_for(self):
        moved = self.make_applicant("吴调入")
        moved.write({"stage": "activist"})
        for number in (4, 5):
            self.take(number, person=moved)
        self.due(6, moved).write({"date": "2025-03-05", "override_reason": "档案在途"})
        self.due(6, moved).with_user(self.party_manager).action_record()
        self.due(7, moved).date = "2025-03-10"
        self.refused("day is not known", self.due(7, moved).action_record)

    def test_nothing_is_due_for_whoever_left(self):
        self.take(1)
        self.person.status = "removed"
        self.assertFalse(self.person.step_record_ids.filtered(lambda r: r.state == "open"))
        self.person.status = "normal"
        self.assertTrue(self.due(2))

    def test_a_changed_number_replans(self):
        self.take(1)
        self.env.ref("community_party.community_party_step_rule_2_2014").with_user(
            self.env.ref("base.user_admin")
        ).limit_months = 2
        self.assertEqual(self.due(2).date_latest, self.day("2024-03-10"))

    def test_full_members_of_the_register_have_no_steps(self):
        self.assertFalse(self.full.step_record_ids)
