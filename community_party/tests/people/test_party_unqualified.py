from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from ..admission_case import AdmissionCase


@tagged("post_install", "-at_install", "community")
@freeze_time("2026-11-28 04:00:00")
class TestPartyUnqualified(AdmissionCase):
    """Measures of 2024: reported above first, five steps, three treatments, a bar of five years."""

    STEPS = {
        "date_reported": "2026-09-01",
        "date_inquiry": "2026-09-10",
        "date_proposal": "2026-09-15",
        "date_heard": "2026-09-20",
        "date_vote": "2026-10-10",
        "date_approved": "2026-11-02",
        "reported_to": "街道党工委",
        "approved_by": "街道党工委",
        "basis": "东街委〔2026〕8号",
        "heard": "本人承认错误。",
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls.make_member("郑党员")

    def case(self, **values):
        return (
            self.env["community.party.unqualified"]
            .with_user(self.party_officer)
            .create(
                {
                    "member_id": self.member.id,
                    "fault": "attendance",
                    "facts": "连续三个月不参加组织生活。",
                    **values,
                }
            )
        )

    def approved(self, **values):
        case = self.case(**{**self.STEPS, **values})
        case.action_approve()
        return case

    def test_six_months_to_improve_unless_said_otherwise(self):
        """A term to improve is six months by itself and a year at most."""
        case = self.approved()
        self.assertEqual(case.months, 6)
        line = self.member.discipline_ids
        self.assertEqual((line.kind, line.date_to), ("improve", self.day("2027-05-02")))
        self.assertEqual(self.member.status, "normal")
        self.assertTrue(self.member.has_vote, "a term takes no right away")
        longer = self.case(**self.STEPS, months=13)
        with self.assertRaisesRegex(UserError, "from 1 to 12 months"):
            longer.action_approve()
        longer.months = 12
        longer.action_approve()

    def test_each_step_is_there_and_in_its_order(self):
        """The base committee is told first; nothing is approved while a step is missing."""
        for name in self.STEPS:
            case = self.case(**{**self.STEPS, name: False})
            with self.subTest(name=name), self.assertRaisesRegex(UserError, "is missing"):
                case.action_approve()
            case.action_drop()
        case = self.case(**self.STEPS)
        with self.assertRaisesRegex(ValidationError, "lies before"):
            case.date_reported = "2026-09-11"
        with self.assertRaises(ValidationError):
            case.date_approved = "2026-11-29"
        self.assertFalse(self.member.discipline_ids, "nothing follows before the approval")

    def test_steps_may_be_entered_in_any_order(self):
        case = self.case()
        for name, value in reversed(self.STEPS.items()):
            case[name] = value
        case.action_approve()
        self.assertEqual(case.discipline_id.date_to, self.day("2027-05-02"))
        with self.assertRaisesRegex(UserError, "stays as it was decided"):
            case.fault = "other"
        with self.assertRaisesRegex(UserError, "stays in the member's file"):
            case.with_user(self.party_manager).unlink()

    def test_nobody_is_treated_twice_for_one_fault(self):
        """Who was punished under discipline is not treated again for the same fault."""
        self.env["community.party.discipline"].create(
            {
                "member_id": self.member.id,
                "kind": "warning",
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "decided_by": "街道纪工委",
                "basis": "2026-1",
            }
        )
        case = self.case(**self.STEPS)
        with self.assertRaisesRegex(UserError, "same fault"):
            case.action_approve()
        case.punished = "same"
        with self.assertRaisesRegex(UserError, "drop the case"):
            case.action_approve()
        case.punished = "none"
        case.action_approve()

    def test_removed_and_urged_to_leave(self):
        for treatment in ("remove", "urge"):
            self.member = self.make_member(f"离开{treatment}")
            case = self.approved(treatment=treatment, fault="six_months")
            self.assertEqual(case.decision_id.kind, treatment)
            self.assertEqual(case.decision_id.ground, "unqualified")
            self.assertEqual(self.member.status, "removed")

    def test_the_branch_reads_and_does_not_decide(self):
        case = self.case(**self.STEPS).with_user(self.branch_user)
        self.assertEqual(case.fault, "attendance")
        with self.assertRaises(AccessError):
            case.action_approve()

    def test_no_application_for_five_years(self):
        """Whoever was removed, or urged to leave, is not admitted again for five years; before the
        measures of 2024 no term was known.
        """
        for decided, years in (("2026-11-02", 5), ("2024-06-15", 0)):
            self.member = self.make_member(f"离开{decided}")
            self.env["community.party.membership.decision"].create(
                {
                    "member_id": self.member.id,
                    "kind": "urge",
                    "ground": "unqualified",
                    "date": decided,
                    "decided_by": "街道党工委",
                    "basis": "2026-8",
                }
            )
            partner = self.member.partner_id
            self.member.active = False
            self.member.flush_recordset()
            again = self.make_applicant(partner_id=partner.id)
            decided = self.day(decided)
            with freeze_time("2032-01-05 04:00:00"):
                record = self.due(1, again)
                first = decided + relativedelta(years=years)
                if years:
                    record.date = first - timedelta(days=1)
                    with self.assertRaisesRegex(UserError, f"may apply again from {first}"):
                        record.with_user(self.branch_user).action_record()
                record.date = first
                record.with_user(self.branch_user).action_record()
                self.assertEqual(record.state, "done")
