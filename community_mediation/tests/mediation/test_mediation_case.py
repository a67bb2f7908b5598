from odoo.exceptions import UserError
from odoo.fields import Command, Date
from odoo.tests import freeze_time, tagged

from ..dispute_case import DisputeCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2025-03-15 02:00:00")
class TestMediationCase(DisputeCase):
    def test_number_clock_and_papers_come_with_acceptance(self):
        case = self.make_case()
        self.assertFalse(case.number)
        self.assertFalse(case.paper_ids)
        self.move(case, "accept", date="2025-03-03", is_rights_told=True)
        self.assertRegex(case.number, r"^（2025）人调字第\d+号$")
        self.assertEqual(case.state, "accepted")
        self.assertEqual(case.date_limit, Date.to_date("2025-04-02"))
        self.assertEqual(case.clock, "Day 12 of 30")
        self.assertIn("Copies of identity papers", case.missing_papers)
        self.assertNotIn("Rights notice", case.missing_papers)
        self.assertEqual(case.people_count, 2)

    def test_two_numbers_of_a_year_follow_each_other(self):
        first, second = self.make_accepted(), self.make_accepted()
        numbers = [int(case.number.split("第")[1].rstrip("号")) for case in (first, second)]
        self.assertEqual(numbers[1], numbers[0] + 1)

    def test_acceptance_says_what_is_missing(self):
        case = self.make_case()
        with self.assertRaisesRegex(UserError, "rights and duties"):
            self.move(case, "accept", date="2025-03-03")
        with self.assertRaisesRegex(UserError, "between 2025-03-01 and today"):
            self.move(case, "accept", date="2025-02-03", is_rights_told=True)
        with self.assertRaisesRegex(UserError, "between 2025-03-01 and today"):
            self.move(case, "accept", date=False, is_rights_told=True)
        case.participant_ids[1].is_voluntary = False
        with self.assertRaisesRegex(UserError, "王建国 does not want mediation"):
            self.move(case, "accept", date="2025-03-03", is_rights_told=True)
        case.participant_ids[1].unlink()
        with self.assertRaisesRegex(UserError, "a party of each side"):
            self.move(case, "accept", date="2025-03-03", is_rights_told=True)

    def test_a_case_without_mediator_is_not_accepted(self):
        case = self.make_case(mediator_ids=[]).with_user(self.coordinator)
        with self.assertRaisesRegex(UserError, "name a mediator"):
            self.move(case, "accept", date="2025-03-03", is_rights_told=True)

    def test_a_refusal_needs_a_reason(self):
        case = self.make_case()
        with self.assertRaisesRegex(UserError, "give the reason"):
            self.move(case, "decline")
        self.move(case, "decline", reason="法院已经受理")
        self.assertEqual((case.state, case.end_reason), ("refused", "法院已经受理"))
        self.assertFalse(case.number)
        with self.assertRaisesRegex(UserError, "has ended"):
            case.description = "x"

    def test_a_mediator_who_is_a_party_is_refused(self):
        case = self.make_case()
        self.mediator2.resident_id = self.above.head_id
        with self.assertRaisesRegex(UserError, "is a party of the dispute"):
            case.mediator_ids = [Command.link(self.mediator2.id)]
        with self.assertRaisesRegex(UserError, "is a party of the dispute"):
            case.participant_ids = [
                Command.create({"side": "two", "partner_id": self.mediator.partner_id.id})
            ]

    def test_kin_household_and_earlier_case_are_named(self):
        case = self.make_case()
        sister = self.make_resident(self.below, name="陈秀梅")
        self.mediator.resident_id = sister
        self.assertIn("lives in the household of 陈秀兰", case.conflict_note)
        self.env["community.kinship"].create(
            {"resident_id": sister.id, "relative_id": self.above.head_id.id, "kind": "in_law"}
        )
        case.invalidate_recordset()
        self.assertIn("is a relative of 王建国 (In-law)", case.conflict_note)
        with self.assertRaisesRegex(UserError, "both sides know and agree"):
            self.move(case, "accept", date="2025-03-03", is_rights_told=True)
        case.conflict_waiver = "双方 3 月 2 日当面同意"
        self.move(case, "accept", date="2025-03-03", is_rights_told=True)

    def test_an_earlier_case_as_party_is_named(self):
        earlier = self.make_case(mediator_ids=[Command.set(self.mediator2.ids)])
        earlier.sudo().participant_ids = [
            Command.create({"side": "one", "partner_id": self.mediator.partner_id.id})
        ]
        self.assertIn("were parties of", self.make_case().conflict_note)

    def test_extension_needs_the_consent_of_both(self):
        case = self.make_accepted()
        with self.assertRaisesRegex(UserError, "only if both sides consent"):
            self.move(case, "extend", days=10, is_consent_one=True)
        with self.assertRaisesRegex(UserError, "between 1 and 30 days"):
            self.move(case, "extend", days=31, is_consent_one=True, is_consent_two=True)
        self.move(case, "extend", days=10, is_consent_one=True, is_consent_two=True)
        self.assertEqual(case.date_limit, Date.to_date("2025-04-12"))
        self.assertEqual(case.clock, "Day 12 of 40")

    def test_overdue_is_a_search(self):
        case = self.make_accepted()
        Case = self.env["community.mediation.case"]
        self.assertNotIn(case, Case.search([("is_overdue", "=", True)]))
        with freeze_time("2025-04-03 02:00:00"):
            case.invalidate_recordset()
            self.assertTrue(case.is_overdue)
            self.assertIn(case, Case.search([("is_overdue", "=", True)]))
            self.assertNotIn(case, Case.search([("is_overdue", "=", False)]))

    def test_failure_names_the_legal_ways(self):
        case = self.make_accepted()
        with self.assertRaisesRegex(UserError, "legal ways"):
            self.move(case, "fail", reason="对方明确拒绝", legal_ways=" ")
        self.move(case, "fail", reason="对方明确拒绝")
        self.assertEqual(case.state, "failed")
        self.assertIn("people's court", case.legal_ways)

    def test_a_file_is_closed_when_nothing_is_missing(self):
        case = self.make_accepted()
        self.move(case, "fail", reason="对方明确拒绝")
        with self.assertRaisesRegex(UserError, "lacks “Copies of identity papers”"):
            case.action_close()
        case.paper_ids.filtered("is_required").write({"is_there": True})
        case.paper_ids.filtered(lambda paper: paper.kind == "agreement").is_there = False
        # Nobody held a session that could be printed: the minutes are on paper.
        record = case.paper_ids.filtered(lambda paper: paper.kind == "record")
        with self.assertRaisesRegex(UserError, "“Record of mediation” is ticked.*neither a scan"):
            case.action_close()
        record.write({"file": "c2Nhbg==", "file_name": "笔录.pdf"})
        case.action_close()
        self.assertEqual(case.state, "closed")
        with self.assertRaisesRegex(UserError, "has ended"):
            case.participant_ids[0].name = "x"

    def test_danger_goes_to_the_police_at_once(self):
        case = self.make_accepted()
        case.write({"escalation": "tension", "escalation_measures": "分开劝解"})
        with self.assertRaisesRegex(UserError, "give the reason"):
            self.move(case, "police", date="2025-03-15")
        with self.assertRaisesRegex(UserError, "today or earlier"):
            self.move(case, "police", date="2025-03-16", reason="扬言动手")
        self.move(case, "police", date="2025-03-15", reason="扬言动手")
        self.assertEqual(case.escalation, "order")
        self.assertEqual(case.date_police_told, Date.to_date("2025-03-15"))

    def test_state_number_and_days_follow_buttons(self):
        case = self.make_case()
        for values in ({"state": "agreed"}, {"number": "1"}, {"date_accepted": "2025-03-02"}):
            with self.assertRaisesRegex(UserError, "follows from its steps"):
                case.write(values)
        with self.assertRaisesRegex(UserError, "registered and kept"):
            case.unlink()
        with self.assertRaisesRegex(UserError, "lies in the future"):
            case.date_received = "2025-04-01"
        with self.assertRaisesRegex(UserError, "while it is “Accepted / Mediating”"):
            self.move(case, "fail", reason="x")

    def test_a_draft_needs_kind_and_party(self):
        case = self.env["community.mediation.case"].create({"description": "x"})
        with self.assertRaisesRegex(UserError, "choose the kind"):
            case.action_register()
        case.unlink()

    def test_committee_warnings(self):
        self.assertFalse(self.committee.warning)
        self.mediator.sex = "male"
        self.assertIn("No woman", self.committee.warning)
        self.committee.member_ids[:2].unlink()
        self.assertIn("3 to 9", self.committee.warning)
        self.assertIn("chair", self.committee.warning)
        self.committee.date_from = "2021-01-01"
        self.committee.date_to = "2023-12-31"
        self.assertIn("elect anew", self.committee.warning)
        committee = self.env["community.mediation.committee"].create(
            {"name": "x", "date_from": "2024-05-01"}
        )
        self.assertEqual(committee.date_to, Date.to_date("2027-04-30"))
